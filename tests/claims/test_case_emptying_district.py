"""The emptying district (C4): who moves out of reach can be followed; who leaves the market cannot be kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.moved_away import moved_away
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

RENT = "firms.Corner.departments.branches.rent.suburb"


def opens(week: float) -> dict[str, Any]:
    """Corner opens in the suburb."""
    branch = {"at": week, "district": "suburb", "presence": 1, "cost": 15_000}
    return {"firms.Corner.departments.branches.changes": [branch]}


WORLDS: dict[str, dict[str, Any]] = {
    "peace": {"shocks": []},
    "nothing": {},
    "follows": opens(60),
    "goes first": opens(26),
    "kind": {"firms.Corner.offer.service": 0.95},
    "dear": {**opens(26), RENT: 6_000},
}


@pytest.fixture(scope="module")
def worlds() -> dict[str, Results]:
    return {name: simulate(load("emptying_district").but(but), log="exits") for name, but in WORLDS.items()}


def gone(results: Results, column: str) -> np.ndarray:
    table = moved_away(results)
    return np.asarray(table[table["firm"] == "Corner"][column], dtype=float)


def earned(results: Results) -> np.ndarray:
    table = profit(results)
    return np.asarray(table[table["firm"] == "Corner"]["profit"])


def test_most_of_those_who_moved_away_are_only_out_of_reach(worlds: dict[str, Results]) -> None:
    assert gone(worlds["peace"], "out_of_reach").sum() == 0
    assert gone(worlds["nothing"], "out_of_reach").mean() > gone(worlds["nothing"], "out_of_market").mean()


def test_following_pays_and_going_first_pays_more(worlds: dict[str, Results]) -> None:
    nothing, follows, first = (earned(worlds[name]) for name in ("nothing", "follows", "goes first"))
    assert interval(follows - nothing).low > 0 and interval(first - follows).low > 0
    assert gone(worlds["goes first"], "out_of_reach").sum() == 0


def test_kinder_service_does_not_keep_those_who_move(worlds: dict[str, Results]) -> None:
    """More customers are there to be lost, and as large a part of them is."""
    assert gone(worlds["kind"], "out_of_reach").mean() > 0.95 * gone(worlds["nothing"], "out_of_reach").mean()


def test_going_first_loses_where_the_rent_is_too_high(worlds: dict[str, Results]) -> None:
    assert interval(earned(worlds["dear"]) - earned(worlds["nothing"])).high < 0
