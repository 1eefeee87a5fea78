"""Exit interviews: who answers, what is said, and whose luck it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.metrics._shared.interval import interval, jackknife_bounds
from sim.metrics.exits.exit_management import exit_management
from sim.metrics.exits.exits import addresses, exit_interviews, stated_exits
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.metrics.retention.churn import churn, churn_interval
from sim.model import random_numbers as draws
from sim.model.event_log import Names
from sim.model.firms.decision_rounds import exit_interviewing as file
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market
from sim.reports.exit_tables import churn_table, value_table
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.market.exit_causes import ASSUMED_ANSWERS
from tests.metrics.hand_made import CAUSES, FIRMS, STORY, Happening, first_purchase, results_of
from tests.metrics.test_exit_management import TWO_LEAVE, evaluated
from tests.worlds import FROZEN, world

TRUE = CAUSES[:6]


def leaving(exits: list[tuple[int, str, str]], generations: int = 1) -> list[Happening]:
    """Each of these customers comes to a firm and leaves it for a cause, and so does everybody after her."""
    story: list[Happening] = []
    for generation in range(generations):
        for number, (customer, firm, cause) in enumerate(exits):
            time = 0.01 + number + 0.4 * generation / generations
            story += first_purchase(time, customer, firm, 10, generation)
            story.append(Happening(time + 0.1, customer, firm, "exit", cause=cause, generation=generation))
    return story


def asking(results: Results, **interviews: object) -> Results:
    return dataclasses.replace(results, scenario=results.scenario.but(interviews=interviews))


MANY = leaving([(n % 4, FIRMS[n % 2], TRUE[n % 6]) for n in range(12)], generations=300)


def test_everybody_honest_and_heard_says_the_truth() -> None:
    table = exit_interviews(asking(results_of(MANY), response=1.0, preset="honest"))
    assert len(table) == 3600 and table["answered"].all()
    assert (table["stated"].astype(object) == table["cause"].astype(object)).all()
    counts = stated_exits(asking(results_of(MANY), response=1.0, preset="honest"))
    assert (counts["stated"] == counts["exits"]).all() and (counts["answers"] == counts["exits"]).all()
    assert counts["stated_share"].to_list() == pytest.approx(counts["share"].to_list())


def test_nobody_heard() -> None:
    counts = stated_exits(asking(results_of(STORY), response=0.0))
    assert counts["stated"].sum() == counts["answers"].sum() == 0
    assert counts["stated_share"].isna().all() and counts["exits"].sum() == 4


def test_answers_are_as_many_and_as_wrong_as_declared() -> None:
    table = exit_interviews(asking(results_of(MANY), response=0.7))
    z = (table["answered"].mean() - 0.7) / np.sqrt(0.7 * 0.3 / len(table))
    assert abs(z) < 4
    heard = table[table["answered"]]
    for cause, row in ASSUMED_ANSWERS.items():
        said = heard.loc[heard["cause"] == cause, "stated"].astype(object).value_counts()
        assert set(said.index) <= set(row)
        for stated, part in row.items():
            spread = np.sqrt(part * (1 - part) / said.sum())
            assert abs(said.get(stated, 0) / said.sum() - part) < 4 * spread, (cause, stated)


def test_a_row_of_the_scenario_replaces_the_assumed_one() -> None:
    always = {"service": {"price": 1.0}}
    table = exit_interviews(asking(results_of(MANY), response=1.0, preset="honest", stated=always))
    said = table["stated"].astype(object)
    assert set(said[table["cause"] == "service"]) == {"price"}
    assert (said == table["cause"].astype(object))[table["cause"] != "service"].all()


def test_the_luck_is_that_of_customer_firm_and_spell() -> None:
    """Draw by draw what :func:`sim.model.random_numbers.uniforms` gives; the second time she leaves is another draw."""
    twice = [
        *first_purchase(1.0, 5, "Blue", 10),
        Happening(2.0, 5, "Blue", "exit", cause="price"),
        *first_purchase(3.0, 5, "Blue", 10),
        Happening(4.0, 5, "Blue", "exit", cause="price"),
    ]
    results = asking(results_of(twice, seed=7), response=0.5)
    address = (draws.digest("others", 31) << 32) + 1
    lots = [
        draws.uniforms((7, 0), address, draws.digest("exit interview/Blue"), draws.lifetime_index(0, s), 0)
        for s in (0, 1)
    ]
    table = exit_interviews(results)
    assert table["answered"].to_list() == [lot[0] < 0.5 for lot in lots]
    row = ASSUMED_ANSWERS["price"]
    said = [list(row)[int(np.searchsorted(np.cumsum(list(row.values())), lot[1]))] for lot in lots]
    assert [s for s, a in zip(said, table["answered"], strict=True) if a] == table["stated"].dropna().to_list()
    assert lots[0] != lots[1]


def test_addresses_are_those_of_the_market() -> None:
    results = results_of(STORY)
    m: Market = initialise_market(results.scenario, (1, 0))
    places = np.arange(results.scenario.population.size, dtype=np.int32)
    assert (addresses(places, results.names) == m.person["address"]).all()


def test_a_further_cause_moves_nobody_elses_answer() -> None:
    plain = asking(results_of(MANY), response=0.6)
    rows = [{"name": "inconvenience", "base": 0.001}, {"name": "aware", "base": 0.0}]
    names: Names = dataclasses.replace(plain.names, causes=("inconvenience", *plain.names.causes))
    shifted = plain.runs[0].rows.copy()
    shifted["cause"][shifted["cause"] >= 0] += 1
    scenario = plain.scenario.but({"exits.rows": rows})
    more = dataclasses.replace(
        plain, names=names, scenario=scenario, runs=(dataclasses.replace(plain.runs[0], rows=shifted),)
    )
    one, other = (exit_interviews(each).astype({"cause": object, "stated": object}) for each in (plain, more))
    pd.testing.assert_frame_equal(one, other)


def test_who_would_name_a_cause_that_is_not_there_says_the_true_one() -> None:
    plain = asking(results_of(leaving([(0, "Red", "service")], generations=200)), response=1.0)
    few = {"preset": "none", "rows": [{"name": "service", "base": 0.001}, {"name": "price", "base": 0.001}]}
    before, after = (
        exit_interviews(plain),
        exit_interviews(dataclasses.replace(plain, scenario=plain.scenario.but(exits=few))),
    )
    said = before["stated"].astype(object)
    assert set(said) == {"service", "price", "product"}
    assert after["stated"].astype(object).to_list() == ["service" if s == "product" else s for s in said]


def test_compiled_or_not_it_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    results = results_of(MANY)
    plain = exit_interviews(results)
    monkeypatch.setattr(file, "MANY", 1)
    pd.testing.assert_frame_equal(exit_interviews(results), plain)


@given(
    exits=some.lists(some.tuples(some.integers(0, 5), some.sampled_from(FIRMS), some.sampled_from(TRUE)), max_size=19),
    response=some.floats(0, 1),
    seed=some.integers(0, 2**62),
)
def test_shares_sum_to_one_and_stated_counts_to_answers(
    exits: list[tuple[int, str, str]], response: float, seed: int
) -> None:
    results = asking(results_of(leaving(exits), seed=seed), response=response)
    table, people = stated_exits(results), exit_interviews(results)
    sums = table.groupby("firm", observed=False)[["exits", "answers", "stated"]].sum()
    assert sums["stated"].to_list() == sums["answers"].to_list()
    assert sums["stated"].sum() == people["answered"].sum() == people["stated"].notna().sum()
    assert sums["exits"].sum() == len(people) == len(exits)
    assert (table["answers"] <= table["exits"]).all()
    for column in ("share", "stated_share"):
        whole = table.groupby("firm", observed=False)[column].sum(min_count=1).dropna()
        assert whole.to_list() == pytest.approx([1.0] * len(whole))


def test_a_window_counts_what_falls_in_it() -> None:
    results = asking(results_of(STORY), response=1.0)
    assert len(exit_interviews(results, until=9.0)) == 1
    assert stated_exits(results, since=9.0, until=15.0)["stated"].sum() == 1
    with pytest.raises(ValueError, match="since < until"):
        stated_exits(results, since=5.0, until=5.0)


DELTA = np.log(1.1) / 52
RATES = {"hassle": 0.02, "fashion": 0.01}


def test_of_a_mean_it_is_the_interval_of_the_mean() -> None:
    values = np.random.default_rng(3).normal(size=12)
    told = interval(values, 0.9)
    assert jackknife_bounds(lambda kept: values[kept].mean(), 12, 0.9) == pytest.approx(told[:3])


def test_of_a_ratio_it_covers_the_truth_as_often_as_it_says() -> None:
    """Exits over customer-weeks, 10 replications, 1,000 times: 95% ± 4 standard errors, 0.7% each."""
    luck = np.random.default_rng(5)
    covered = 0
    for _ in range(1000):
        weeks = luck.gamma(20.0, 50.0, size=10)
        exits = luck.poisson(0.03 * weeks).astype(float)
        _, low, high = jackknife_bounds(lambda kept, e=exits, w=weeks: e[kept].sum() / w[kept].sum(), 10)  # type: ignore[misc]
        covered += int(low <= 0.03 <= high)
    assert abs(covered / 1000 - 0.95) < 0.028


@pytest.fixture(scope="module")
def worlds() -> list[Results]:
    """Forty experiments of six replications each: one firm, two causes with constant rates, everybody alike."""
    rows = [{"name": name, "base": rate} for name, rate in RATES.items()]
    people = {"size": 150, "purchase_rate": 1.0, "spend": 20, "sensitivity": 1.0, "first_purchase": "on_arrival"}
    scenario = world(people, exits={"preset": "none", "rows": rows}, behaviour=FROZEN, horizon=150.0)
    return [simulate(scenario, seed=seed, replications=6) for seed in range(40)]


@pytest.mark.slow
def test_intervals_of_churn_and_profit_lost_cover_their_closed_forms(worlds: list[Results]) -> None:
    """Of 40 intervals of 95%, 38 should hold the truth; fewer than 33 would by chance be seen once in 1,000 times."""
    churns, losses = 0, {cause: 0 for cause in RATES}
    for results in worlds:
        row = churn_interval(churn(results, 150), ["firm"]).iloc[0]
        churns += int(row["low"] <= 52 * sum(RATES.values()) <= row["high"])
        table = profit_lost_by_cause(results, prior_weeks=13).set_index("cause")
        for cause, rate in RATES.items():
            gone = 150 * rate / 0.03 * (1 - np.exp(-0.03 * 150))
            true = gone * 20 * 0.4 / (0.03 - rate + DELTA)
            losses[cause] += int(table.loc[cause, "low"] <= true <= table.loc[cause, "high"])
    assert churns >= 33
    assert min(losses.values()) >= 33, losses


def test_the_interval_surrounds_the_figure_that_the_arithmetic_gives(worlds: list[Results]) -> None:
    found = exit_management(worlds[0])
    lost = found.profit_lost.set_index("cause").loc["hassle"]
    figure = evaluated(found.arithmetic("profit lost", "hassle"))[1]
    assert lost["profit_lost"] == pytest.approx(figure, rel=1e-4) and lost["low"] < figure < lost["high"]
    rate, churned = found.churn_by_firm.iloc[0], evaluated(found.arithmetic("churn"))[1]
    assert rate["churn"] == pytest.approx(churned, rel=1e-4) and rate["low"] < churned < rate["high"]
    assert str(found).count("(95%: ") == 1 + len(RATES)


def test_one_replication_has_none_and_says_so() -> None:
    found = exit_management(results_of(TWO_LEAVE))
    assert found.profit_lost["low"].isna().all() and found.churn_by_firm["high"].isna().all()
    assert "one replication" in found.profit_lost.attrs["note"]
    assert "one replication" in found.churn_by_firm.attrs["note"]
    assert "95%" not in str(found)
    assert "95% interval" not in churn_table(found, found.churn_by_segment, "segment")


def test_churn_by_hand() -> None:
    """Two replications: 1 exit in 4 weeks, 2 in 16; by the jackknife 0.15 ± t(1) × |0.25 − 0.125| / 2."""
    one = [*first_purchase(0.0, 0, "Red", 10), Happening(4.0, 0, "Red", "exit", cause="price")]
    two = [line for who in (0, 1) for line in first_purchase(0.0, who, "Red", 10)]
    two += [Happening(8.0, who, "Red", "exit", cause="price") for who in (0, 1)]
    row = churn_interval(churn(results_of(one, two), 20), ["firm"]).set_index("firm").loc["Red"]
    assert row[["exits", "customer_weeks"]].to_list() == [1.5, 10]
    assert row["churn"] == pytest.approx(52 * 0.15)
    assert row["high"] - row["churn"] == pytest.approx(52 * 12.706 * (0.25 - 0.125) / 2, rel=1e-4)
    assert row["low"] == 0


def test_tables_show_them(worlds: list[Results]) -> None:
    found = exit_management(worlds[0])
    shown = churn_table(found, found.churn_by_period)
    assert list(shown["weeks"])[:2] == ["0 to 52", "52 to 104"]
    assert shown["95% interval"].str.fullmatch(r"[\d.]+% to [\d.]+%").all()
    assert value_table(found)["95% interval"].str.contains(" to ").all()
    assert isinstance(shown, pd.DataFrame)
