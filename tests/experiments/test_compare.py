"""Strategies compared: differences, sentences, stopping, and what is refused."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiments.comparison import compare as module
from sim.experiments.comparison.comparison import Comparison
from sim.experiments.comparison.paired import longer_side
from sim.experiments.comparison.strategies import Strategy
from sim.metrics._shared.interval import interval
from sim.scenario.firm.programmes.club import Club
from sim.strategies.simple_rules import PriceCut

HERE = sim.Execution(workers=1, quiet=True)
NONE: dict[str, object] = {"firms.Azure.programmes": []}


@pytest.fixture(scope="module")
def found(small: sim.Scenario) -> Comparison:
    """Three strategies, six replications."""
    return sim.compare(
        small.but(seed=3), {"points": {}, "none": NONE, "dear": {"firms.Azure.offer.price": 1.1}}, measure="profit",
        replications=6, where=HERE,
    )  # fmt: skip


def test_the_same_runs_one_by_one_give_the_same_values(found: Comparison, small: sim.Scenario) -> None:
    without = sim.simulate(small.but(NONE), seed=3, replications=6)
    profit = sim.profit(without)
    expected = profit.loc[profit["firm"] == "Azure", "profit"].to_numpy()
    assert found.runs["none"].tolist() == expected.tolist()
    assert found.names == ("points", "none", "dear") and found.replications == 6 and found.firm == "Azure"


def test_differences_are_paired_and_hold_jointly(found: Comparison) -> None:
    table = found.pairs
    assert list(zip(table["one"], table["other"], strict=True)) == [
        ("points", "none"), ("points", "dear"), ("none", "dear"),
    ]  # fmt: skip
    for row in table.itertuples():
        gap = found.runs[row.one] - found.runs[row.other]
        each = interval(gap, 1 - 0.05 / 3)
        assert (row.difference, row.low, row.high) == pytest.approx((each.mean, each.low, each.high))
        apart = found.runs[row.one].var() + found.runs[row.other].var()
        assert row.variance_ratio == pytest.approx(apart / gap.var())
    assert "hold jointly with 95% confidence (Bonferroni: each at 98.33%)" in str(found)


def test_it_can_be_looked_at_otherwise(found: Comparison) -> None:
    other = found.but(level=0.99, joint="none", baseline="none")
    assert list(other.pairs["other"]) == ["none", "none"] and other.values is found.values
    gap = interval(found.runs["dear"] - found.runs["none"], 0.99)
    row = other.pairs.set_index("one").loc["dear"]
    assert (row["low"], row["high"]) == pytest.approx((gap.low, gap.high))
    assert "holds by itself" in str(other)


def test_how_many_replications_are_needed(found: Comparison) -> None:
    widest = float(longer_side(found.pairs).max())
    assert (found.needed(widest * 1.0001)["still_needed"] == 0).all()
    asked = found.needed(widest / 3)
    assert asked["still_needed"].max() == asked["needed"].max() - 6 > 0
    with pytest.raises(ValueError, match="half_width=0"):
        found.needed(0)


def of_values(small: sim.Scenario, values: Sequence[Sequence[float]], measure: str = "profit") -> Comparison:
    """A comparison that came out as the test wants it."""
    like = sim.compare(small, {"points": {}, "none": NONE}, measure=measure, replications=2, where=HERE)
    return replace(like, values=np.array(values, dtype=float))


def test_a_winner_is_named_only_where_there_is_one(small: sim.Scenario) -> None:
    clear = of_values(small, [[13, 10], [14, 10.6], [12, 9.0], [11, 8.4]])
    assert clear.sentences == ("points earns 3.0 more than none, 95% interval 2.5 to 3.5, 4 replications",)
    turned = of_values(small, [[10, 13], [10.6, 14], [9.0, 12], [8.4, 11]])
    assert turned.sentences == ("none earns 3.0 more than points, 95% interval 2.5 to 3.5, 4 replications",)
    unclear = of_values(small, [[1, 0], [0, 1], [1, 0], [0, 1]])
    began = "no clear difference between points and none in profit of Azure: 0.0, 95% interval −1.8 to 1.8"
    assert str(unclear).startswith(began)
    same = of_values(small, [[5, 5], [7, 7]])
    assert "do not differ in profit of Azure: not in any of 2 replications" in str(same)


def test_fewer_than_ten_replications_are_remarked_on(small: sim.Scenario) -> None:
    few, enough = (of_values(small, [[n % 3, 1.0] for n in range(size)]) for size in (9, 10))
    assert few.remarks == (
        "With 9 replications the interval of a skewed or one-sided difference holds less often than it says; "
        "make 10 or more (coverage table in docs/how-to/compare.md).",
    )
    assert enough.remarks == ()


def test_who_fares_better_is_named_first_where_less_is_better(small: sim.Scenario) -> None:
    churn = of_values(small, [[0.30, 0.34], [0.31, 0.36], [0.29, 0.34], [0.33, 0.37]], "churn")
    began = "points loses 4.5 fewer of a hundred customers a year than none, 95% interval"
    assert str(churn).startswith(began)


def test_strategies_may_be_programmes_policies_and_whole_scenarios(small: sim.Scenario) -> None:
    given: dict[str, Strategy] = {
        "club": Club(kind="club", quantity=2), "bare": (), "cutter": PriceCut(kind="price_cut"),
        "dear": small.but({"firms.Azure.offer.price": 1.1}),
    }  # fmt: skip
    worlds = sim.compare(small, given, replications=2, where=HERE).worlds
    kinds = {name: [p.kind for p in world.firms[0].programmes] for name, world in worlds.items()}
    assert kinds == {"club": ["club"], "bare": [], "cutter": ["frequency"], "dear": ["frequency"]}
    assert worlds["cutter"].firms[0].policy == given["cutter"]


def test_a_measure_may_be_a_function(small: sim.Scenario) -> None:
    def rows(results: sim.Results) -> float:
        return len(results.runs[0].rows)

    found = sim.compare(small, {"points": {}, "none": NONE}, measure=rows, replications=3, where=HERE)
    assert "rows is" in str(found) and (found.values > 0).all()


SAME: dict[str, Any] = {"points": {}, "again": {"title": "Another title"}}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"strategies": {"points": {}}}, "1 strategy was given; a comparison needs two or more"),
        ({"strategies": SAME}, "'points' and 'again' are the same market, so there is nothing to compare"),
        ({"strategies": {"a": {}, "b": {"horizon": 20}}}, "'a' runs for 30 weeks and 'b' for 20"),
        ({"strategies": {"a": {}, "b": 3}}, "the strategy 'b' is 3; give changes by path"),
        ({"measure": "profitt"}, "unknown measure 'profitt'; did you mean 'profit'?"),
        ({"measure": 7}, "7 is no measure"),
        ({"replications": 1}, "one run of each says nothing of chance"),
        ({"firm": "Azur"}, "unknown firm 'Azur'; did you mean 'Azure'?"),
        ({"measure": lambda results: math.nan}, "'points', seed 1, replication 0 has no value: <lambda> is nan there"),
        ({"measure": lambda results: "much"}, "<lambda> gave 'much', which is no number"),
        ({"measure": lambda results: 1 / 0}, "has no value: ZeroDivisionError"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(small: sim.Scenario, changed: Any, said: str) -> None:
    asked = {"strategies": {"points": {}, "none": NONE}, "replications": 3, "where": HERE, **changed}
    with pytest.raises(sim.ExperimentError, match=re.escape(said)):
        sim.compare(small, asked.pop("strategies"), **asked)


def test_a_way_of_holding_jointly_that_is_not_there_is_refused(small: sim.Scenario) -> None:
    found = sim.compare(small, {"points": {}, "none": NONE}, replications=2, where=HERE)
    with pytest.raises(sim.ExperimentError, match="unknown way of making intervals hold jointly 'holm'"):
        found.but(joint="holm")  # type: ignore[arg-type]
    with pytest.raises(sim.ExperimentError, match=r"half_width=-1.0: give a number above 0"):
        sim.StoppingRule(half_width=-1.0)


def test_faults_in_several_strategies_are_told_at_once(small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError) as told:
        sim.compare(small, {"a": {"firms.Azur.unit_cost": 1}, "b": {"horizont": 3}}, where=HERE)
    assert [fault.path for fault in told.value.faults] == ["a: firms.Azur.unit_cost", "b: horizont"]


def test_it_goes_on_until_precise_and_no_further(small: sim.Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """On drawn values of known spread: differences with standard deviation 2."""
    luck = np.random.default_rng(1)
    drawn = 10 + np.cumsum(luck.normal(0, 2, (400, 1)), axis=1) * [[1.0, 0.0]]
    monkeypatch.setattr(module, "_values", lambda work, worlds, ready, seed, numbers: drawn[list(numbers)].copy())
    strategies = {"points": {}, "none": NONE}
    until = sim.StoppingRule(half_width=0.5, first=10, at_most=400)
    found = sim.compare(small, strategies, measure="profit", replications=until, where=HERE)
    width = float(longer_side(found.pairs)[0])
    assert 0.4 < width <= 0.5 and 40 < found.replications < 110
    assert "Went on until every interval reached at most 0.5 to either side" in str(found)
    until = sim.StoppingRule(half_width=0.5, first=10, at_most=20)
    cut = sim.compare(small, strategies, measure="profit", replications=until, where=HERE)
    assert cut.replications == 20 and "Stopped at 20 replications, as asked" in str(cut)


def test_the_cost_is_said_first(
    small: sim.Scenario, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sim.experiments.execution.job_runner.WORTH_SHOWING", 0.0)
    sim.compare(small, {"points": {}, "none": NONE}, replications=3, where=sim.Execution(workers=1))
    assert re.search(r"one run takes [\d.]+ s; 4 more on one worker: about [\d.]+ s at most", capsys.readouterr().err)


@pytest.mark.slow
def test_common_luck_makes_the_difference_of_strategies_far_surer() -> None:
    """The target: at least five times less variance than with independent seeds."""
    market = sim.load("imitation_race")
    for measure in ("profit_per_customer_year", "share"):
        found = sim.compare(market, {"points": {}, "none": NONE}, measure=measure, replications=8, where=HERE)
        assert float(found.pairs["variance_ratio"].iloc[0]) > 5


@pytest.mark.slow
def test_stopped_when_precise_intervals_hold_nearly_as_often(
    small: sim.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured with 3,000 tries outside: 94.8%."""
    tries, held = 400, 0
    for one in range(tries):
        drawn = np.random.default_rng(one).normal(0, 2, (800, 1)) * [[1.0, 0.0]]

        def values(*given: Any, drawn: np.ndarray = drawn) -> np.ndarray:
            return drawn[list(given[-1])].copy()

        monkeypatch.setattr(module, "_values", values)
        strategies = {"points": {}, "none": NONE}
        until = sim.StoppingRule(half_width=0.5, first=10)
        found = sim.compare(small, strategies, measure="profit", replications=until, where=HERE)
        row = found.pairs.iloc[0]
        held += bool(row["low"] <= 0 <= row["high"])
    z = (held - 0.95 * tries) / math.sqrt(tries * 0.95 * 0.05)
    assert abs(z) < 4, f"{held} of {tries}"
