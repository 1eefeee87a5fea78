"""A large market in one process: memory, and time per event against a market of 10,000.

Each run has a process of its own, so that its peak of memory is its own.
``python -m benchmarks.scale 1000000 260 file`` runs one.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.markets import everyday_market
from benchmarks.measure import Line, at_most, child, report
from sim.model.events import RANK
from sim.model.state.initialise import names_of
from sim.model.state.size_guard import size_limits
from sim.results.simulate import RunOptions, simulate
from sim.results.storage.event_log_file import LogFile
from sim.scenario.scenario import Scenario

SMALL = 10_000


def lines(quick: bool) -> list[Line]:
    """Peak of memory and time per event, with the log on disk and with joins and exits only."""
    size, weeks = (100_000, 52) if quick else (1_000_000, 260)
    told = []
    for log, name in (("file", "log on disk"), ("exits", "log exits")):
        small = child("benchmarks.scale", SMALL, weeks, log)
        large = child("benchmarks.scale", size, weeks, log)
        market = f"{size:,} x 3 firms x {weeks} weeks, {name}"
        told += [
            at_most(f"{market}: peak memory", 2.0, large["peak"], "GB"),
            at_most(f"{market}: time per event / at {SMALL:,}", 1.3, large["each"] / small["each"], "x"),
            report(
                f"{market}: events, time",
                f"{large['events'] / 1e6:.1f} M in {large['seconds']:.0f} s, {large['each'] * 1e6:.2g} µs of work each",
            ),
        ]
    return told


def main(size: int, weeks: float, log: str) -> None:
    """Run it in this process; say events, seconds, processor seconds per event, and peak of memory in GB."""
    run(everyday_market(100, weeks), log)
    market = everyday_market(size, weeks)
    seconds = []
    for _ in range(5 if size <= SMALL else 1):
        wall, work = time.perf_counter(), time.process_time()
        events = run(market, log)
        seconds.append((time.process_time() - work, time.perf_counter() - wall))
    work, wall = sorted(seconds)[len(seconds) // 2]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e9
    print(json.dumps({"events": events, "seconds": wall, "each": work / events, "peak": peak}))


def run(market: Scenario, log: str) -> int:
    """Number of events, costs of goods not counted."""
    if log == "exits":
        results = simulate(market, log="exits")
    else:
        with tempfile.TemporaryDirectory() as folder, LogFile(Path(folder), names_of(market)) as file:
            results = simulate(market, watch=RunOptions(event_sink=file))
    counts = results.runs[0].weekly[..., 0].sum(axis=(0, 1))
    return int(counts.sum() - counts[RANK["goods"]])


if __name__ == "__main__":
    with size_limits(events=1e11, memory=1e4):  # the size is what is measured
        main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
