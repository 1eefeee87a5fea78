"""What a purchase costs and what a customer costs at a tick that changes something, in the full model."""

from __future__ import annotations

from functools import partial
from statistics import median

import numpy as np

from benchmarks.markets import full_market
from benchmarks.measure import Line, at_most, by_turns, report
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import RunOptions, simulate


def lines(quick: bool) -> list[Line]:
    """The two costs from two runs, with news every week and every 13 weeks: time = purchases × a + visits × b."""
    size, weeks, turns = (5_000, 104, 3) if quick else (10_000, 104, 7)
    ticks = (1.0, 13.0)
    markets = [full_market(size, weeks, tick=tick) for tick in ticks]
    results = [simulate(market) for market in markets]
    times = by_turns([partial(simulate, market, watch=RunOptions(threads=1)) for market in markets], turns)
    seconds = [taken.work for taken in times]
    load = [[purchases(found), visits(found)] for found in results]
    costs = [np.linalg.solve(load, [weekly, rare]) * 1e6 for weekly, rare in zip(*seconds, strict=True)]
    purchase, visit = (median(column) for column in zip(*costs, strict=True))
    speeds = [load[number][0] / median(seconds[number]) / 1e6 for number in range(2)]
    where = "full model, 1 thread"
    return [
        at_most(f"{where}: customer-tick that changes something", 0.4, visit, "µs"),
        at_most(f"{where}: purchase and all that goes with it", 0.5, purchase, "µs"),
        report(f"{where}: purchases a second", f"weekly news {speeds[0]:.2g} M, every 13 weeks {speeds[1]:.2g} M"),
    ]


def purchases(results: Results) -> int:
    """Purchases in the run."""
    return int(results.runs[0].weekly[:, :, RANK["purchase"], 0].sum())


def visits(results: Results) -> int:
    """How often a customer read news: once at each tick after the first, until she moved away."""
    rows, market = results.runs[0].rows, results.scenario
    gone = np.sort(rows["time"][rows["event"] == RANK["moving away"]])
    ticks = np.arange(1, round(market.horizon / market.tick)) * market.tick
    return int((market.population.size - np.searchsorted(gone, ticks)).sum())
