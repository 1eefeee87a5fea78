"""What headlines claim is true of the numbers, and no winner is named where chance could explain it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim import charts
from sim.charts.style.canvas import headline_text
from sim.model.events import RANK
from sim.results.results import Results
from tests.metrics.hand_made import STORY, Happening, results_of, sales_story


def numbers(sentence: str) -> list[float]:
    return [float(n.replace(",", "").replace("−", "-")) for n in re.findall(r"[-−]?\d[\d,]*\.?\d*", sentence)]


def exits_of(results: Results, firm: int) -> tuple[int, dict[str, int]]:
    rows = results.runs[0].rows
    left = rows[(rows["event"] == RANK["exit"]) & (rows["firm"] == firm)]
    return len(left), {name: int((left["cause"] == code).sum()) for code, name in enumerate(results.names.words)}


def test_exits_by_cause_are_those_of_the_log(one: Results) -> None:
    total, by_cause = exits_of(one, 0)
    sentence = headline_text(charts.exit_chart(one))
    assert sentence.startswith(f"Azure lost {total} customers: ")
    parts = re.findall(r"(\d+)% for (\w+)", sentence)
    others = sorted((count for cause, count in by_cause.items() if cause != "market"), reverse=True)
    assert [int(part) for part, _ in parts] == [int(f"{100 * count / total:.0f}") for count in others[:2]]
    for part, cause in parts:
        assert int(part) == int(f"{100 * by_cause[cause] / total:.0f}")
    assert f"{100 * by_cause['market'] / total:.0f}% moved away" in sentence


def test_bars_of_exits_fill_the_whole(one: Results) -> None:
    axes = charts.exit_chart(one).axes[0]
    ends: dict[float, float] = {}
    for bar in axes.patches:
        row = bar.get_y() + bar.get_height() / 2
        ends[row] = ends.get(row, 0.0) + bar.get_width()
    assert np.allclose(list(ends.values()), 100)


def test_nobody_left() -> None:
    assert headline_text(charts.exit_chart(results_of([]))) == "Nobody left Red"


def test_an_equal_market_names_no_winner() -> None:
    story = sales_story([5] * 20, [5] * 20)
    other = sales_story([6] + [5] * 19, [5] * 20)
    both = results_of(story, other)
    assert "about where it began" in headline_text(charts.share_chart(both))
    assert "no clear difference in profit" in headline_text(charts.profit_chart(both))


def test_a_loss_of_share_is_said_with_its_size() -> None:
    falling = [sales_story([6] * 10 + [2] * 10, [4] * 10 + [8 + extra] * 10) for extra in (0, 1, 0)]
    sentence = headline_text(charts.share_chart(results_of(*falling)))
    assert "Red loses" in sentence
    share = np.mean([2 / 10, 2 / 11, 2 / 10]) - 0.6
    assert numbers(sentence)[0] == pytest.approx(-100 * share, abs=0.05)


def test_profit_says_who_is_ahead_and_by_how_much() -> None:
    ahead = [sales_story([10 + extra] * 20, [5] * 20) for extra in (0, 1, 0)]
    sentence = headline_text(charts.profit_chart(results_of(*ahead)))
    assert "Red earned" in sentence and "more than Blue" in sentence
    mean, low, high = numbers(sentence.replace("95% interval", ""))
    assert mean == pytest.approx(20 * 4 * np.mean([5, 6, 5]), abs=1)  # 10 paid less 6 of goods
    assert low < mean < high


def test_one_run_is_said_to_be_one_run(one: Results) -> None:
    assert headline_text(charts.profit_chart(one)).startswith("In this one run ")


LAUNCH = Happening(5.0, -1, "Red", "launch", programme="frequency")
COPY = Happening(10.0, -1, "Blue", "launch", programme="frequency")


def two_worlds(gains: list[list[int]], *launches: Happening) -> tuple[Results, Results]:
    world = [sales_story([50 + g for g in gain], [50 - g for g in gain], *launches) for gain in gains]
    return results_of(*world), results_of(*[sales_story([50] * 20, [50] * 20) for _ in gains])


def test_a_gain_that_is_copied_away() -> None:
    gains = [[0] * 5 + [10 + extra] * 5 + [0] * 10 for extra in (0, 1, 0)]
    sentence = headline_text(charts.gain_chart(*two_worlds(gains, LAUNCH, COPY)))
    assert sentence.startswith(
        "Red had gained 10.3 points of share when first copied (95% interval 8.9 to 15.2 points)"
    )
    assert numbers(sentence)[-1] == 2  # over 4 weeks: half of the gain is out of the span after two


def test_a_gain_that_lasts() -> None:
    gains = [[0] * 5 + [10 + extra] * 15 for extra in (0, 1, 0)]
    assert headline_text(charts.gain_chart(*two_worlds(gains, LAUNCH, COPY))).endswith("it never fell to half of that")
    assert headline_text(charts.gain_chart(*two_worlds(gains, LAUNCH))).startswith(
        "Nobody copied Red; at the end it had gained"
    )


def test_a_gain_within_chance_is_not_called_one() -> None:
    gains = [[0] * 5 + [sign * 10] * 15 for sign in (1, -1, 1)]
    for launches in ((LAUNCH,), (LAUNCH, COPY)):
        sentence = headline_text(charts.gain_chart(*two_worlds(gains, *launches)))
        assert "no clear gain" in sentence
        assert "gained" not in sentence


def test_no_programme_no_gain() -> None:
    assert headline_text(charts.gain_chart(*two_worlds([[0] * 20] * 2))) == "Red launched no programme"


def test_worlds_of_different_luck_are_refused(race: Results, one: Results) -> None:
    with pytest.raises(ValueError, match="replications"):
        charts.gain_chart(race, one)


def test_copies_are_told_with_their_delay(one: Results) -> None:
    rows = one.runs[0].rows
    launches = {int(row["firm"]): float(row["time"]) for row in rows[rows["event"] == RANK["launch"]]}
    sentence = headline_text(charts.imitation_timeline(one))
    assert set(launches) == {0, 1, 2}
    for firm in (1, 2):
        assert f"frequency by {one.names.firms[firm]} after {launches[firm] - launches[0]:.0f} weeks" in sentence


def test_a_life_is_told_as_it_was() -> None:
    story = results_of(STORY)
    assert (
        headline_text(charts.life_line(story, "people-1"))
        == "people-1 bought twice, at several firms alike, then moved away"
    )
    assert headline_text(charts.life_line(story, "people-0")) == "people-0 bought 4 times, only at Red; left once"
    assert headline_text(charts.life_line(story, "people-3")) == "people-3 never bought here"
    assert (
        headline_text(charts.life_line(story, "people-2")) == "people-2 bought 3 times, only at Blue, and left no firm"
    )


def test_unknown_customers_are_refused() -> None:
    with pytest.raises(LookupError, match=r"no customer 'people-9'.*people-0 to people-3; others-0 to others-1"):
        charts.life_line(results_of(STORY), "people-9")
    with pytest.raises(LookupError, match="did you mean the segment 'people'"):
        charts.life_line(results_of(STORY), "peple-1")


def test_costs_are_those_of_the_books() -> None:
    sentence = headline_text(charts.programme_cost_chart(results_of(STORY)))
    assert sentence == "Red's programmes cost 68, 50 of it for building"  # 50 built, 16 weeks run, 2 of rewards


def test_who_is_still_there_is_the_share_of_stays(one: Results) -> None:
    sentence = headline_text(charts.survival_chart(one))
    rows = one.runs[0].rows
    started = {
        int(r["customer"]): float(r["time"])
        for r in rows[(rows["event"] == RANK["acquisition"]) & (rows["firm"] == 0)][::-1]
    }
    ended = {
        int(r["customer"]): float(r["time"]) for r in rows[(rows["event"] == RANK["exit"]) & (rows["firm"] == 0)][::-1]
    }
    week, part = numbers(sentence)[:2]
    early = [c for c, start in started.items() if start <= one.scenario.horizon - week]
    stayed = np.mean([not (c in ended and ended[c] - started[c] <= week) for c in early])
    assert part / 100 == pytest.approx(stayed, abs=0.06)


def test_churn_is_exits_over_time_at_risk(one: Results) -> None:
    rows = one.runs[0].rows
    change = {RANK["acquisition"]: 1, RANK["exit"]: -1}
    mine = rows[(rows["firm"] == 0) & np.isin(rows["event"], list(change))]
    exposure = sum(change[int(r["event"])] * (one.scenario.horizon - float(r["time"])) for r in mine)
    lost = int((mine["event"] == RANK["exit"]).sum())
    assert numbers(headline_text(charts.churn_chart(one)))[0] == round(100 * 52 * lost / exposure)


@pytest.mark.parametrize(("number", "name"), [(0, "people-0"), (3, "people-3"), (4, "others-0")])
def test_customer_can_be_given_by_number(number: int, name: str) -> None:
    story = results_of(STORY)
    assert headline_text(charts.life_line(story, number)).startswith(f"{name} ")


@pytest.mark.parametrize("given", [6, -1, 2.5, True, None])
def test_customer_that_is_no_number_of_one_is_refused_with_what_is_wanted(given: object) -> None:
    with pytest.raises(LookupError, match=r"give an id such as 'people-0', or a whole number from 0 to 5"):
        charts.life_line(results_of(STORY), given)  # type: ignore[arg-type]
