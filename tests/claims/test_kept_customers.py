"""What old customers are worth by closed forms and in a control: the markets are made for it (A12)."""

from __future__ import annotations

import math

import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.retention.retention import retention_uplift
from sim.metrics.value.profit import repeat_profit
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.worlds import world

YEAR = 52


def test_where_nothing_is_learned_and_nothing_binds_the_same_customers_bring_no_more() -> None:
    """The control: rates of her own that never change, and an order that always costs the same."""
    asked = world(
        {"size": 3000, "purchase_rate": {"family": "gamma", "shape": 2, "mean": 0.2}, "first_purchase": "on_arrival"},
        [{"name": "Only", "departments": [{"kind": "cost_to_serve", "cost": 4.0, "learned": 1.0}]}],
        horizon=208.0, behaviour={"satisfaction_step": 0.0},
        exits={"preset": "none", "rows": [{"name": "market", "base": 0.005}]},
    )  # fmt: skip
    table = repeat_profit(simulate(asked, seed=3, replications=8))
    later = table[table["tenure"] == 3]
    assert interval(later["same_lift"]).low < 0 < interval(later["same_lift"]).high
    assert abs(interval(later["same_lift"]).mean) < 0.02


def keeping(a_year: float, years: float) -> Scenario:
    """One firm that keeps this part of its customers a year, all of whom are there from the start."""
    return world(
        {"size": 2000, "purchase_rate": 0.25, "first_purchase": "on_arrival"}, [{"name": "Only"}],
        horizon=YEAR * years, behaviour={"satisfaction_step": 0.0},
        exits={"preset": "none", "rows": [{"name": "away", "base": -math.log(a_year) / YEAR}]},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "more"),
    [(0.85, 0.90), *(pytest.param(*each, marks=pytest.mark.slow) for each in ((0.70, 0.75), (0.90, 0.95)))],
)
def test_five_points_more_kept_are_worth_what_the_formula_says(kept: float, more: float) -> None:
    years, discount = 15.0, 0.1
    worlds = [simulate(keeping(part, years), seed=5, replications=6) for part in (more, kept)]
    found = retention_uplift(*worlds, discount).iloc[0]
    delta = math.log1p(discount)

    def value(part: float) -> float:
        rate = -math.log(part) + delta
        return 1.0 + 0.25 * YEAR * (1.0 - math.exp(-rate * years)) / rate

    assert found["retention"] - found["retention_without"] == pytest.approx(0.05, abs=0.01)
    assert found["value_uplift"] == pytest.approx(value(more) / value(kept) - 1, abs=0.02)


@pytest.mark.slow
def test_in_its_first_years_a_firm_earns_far_less_than_a_quarter_more_by_it() -> None:
    found = [
        retention_uplift(*(simulate(keeping(part, years), seed=5, replications=6) for part in (0.9, 0.85))).iloc[0]
        for years in (1.0, 3.0, 15.0)
    ]
    assert found[0]["high"] < 0.05 and found[1]["high"] < 0.12
    assert found[2]["low"] > 0.25
