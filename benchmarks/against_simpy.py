"""The kernel against a plain SimPy model of the same Pareto/NBD market, without news and with news every week."""

from __future__ import annotations

from functools import partial

from benchmarks.markets import pareto_nbd
from benchmarks.measure import Line, at_least, by_turns, ratio, threads
from benchmarks.plain_simpy import shop
from sim.results import Kept
from sim.run import Watch, simulate


def lines(quick: bool) -> list[Line]:
    """Ratios of wall time; the SimPy model keeps a log, too, where the kernel does."""
    size, weeks, turns = (10_000, 26, 3) if quick else (10_000, 52, 7)
    told = []
    for weekly_news, target in ((False, 30.0), (True, 8.0)):
        market = pareto_nbd(size, weeks, weekly_news=weekly_news)
        logs: tuple[Kept, ...] = ("all", "exits")
        kinds = [(log, number) for log in logs for number in sorted({1, threads()})]
        plain = [partial(shop, size, weeks, weekly_news=weekly_news, keep=log == "all") for log in logs]
        kernel = [partial(simulate, market, log=log, watch=Watch(threads=number)) for log, number in kinds]
        seconds = by_turns([*plain, *kernel], turns)
        for (log, number), taken in zip(kinds, seconds[2:], strict=True):
            news = "weekly news" if weekly_news else "no ticks"
            what = f"plain SimPy / kernel, {news}, log {log}, threads: {number}"
            note = f" ({1e3 * sorted(taken)[len(taken) // 2]:.0f} ms)"
            told.append(at_least(what, target, ratio(seconds[logs.index(log)], taken), note))
    return told
