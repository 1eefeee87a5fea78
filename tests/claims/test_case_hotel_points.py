"""Hotel points: they pay the first who has them while rivals sleep, and hold nobody against a lower price (B1)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.purchasing.share import share
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 8
LANTERN = "Lantern"
WAR = (130, 182)
COPIED = 78
"""Week by which both rivals have their points."""

WORLDS: dict[str, dict[str, object]] = {
    "copied": {},
    "sleepy rivals": {"firms.Grand Union.imitation": "never", "firms.Waypoint.imitation": "never"},
    "no points": {"firms.Lantern.programmes": []},
}


@lru_cache
def world(name: str, at_war: bool = True) -> Results:
    asked = load("hotel_points").but(WORLDS[name])
    return simulate(asked if at_war else asked.but(shocks=[]), replications=REPLICATIONS)


def earned(name: str, since: int = 0) -> np.ndarray:
    """Profit beyond the world without points, by replication and firm."""
    with_points, without = (profit(world(w), since)["profit"].to_numpy() for w in (name, "no points"))
    return (with_points - without).reshape(REPLICATIONS, -1)


def test_points_pay_the_first_who_has_them_while_rivals_sleep_and_not_once_copied() -> None:
    assert interval(earned("sleepy rivals")[:, 0]).low > 0
    assert interval(earned("copied")[:, 0]).high < 0


def test_once_all_have_them_they_are_a_burden_on_all() -> None:
    assert all(interval(gained).high < 0 for gained in earned("copied", COPIED).T)


def left_for_price(name: str, at_war: bool) -> np.ndarray:
    table = exits(world(name, at_war), *WAR).query("firm == @LANTERN and cause == 'price'")
    return table["exits"].to_numpy(dtype=float)


def share_lost_to_the_war(name: str) -> np.ndarray:
    peace, war = (
        share(world(name, at_war), *WAR).query("firm == @LANTERN")["share_of_purchases"].to_numpy()
        for at_war in (False, True)
    )
    return peace - war


def test_guests_with_points_leave_for_a_lower_price_all_the_same() -> None:
    for name in ("sleepy rivals", "no points"):
        assert interval(left_for_price(name, True) - 1.5 * left_for_price(name, False)).low > 0
    assert interval(share_lost_to_the_war("sleepy rivals") - 0.75 * share_lost_to_the_war("no points")).low > 0
