"""The kernel against a plain SimPy model of the same Pareto/NBD market, without news and with news every week."""

from __future__ import annotations

from functools import partial
from statistics import median

from benchmarks.markets import pareto_nbd
from benchmarks.measure import Line, at_least, by_turns, ratio, threads
from benchmarks.plain_simpy import shop
from sim.results.results import LogLevel
from sim.results.simulate import RunOptions, simulate


def lines(quick: bool) -> list[Line]:
    """Ratios of processor time, of wall time with more threads; the SimPy model keeps a log where the kernel does."""
    size, weeks, turns = (10_000, 26, 3) if quick else (10_000, 52, 7)
    told = []
    for weekly_news, target in ((False, 30.0), (True, 8.0)):
        market = pareto_nbd(size, weeks, weekly_news=weekly_news)
        logs: tuple[LogLevel, ...] = ("all", "exits")
        kinds = [(log, number) for log in logs for number in sorted({1, threads()})]
        plain = [partial(shop, size, weeks, weekly_news=weekly_news, keep=log == "all") for log in logs]
        kernel = [partial(simulate, market, log=log, watch=RunOptions(threads=number)) for log, number in kinds]
        times = by_turns([*plain, *kernel], turns)
        for (log, number), taken in zip(kinds, times[2:], strict=True):
            simpy = times[logs.index(log)]
            slow, fast = (simpy.work, taken.work) if number == 1 else (simpy.wall, taken.wall)
            news = "weekly news" if weekly_news else "no ticks"
            what = f"plain SimPy / kernel, {news}, log {log}, threads: {number}"
            told.append(at_least(what, target, ratio(slow, fast), f" ({1e3 * median(fast):.0f} ms)"))
    return told
