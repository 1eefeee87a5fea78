"""A tick that changes nothing a customer reads costs nothing: weekly ticks against ticks 13 weeks apart."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.markets import quiet_market
from benchmarks.measure import Line, at_most, by_turns, ratio
from sim.results.simulate import RunOptions, simulate


def lines(quick: bool) -> list[Line]:
    """Ratios of processor time of runs with the same log: nothing can drift, or a club is open to nobody."""
    size, turns = (10_000, 7) if quick else (10_000, 15)
    told = []
    for club, why in ((False, "nothing can drift"), (True, "a club is open, nobody is in it")):
        markets = [quiet_market(size, 104, tick=tick, club=club) for tick in (1.0, 13.0)]
        weekly, rare = (simulate(market).runs[0].rows for market in markets)
        if not np.array_equal(weekly[weekly["customer"] >= 0], rare[rare["customer"] >= 0]):
            raise AssertionError("the two runs should have the same log; one of the ticks changes something")
        often, seldom = by_turns([partial(simulate, market, watch=RunOptions(threads=1)) for market in markets], turns)
        told.append(at_most(f"idle ticks, weekly / every 13 weeks: {why}", 1.05, ratio(often.work, seldom.work), "x"))
    return told
