"""Toshiba's line: 29 kinds in small lots, much variety and little stock, because it is set up anew in no time (B3)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.orders import orders, stock
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 5
WEEKS = 104
FLEXIBLE, RIGID = "Flexible Line", "Rigid Line"
FAST, SLOW = (f"firms.{firm}.departments.production_line" for firm in (FLEXIBLE, RIGID))
WORLDS: dict[str, dict[str, object]] = {
    "as it is": {},
    "small lots, long set-ups": {f"{SLOW}.lot": 15},
    "set up in half an hour": {f"{SLOW}.setup_hours": 0.5, f"{SLOW}.lot": 15},
    "flexible, set up in 16 hours": {f"{FAST}.setup_hours": 16.0},
}


@lru_cache
def world(name: str) -> Results:
    return simulate(load("toshiba_flexible_line").but(WORLDS[name], horizon=WEEKS), replications=REPLICATIONS)


def short(name: str, firm: str) -> np.ndarray:
    """Part of orders that found none of their kind, by replication."""
    table = orders(world(name)).query("firm == @firm")
    return ((table["lost"] + table["another"]) / table["orders"]).to_numpy()


def held(name: str, firm: str) -> np.ndarray:
    """Mean units in stock, by replication."""
    table = stock(world(name)).query("firm == @firm")
    return table.groupby(["replication", "week"])["stock"].sum().groupby("replication").mean().to_numpy()


def left_over(name: str, firm: str) -> np.ndarray:
    """Units written off, by replication."""
    return stock(world(name)).query("firm == @firm").groupby("replication")["surplus"].sum().to_numpy(dtype=float)


def earned(name: str, firm: str) -> np.ndarray:
    return profit(world(name)).query("firm == @firm")["profit"].to_numpy()


def test_the_flexible_line_has_more_of_what_is_asked_for_with_less_in_stock() -> None:
    name = "as it is"
    assert interval(0.2 * short(name, RIGID) - short(name, FLEXIBLE)).low > 0
    assert interval(0.4 * held(name, RIGID) - held(name, FLEXIBLE)).low > 0
    assert interval(left_over(name, RIGID) - left_over(name, FLEXIBLE)).low > 0
    assert interval(earned(name, FLEXIBLE) - earned(name, RIGID)).low > 0


def test_all_twenty_nine_kinds_are_made_every_year() -> None:
    table = stock(world("as it is")).query("firm == @FLEXIBLE")
    assert table["kind"].nunique() == 29
    assert (table.groupby(["replication", "kind", table["week"] // 52])["made"].sum() > 0).all()


def test_small_lots_without_short_set_ups_swamp_the_machine() -> None:
    assert interval(short("small lots, long set-ups", RIGID) - 3 * short("as it is", RIGID)).low > 0
    assert interval(short("flexible, set up in 16 hours", FLEXIBLE) - 20 * short("as it is", FLEXIBLE)).low > 0


def test_short_set_ups_alone_bring_small_lots_within_reach() -> None:
    assert interval(0.3 * short("as it is", RIGID) - short("set up in half an hour", RIGID)).low > 0
    assert interval(earned("set up in half an hour", RIGID) - earned("as it is", RIGID)).low > 0
