"""Early buyers of a new device, unhappy with its service: mending it and a club keep more of them (C3, B2)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.value.profit import profit
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

pytestmark = pytest.mark.slow

REPLICATIONS = 6
MENDED = 40
TWO_YEARS = 104.0

LEFT_AS_IT_IS = {"shocks.offer.lasts": None}
NO_CLUB = {"firms.Lumen.programmes": []}
PLAIN_DESK = {"firms.Lumen.departments.service_desk.servers": 1, "firms.Lumen.departments.service_desk.recovery": 0.0}
WORLDS: dict[str, dict[str, object]] = {
    "all measures": {},
    "nothing done": {**LEFT_AS_IT_IS, **NO_CLUB, **PLAIN_DESK},
    "club alone": {**LEFT_AS_IT_IS, **PLAIN_DESK},
    "mended alone": {**NO_CLUB, **PLAIN_DESK},
    "mended and club": PLAIN_DESK,
    "never unhappy": {"shocks": []},
    "never unhappy, nothing done": {"shocks": [], **NO_CLUB, **PLAIN_DESK},
}


@lru_cache
def world(name: str) -> Results:
    asked = load("electronics_launch").but(WORLDS[name], horizon=TWO_YEARS)
    return simulate(asked, replications=REPLICATIONS)


def kept(name: str) -> np.ndarray:
    """Part of those who first bought from Lumen before it mended its ways who are its customers after two years."""
    results = world(name)
    found = []
    for run in results.runs:
        here = run.rows[run.rows["firm"] == 0]
        came, went = (here[here["event"] == RANK[event]] for event in ("acquisition", "exit"))
        early = np.unique(came["customer"][came["time"] < MENDED])
        standing = np.zeros(results.scenario.population.size)
        np.add.at(standing, came["customer"], 1)
        np.subtract.at(standing, went["customer"], 1)
        found.append(standing[early].mean())
    return np.array(found)


def left_for_service(name: str) -> np.ndarray:
    table = exits(world(name), MENDED).query("firm == 'Lumen' and cause == 'service'")
    return table["exits"].to_numpy(dtype=float)


def test_mending_and_a_club_each_keep_early_buyers_and_both_keep_more() -> None:
    both = kept("mended and club")
    for measure in ("mended alone", "club alone"):
        assert interval(kept(measure) - kept("nothing done")).low > 0
        assert interval(both - kept(measure)).low > 0


def test_fewer_leave_for_the_service_once_it_is_mended() -> None:
    assert interval(left_for_service("mended alone") - left_for_service("nothing done")).high < 0


def test_where_nobody_was_unhappy_the_same_measures_keep_fewer() -> None:
    needed = kept("all measures") - kept("nothing done")
    not_needed = kept("never unhappy") - kept("never unhappy, nothing done")
    assert interval(needed - not_needed).low > 0


def test_more_care_at_the_desk_costs_more_than_it_brings() -> None:
    """A finding: answers given sooner keep few here, for most of the wait is the night and the Sunday."""
    with_care, without = (
        profit(world(name)).query("firm == 'Lumen'")["profit"].to_numpy()
        for name in ("all measures", "mended and club")
    )
    assert interval(with_care - without).high < 0
