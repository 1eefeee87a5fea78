"""A run in a lesson: how long a class waits."""

from __future__ import annotations

from statistics import median

from benchmarks.markets import everyday_market
from benchmarks.measure import Line, at_most, by_turns
from sim.results.simulate import simulate


def lines(quick: bool) -> list[Line]:
    """Seconds of a warm run of 2,000 customers, three firms and two years."""
    market = everyday_market(2_000, 104)
    (taken,) = by_turns([lambda: simulate(market)], 5 if quick else 21)
    return [at_most("2,000 customers x 3 firms x 104 weeks, warm", 0.1, median(taken.wall), "s")]
