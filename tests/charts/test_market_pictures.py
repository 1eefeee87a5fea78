"""Pictures of stories, decisions, queues and pairs of markets: what they draw is what the tables and the log say."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

import sim
from sim import charts
from sim.charts.style.canvas import headline_text
from sim.charts.style.palette import GREY
from sim.experiments.counterfactuals import CounterfactualPair, customer_outcomes
from sim.model.events import RANK
from sim.results.results import Results, Run
from sim.scenario.contrasts import BASE
from tests.charts import samples


def last_point(axes: Axes, line: int) -> float:
    """Height of the right end of a line; a line at zero and dates that are marked are lines too."""
    heights: NDArray[np.float64] = np.asarray(axes.lines[line].get_ydata(), dtype=float)
    return float(heights[-1])


def texts(axes: Axes) -> set[str]:
    return {text.get_text().replace("\n", " ") for text in axes.texts}


def exits_for(run: Run, results: Results, cause: str, since: float) -> int:
    rows = run.rows
    mine = (rows["event"] == RANK["exit"]) & (rows["firm"] == 0) & (rows["time"] >= since)
    return int((mine & (rows["cause"] == results.names.causes.index(cause))).sum())


def test_each_contrast_ends_where_the_weekly_table_does() -> None:
    found = samples.contrasts()
    axes = charts.contrast_weeks_chart(found).axes[0]
    firm = found.scenario.focal_firm

    def earned(name: str) -> float:
        table = sim.weekly(found.results[name])
        return float(table.loc[table["firm"] == firm, "profit"].sum()) / found.replications

    contrasts = [name for name in found.worlds if name != BASE]
    ends = [earned(name) - earned(BASE) for name in contrasts]
    assert [last_point(axes, 1 + place) for place in range(len(contrasts))] == pytest.approx(ends)
    assert texts(axes) == {found.label(name) for name in contrasts}
    assert axes.get_ylabel().replace("\n", " ") == "profit since week 0, contrast less base"


def test_indignation_stands_beside_those_who_left_for_it() -> None:
    results = samples.scandal()
    at = float(results.scenario.shocks[0].at)
    axes = charts.indignation_chart(results).axes[0]
    left = np.mean([exits_for(run, results, "political", at) for run in results.runs])
    felt = sim.stories(results)
    last = felt[felt["week"] == felt["week"].max()]["indignation"].mean()
    assert texts(axes) == {"indignation", "left for it"}
    assert sorted(last_point(axes, line) for line in (1, 2)) == pytest.approx(sorted([last, left]))
    assert np.asarray(axes.lines[0].get_xdata(), dtype=float)[0] == at, "the week of the scandal is marked"
    assert "customers a week" in headline_text(axes.get_figure(root=True) or Figure())


def test_orders_that_wait_are_those_given_and_neither_delivered_nor_lost() -> None:
    results = samples.line(20)
    axes = charts.order_queue_chart(results).axes[0]
    names = ["Guesser", "Maker"]
    assert texts(axes) == set(names)
    for place, name in enumerate(names):
        waiting = []
        for run in results.runs:
            rows = run.rows[run.rows["firm"] == place]
            given, delivered, short = (
                rows[rows["event"] == RANK[event]] for event in ("order", "delivery", "shortage")
            )
            served = {(row["time"], row["customer"]) for row in delivered}
            lost = sum((row["time"], row["customer"]) not in served for row in short)
            waiting.append(len(given) - len(delivered) - lost)
        assert last_point(axes, place) == pytest.approx(np.mean(waiting)), name


def test_the_difference_in_profit_is_that_of_the_books() -> None:
    with_card, without = samples.race(), samples.race_without()
    picture = charts.profit_difference_chart(with_card, without)
    one, other = (sim.profit(results).query("firm == 'Azure'")["profit"].mean() for results in (with_card, without))
    assert last_point(picture.axes[0], 1) == pytest.approx(one - other, abs=0.01)
    same = headline_text(charts.profit_difference_chart(with_card, with_card))
    assert same.startswith("At the end there is no clear difference in what Azure has earned")


def test_a_decision_has_a_bar_for_each_option_and_one_is_chosen() -> None:
    results = samples.rivals()
    picture = charts.rival_decision_chart(results, firm="Beryl")
    axes = picture.axes[0]
    drawn = sorted(bar.get_width() for bar in axes.patches if isinstance(bar, Rectangle))
    rounds: dict[float, list[float]] = {}
    for row in results.runs[0].estimates:
        if row.firm == "Beryl" and row.step == "choice" and (row.expected_error or row.option == "nothing"):
            rounds.setdefault(row.week, []).append(row.expected)
    week = float(headline_text(picture).split()[2])
    assert drawn == pytest.approx(sorted(rounds[week]))
    assert sum(to_hex(bar.get_facecolor()) != to_hex(GREY) for bar in axes.patches) == 1
    named = [label.get_text().replace("\n", " ") for label in axes.get_yticklabels()]
    assert "does nothing" in named and "copies the frequency programme" in named
    assert "copies the frequency programme with better terms (gives 1.2 times as much)" in named
    with pytest.raises(LookupError, match="firm"):
        charts.rival_decision_chart(results, firm="Berly")


def test_the_customer_shown_is_the_one_whose_worth_differs_most_saved_or_lost() -> None:
    with_card, without = samples.race(), samples.race_without()
    pair = CounterfactualPair(names=("the other market", "this market"), first=without, second=with_card, firm="Azure")
    table = customer_outcomes(pair).query("replication == 0 and outcome in ['saved', 'lost']")
    expected = table["customer_id"].iloc[int(np.argmax(table["value_more"].abs()))]
    picture = charts.same_customer_chart(with_card, without)
    axes = picture.axes[0]
    assert str(expected) in headline_text(picture)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["this market", "the other market"]
    other_way = charts.same_customer_chart(without, with_card)
    assert str(expected) in headline_text(other_way), "who is saved seen from one market is lost seen from the other"


def test_the_curve_of_a_technology_and_the_firms_that_sell_it() -> None:
    results = samples.technology()
    picture = charts.technology_chart(results)
    axes = picture.axes[0]
    heard = sim.stories(results)
    last = heard[heard["week"] == heard["week"].max()]["heard"].mean() / results.scenario.population.size
    assert last_point(axes, 0) == pytest.approx(min(100 * last, 100.0))
    legend = {text.get_text() for each in picture.legends for text in each.get_texts()}
    assert legend == {"Pixel sells it", "Lens sells it"}
    assert headline_text(picture).endswith("sell it; Silver never")


def test_a_firm_that_sells_it_in_some_runs_is_not_said_to_sell_it_never() -> None:
    """An attempt takes 39 weeks and fails every other time, so that some runs end before one has succeeded."""
    adopts = [{"invention": "digital camera", "at": 26, "takes": 39, "success": 0.5, "cost": 4444}]
    asked = sim.load("new_technology").but(
        {"population.segments.photographers.size": 30, "firms.Silver.departments.technology.adopts": adopts},
        horizon=110,
    )
    results = sim.simulate(asked, replications=8, log="exits")
    attempts = [
        int(((run.rows["event"] == RANK["spending"]) & (run.rows["cents"] == 444_400)).sum()) for run in results.runs
    ]
    sells = sum(number < 3 for number in attempts)  # paid in weeks 26, 65 and 104: the third ends after the run
    assert 0 < sells < 8, attempts
    told = headline_text(charts.technology_chart(results))
    assert f"Silver in {sells} of 8 runs" in told and "Silver never" not in told
