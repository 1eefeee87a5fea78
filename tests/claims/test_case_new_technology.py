"""A substitute overtakes (C5): exits for technology rise with what customers want and rivals sell, and fall again."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

ADOPTS = "firms.Silver.departments.technology.adopts"
TAKES_UP = {"invention": "digital camera", "takes": 39, "success": 0.8, "cost": 40_000, "running_cost": 150}
WORLDS: dict[str, dict[str, Any]] = {
    "never": {},
    "early": {ADOPTS: [{**TAKES_UP, "at": 26}]},
    "late": {ADOPTS: [{**TAKES_UP, "at": 156}]},
    "nobody": {f"firms.{rival}.departments.technology.adopts": [] for rival in ("Pixel", "Lens")},
}


@pytest.fixture(scope="module")
def worlds() -> dict[str, Results]:
    return {name: simulate(load("new_technology").but(but), log="exits") for name, but in WORLDS.items()}


def lost(results: Results, since: float = 0.0, until: float | None = None) -> np.ndarray:
    table = exits(results, since, until)
    ours = table[(table["firm"] == "Silver") & (table["cause"] == "technology")]
    return np.asarray(ours["exits"], dtype=float)


def earned(results: Results) -> np.ndarray:
    table = profit(results)
    return np.asarray(table[table["firm"] == "Silver"]["profit"])


def test_exits_for_technology_rise_with_adoption_and_then_fall(worlds: dict[str, Results]) -> None:
    """Half-years of the firm that never takes it up: a hump, whose top is ten times the first and which ends lower."""
    by_half_year = [lost(worlds["never"], start, start + 26.0).mean() for start in range(0, 312, 26)]
    top = int(np.argmax(by_half_year))
    assert 4 <= top <= 9 and by_half_year[top] > 10 * by_half_year[0]
    assert by_half_year[-1] < 0.95 * by_half_year[top]
    assert all(later > earlier for earlier, later in pairwise(by_half_year[:6]))


def test_where_nobody_sells_it_nobody_leaves_for_it(worlds: dict[str, Results]) -> None:
    assert lost(worlds["nobody"], 78.0).mean() < 0.15 * lost(worlds["never"], 78.0).mean()


def test_taking_it_up_early_keeps_most_of_the_profit(worlds: dict[str, Results]) -> None:
    early, never, nobody = (earned(worlds[name]) for name in ("early", "never", "nobody"))
    assert interval(early - never).low > 0 and interval(nobody - early).low > 0
    assert lost(worlds["early"]).mean() < 0.25 * lost(worlds["never"]).mean()


def test_taking_it_up_late_keeps_customers_but_does_not_pay(worlds: dict[str, Results]) -> None:
    """A finding: after three years most of those who mind have left, and its cost is not earned back by week 312."""
    assert lost(worlds["late"]).mean() < 0.75 * lost(worlds["never"]).mean()
    assert interval(earned(worlds["late"]) - earned(worlds["never"])).low < 0
    assert interval(earned(worlds["early"]) - earned(worlds["late"])).low > 0
