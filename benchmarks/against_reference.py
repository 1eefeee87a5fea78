"""The kernel against the project's own reference, which runs the same rules as plain Python."""

from __future__ import annotations

from benchmarks.markets import everyday_market
from benchmarks.measure import Line, by_turns, ratio, report
from sim.results.simulate import RunOptions, simulate


def lines(quick: bool) -> list[Line]:
    """Ratio of times per event. Each has a market of a size that suits it; the reference would take minutes."""
    few, many, weeks = (40, 4_000, 52) if quick else (100, 10_000, 52)
    small, large = everyday_market(few, weeks), everyday_market(many, weeks)
    slow, fast = by_turns(
        [lambda: simulate(small, scheduler="reference"), lambda: simulate(large, watch=RunOptions(threads=1))], 3
    )
    events = [int(simulate(market).runs[0].weekly[..., 0].sum()) for market in (small, large)]
    found = ratio(slow.work, fast.work) * events[1] / events[0]
    return [report("reference / kernel, 3 firms, 6 causes, 1 thread, time per event", f"{found:,.0f} x")]
