"""Winning against keeping, old customers against new, word of mouth, and the flat middle (A12, A13, A16)."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.customer_base.told import told
from sim.metrics.retention.retention import retention_uplift
from sim.metrics.retention.satisfaction_loyalty import loyalty_by_service, satisfaction_loyalty
from sim.metrics.value.acquisition_cost import acquisition_cost, acquisition_to_keeping, incremental_acquisition_cost
from sim.metrics.value.profit import repeat_profit
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.firm.departments.communication import CHANNELS
from sim.scenario.scenario import Scenario
from tests.worlds import world

YEAR = 52
FIELDS = [word.replace(" ", "_") for word in CHANNELS]


@lru_cache
def market(budget: float, unit: float = 1.0) -> Results:
    """The five channels with so many times the money at Chorus."""
    asked = load("five_channels")
    speaking = asked.firms[0].departments[0]
    plan = {f"firms.Chorus.departments.communication.{name}.spend": budget * getattr(speaking, name).spend
            for name in FIELDS}  # fmt: skip
    return simulate(asked.but(plan), replications=10)


def chorus(budget: float, metric: object, column: str) -> np.ndarray:
    table = metric(market(budget), YEAR)  # type: ignore[operator]
    return table.loc[table["firm"] == "Chorus", column].to_numpy()


def test_winning_is_four_to_six_times_keeping_at_one_budget_and_not_at_others() -> None:
    small, middle, large = (interval(chorus(b, acquisition_to_keeping, "ratio")) for b in (0.125, 0.5, 2.0))
    assert small.high < 4 < middle.low < middle.high < 6 < large.low


def test_one_who_would_not_have_come_costs_many_times_the_average() -> None:
    average = float(chorus(1.0, acquisition_cost, "acquisition_cost").mean())
    more = incremental_acquisition_cost(market(1.0), market(0.0), YEAR).iloc[0]
    assert more["low"] > 2.5 * average
    assert more["more_acquisitions"] > 200


def test_the_last_ones_won_cost_more_than_the_first() -> None:
    first = incremental_acquisition_cost(market(0.5), market(0.0), YEAR).iloc[0]
    last = incremental_acquisition_cost(market(4.0), market(2.0), YEAR).iloc[0]
    assert last["low"] > 3 * first["high"]


def test_the_choir_wins_more_than_the_soloist_for_the_same_money() -> None:
    runs = market(1.0).runs
    won = np.array([run.weekly[YEAR:, :, RANK["acquisition"], 0].sum(axis=0) for run in runs])
    spent = np.array([run.weekly[..., RANK["communication"], 1].sum(axis=0) for run in runs])
    assert (spent[:, 0] == spent[:, 1]).all() and (spent[:, 2] == 0).all()
    assert interval(won[:, 0] - won[:, 1]).low > 0
    assert interval(won[:, 1] - won[:, 2]).low > 0


def test_old_customers_bring_more_and_much_of_it_is_who_stays() -> None:
    table = repeat_profit(market(1.0))
    third = table[(table["firm"] == "Chorus") & (table["tenure"] == 3)]
    seen, same = interval(third["lift"]), interval(third["same_lift"])
    assert 0.2 < seen.mean < 0.8 and seen.low > 0
    assert same.low > 0
    assert interval(third["lift"].to_numpy() - third["same_lift"].to_numpy()).low > 0


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


@pytest.mark.parametrize(("kept", "more"), [(0.85, 0.90), (0.70, 0.75), (0.90, 0.95)])
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


def test_in_its_first_years_a_firm_earns_far_less_than_a_quarter_more_by_it() -> None:
    found = [
        retention_uplift(*(simulate(keeping(part, years), seed=5, replications=6) for part in (0.9, 0.85))).iloc[0]
        for years in (1.0, 3.0, 15.0)
    ]
    assert found[0]["high"] < 0.05 and found[1]["high"] < 0.12
    assert found[2]["low"] > 0.25


@lru_cache
def dentists(talk: bool) -> Results:
    asked = load("word_of_mouth")
    return simulate(asked if talk else asked.but({"behaviour.word_of_mouth": None}), replications=6)


def test_good_service_wins_patients_only_where_people_talk() -> None:
    won, alone = (
        np.array([run.weekly[YEAR:, :, RANK["acquisition"], 0].sum(axis=0) for run in dentists(talk).runs])
        for talk in (True, False)
    )
    assert interval(won[:, 0] - won[:, 2]).low > 0
    assert interval(alone[:, 0] - alone[:, 2]).mean < 0.25 * interval(won[:, 0] - won[:, 2]).mean
    assert interval((won - alone)[:, 0]).low > 0 > interval((won - alone)[:, 2]).high


def test_most_of_two_hundred_and_fifty_acquaintances_are_never_told() -> None:
    assert (told(dentists(True))["never_told"] > 0.95).all()


@lru_cache
def cafes(price_outside: float) -> Results:
    """Twice as many guests as ship, so that rates are known well enough."""
    many = {"outside.price": price_outside, "population.segments.guests.size": 4000}
    return simulate(load("flat_middle").but(many), replications=2)


def left(firm: str, cause: str, price_outside: float = 0.92) -> tuple[float, float]:
    """Logarithm of exits per customer-week and its standard error, Poisson."""
    table = loyalty_by_service(cafes(price_outside), since=26).set_index("firm")
    return math.log(table.loc[firm, f"{cause}_rate"]), 1 / math.sqrt(table.loc[firm, f"{cause}_exits"])


def steps(*firms: str) -> list[tuple[float, float]]:
    """By how much exits over the service fall per tenth of service, from each of these firms to the next."""
    level = {firm.name: firm.offer.service for firm in load("flat_middle").firms}
    found = []
    for low, high in pairwise(firms):
        (a, error), (b, other) = left(low, "service"), left(high, "service")
        tenths = 10 * (level[high] - level[low])
        found.append(((a - b) / tenths, math.hypot(error, other) / tenths))
    return found


def test_the_middle_is_flat_in_a_run_and_both_ends_are_steep() -> None:
    low, flat, high = steps("Dreadful", "Poor")[0], steps("Middling", "Decent")[0], steps("Good", "Delightful")[0]
    for end in (low, high):
        assert end[0] - 2 * flat[0] > 4 * math.hypot(end[1], 2 * flat[1])
    assert flat[0] > 4 * flat[1], "flat, yet not level"


def test_the_satisfied_leave_for_a_better_offer_like_anyone() -> None:
    (delighted, error), (passable, other) = left("Delightful", "offer"), left("Passable", "offer")
    assert abs(delighted - passable) < 4 * math.hypot(error, other)
    (alike, third) = left("Delightful", "offer", 1.0)
    expected = 6 * -math.log(0.92)
    assert abs(delighted - alike - expected) < 4 * math.hypot(error, third)
    assert left("Delightful", "service")[0] < delighted


def test_the_run_follows_the_curve_of_the_rules() -> None:
    curve = satisfaction_loyalty(cafes(0.92), 100).query("firm == 'Passable'")
    for firm in ("Middling", "Passable", "Decent", "Good"):
        service = loyalty_by_service(cafes(0.92), since=26).set_index("firm").loc[firm]
        expected = np.interp(service["service"], curve["satisfaction"], curve["service"])
        assert service["service_rate"] == pytest.approx(expected, rel=0.12)
