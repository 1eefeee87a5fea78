"""Only delight makes a bond of its own (A13, second half), where the scenario says that it does."""

from __future__ import annotations

import math
from functools import lru_cache

import pytest

from sim.metrics.retention.satisfaction_loyalty import loyalty_by_service
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from tests.parity.comparing import both_schedulers

FEWER = {"population.segments.guests.size": 2000}


@lru_cache
def cafes(delight: bool) -> Results:
    market = load("flat_middle").but(FEWER)
    return simulate(market.but({"behaviour.delight": {}}) if delight else market)


def left(firm: str, cause: str, delight: bool) -> tuple[float, float]:
    """Logarithm of exits per customer-week over a cause and its standard error, Poisson."""
    table = loyalty_by_service(cafes(delight), since=26).set_index("firm")
    return math.log(table.loc[firm, f"{cause}_rate"]), 1 / math.sqrt(table.loc[firm, f"{cause}_exits"])


@pytest.mark.parametrize("cause", ["offer", "service"])
def test_the_delighted_leave_less_even_for_a_better_offer(cause: str) -> None:
    (without, error), (with_it, other) = left("Delightful", cause, False), left("Delightful", cause, True)
    assert without - with_it > 4 * math.hypot(error, other)


@pytest.mark.parametrize("firm", ["Passable", "Decent", "Good"])
def test_the_merely_satisfied_go_for_it_as_before(firm: str) -> None:
    assert abs(left(firm, "offer", True)[0] - left(firm, "offer", False)[0]) < 0.05


@pytest.mark.slow
def test_a_bond_so_made_fades_alike_in_both_schedulers() -> None:
    small = load("flat_middle").but({"population.segments.guests.size": 30, "behaviour.delight": {}}, horizon=40.0)
    without = small.but({"behaviour.delight": {"gain": 0.0}})
    rows = [both_schedulers(market).runs[0].rows for market in (small, without)]
    assert len(rows[0]) != len(rows[1]) or (rows[0] != rows[1]).any(), "delight changes nothing"
