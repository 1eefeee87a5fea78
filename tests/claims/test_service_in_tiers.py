"""Service in tiers (A11): a fifth of customers bring most, and it pays to answer them first."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.waits import waits, waits_by_tier
from sim.metrics.retention.churn import churn_by_tier
from sim.metrics.value.profit import concentration, profit
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

PRIORITY = "firms.Parity.departments.service_desk.priority"


@pytest.fixture(scope="module")
def tiered() -> Results:
    return simulate(load("service_in_tiers"))


@pytest.fixture(scope="module")
def alike() -> Results:
    return simulate(load("service_in_tiers").but({PRIORITY: "none"}))


def at_parity(table: object, column: str) -> np.ndarray:
    return np.asarray(table[table["firm"] == "Parity"][column])  # type: ignore[index]


def test_a_fifth_of_customers_bring_most(alike: Results) -> None:
    assert interval(at_parity(concentration(alike), "share_of_best")).low > 0.6


def test_it_pays_to_answer_them_first(tiered: Results, alike: Results) -> None:
    gain = interval(at_parity(profit(tiered), "profit") - at_parity(profit(alike), "profit"))
    assert gain.low > 0


def test_those_of_the_best_tier_leave_less(tiered: Results, alike: Results) -> None:
    def best(results: Results) -> np.ndarray:
        table = churn_by_tier(results)
        return at_parity(table[table["tier"] == "tier 2"], "churn")

    assert interval(best(alike) - best(tiered)).low > 0


def test_those_of_the_best_tier_wait_less_and_the_others_more(tiered: Results, alike: Results) -> None:
    def hours(results: Results, tier: str) -> np.ndarray:
        table = waits_by_tier(results)
        return at_parity(table[table["tier"] == tier], "mean_wait_hours")

    assert interval(hours(alike, "tier 2") - hours(tiered, "tier 2")).low > 0
    assert interval(hours(tiered, "tier 0") - hours(alike, "tier 0")).low > 0


def test_nobody_is_answered_sooner_on_the_whole(tiered: Results, alike: Results) -> None:
    """Priority shares waits out, it makes none shorter: the mean wait differs by less than a tenth."""
    hours = [at_parity(waits(results), "mean_wait_hours").mean() for results in (tiered, alike)]
    assert hours[0] == pytest.approx(hours[1], rel=0.1)


def test_without_tiers_to_reach_priority_does_nothing() -> None:
    """Negative control: where nobody rises, both ways of answering are one world, row for row."""
    plain = load("service_in_tiers").but({"firms.Parity.programmes": []}, replications=1, horizon=52)
    one, other = simulate(plain), simulate(plain.but({PRIORITY: "none"}))
    assert np.array_equal(one.runs[0].rows, other.runs[0].rows)
    assert (one.runs[0].rows["event"] == RANK["answer"]).sum() > 1000
