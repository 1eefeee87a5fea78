"""How the lead time of a line that makes to order depends on the size of its lots."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import listed
from sim.charts.style.palette import BLUE, VERMILION
from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.orders import orders
from sim.results.results import Results

DAYS = 7.0


@house_style()
def lot_size_chart(runs: Mapping[int, Results], axes: Axes | None = None, since: float = 0.0) -> Figure:
    """Mean lead time of the firm in focus by lot size, with its 95% interval: short lots drown in set-ups, long ones
    wait to be filled (Karmarkar 1987).

    ``runs``: the same market for each lot size. Orders given before ``since`` (weeks) are left out. Raises
    ``ValueError`` for fewer than two lot sizes, ``IncompleteLogError`` for a log without purchases.
    """
    if len(runs) < 2:
        raise ValueError(f"{len(runs)} lot size given; a curve needs runs of two or more")
    lots = sorted(runs)
    days = {lot: _days(runs[lot], since) for lot in lots}
    found = [interval(days[lot]) for lot in lots]
    axes = canvas(axes)
    means = np.array([one.mean for one in found])
    reach = np.array([[one.mean - one.low, one.high - one.mean] for one in found]).T
    axes.errorbar(lots, means, yerr=np.nan_to_num(reach), color=BLUE, marker="o", linewidth=2, capsize=3)
    best = lots[int(np.nanargmin(means))]
    soonest = [lot for lot in lots if lot == best or _may_be_as_soon(days[lot], days[best])]
    axes.plot(
        soonest, [means[lots.index(lot)] for lot in soonest], linestyle="none", marker="o", markersize=11,
        color=VERMILION, zorder=5,
    )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(lots, [str(lot) for lot in lots])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel("units in a lot")
    axes.set_ylabel("mean days from order to delivery")
    headline(axes, _claim(soonest, float(means[lots.index(best)]), len(days[best])))
    return figure_of(axes)


def _days(results: Results, since: float) -> NDArray[np.float64]:
    """Mean days from order to delivery at the firm in focus, by replication."""
    table = orders(results, since)
    mine = table[table["firm"] == results.scenario.focal_firm]
    return DAYS * mine["mean_lead_weeks"].to_numpy(dtype=float)


def _may_be_as_soon(days: NDArray[np.float64], best: NDArray[np.float64]) -> bool:
    """Whether chance alone could explain that the best is better: the paired interval of the difference holds 0."""
    return len(days) == len(best) > 1 and not interval(days - best).low > 0


def _claim(soonest: list[int], days: float, replications: int) -> str:
    said = listed([str(lot) for lot in soonest])
    if replications == 1:
        return f"In this run lots of {said} were soonest delivered, after {days:.1f} days on average"
    alike = "; chance alone could explain the difference between them" if len(soonest) > 1 else ""
    return f"Lots of {said} are soonest delivered, after {days:.1f} days on average{alike}"
