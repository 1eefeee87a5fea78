"""Loyalty against satisfaction: steep, flat, rising again; and what no satisfaction prevents."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.palette import BLUE, FAINT, INK, ORANGE
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.retention.loyalty_by_service import loyalty_by_service
from sim.metrics.retention.satisfaction_loyalty import satisfaction_loyalty
from sim.results.results import Results

MIDDLE = (0.35, 0.65)
"""Where the curve is flat; its slope there is less than half of what it is beyond."""


@house_style()
def satisfaction_chart(results: Results, axes: Axes | None = None, since: float = 0.0) -> Figure:
    """The part of customers who would stay for a year, by their satisfaction.

    The upper line is what the rules say of a customer of average traits whom only the service can drive away, the
    lower one with better offers elsewhere too. Marks are what the run shows from the week ``since`` on, one firm each,
    at its service level; moving away is left out. They lie off the line where satisfaction has not yet come to the
    service level, and where those who mind most have left.
    """
    curve = satisfaction_loyalty(results, 100)
    curve = curve[curve["firm"] == results.scenario.focal_firm]
    seen = loyalty_by_service(results, since)
    axes = canvas(axes, height=4.2)
    axes.axvspan(*MIDDLE, color=FAINT, alpha=0.5, linewidth=0)
    served, all_of = _stays(curve["service"]), curve["stays"].to_numpy()
    grid = curve["satisfaction"].to_numpy()
    axes.fill_between(grid, 100 * all_of, 100 * served, color=ORANGE, alpha=0.25, linewidth=0)
    axes.plot(grid, 100 * served, color=BLUE, linewidth=2.2)
    axes.plot(grid, 100 * all_of, color=ORANGE, linewidth=2.2, linestyle=(0, (5, 1)))
    axes.plot(seen["service"], 100 * _stays(seen["service_rate"]), "o", color=BLUE, markersize=6, markeredgecolor="w")
    axes.plot(seen["service"], 100 * seen["stays"], "s", color=ORANGE, markersize=6, markeredgecolor="w")
    axes.text(sum(MIDDLE) / 2, 4, "the flat middle", ha="center", fontsize=8.5, color=INK)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 102)
    axes.set_xlabel("satisfaction (marks: service level of a firm in the run)")
    axes.set_ylabel("would stay for a year, %")
    add_legend(
        axes,
        [
            Line2D([], [], color=BLUE, marker="o", label="if only the service drove her away"),
            Line2D([], [], color=ORANGE, marker="s", linestyle=(0, (5, 1)), label="if better offers did, too"),
            Patch(facecolor=ORANGE, alpha=0.25, label="leave for a better offer"),
        ],
        2,
    )
    headline(axes, _claim(grid, served, all_of))
    return figure_of(axes)


def _stays(rates: pd.Series[float]) -> np.ndarray:
    return np.asarray(np.exp(-WEEKS_A_YEAR * rates.to_numpy(dtype=float)))


def _claim(grid: np.ndarray, served: np.ndarray, all_of: np.ndarray) -> str:
    flat, below = (np.interp(places, grid, served) for places in (MIDDLE, (MIDDLE[0] - 0.3, MIDDLE[0])))
    lost = float(served[-1] - all_of[-1])
    middle, low = (f"{start:.2g} to {end:.2g}" for start, end in (MIDDLE, (MIDDLE[0] - 0.3, MIDDLE[0])))
    told = (
        f"In the middle ({middle}) more satisfaction keeps {100 * (flat[1] - flat[0]):.0f} in 100, "
        f"below it ({low}) {100 * (below[1] - below[0]):.0f}"
    )
    return told + (
        f"; of the delighted, {100 * lost:.0f} in 100 still leave for a better offer" if lost > 0.005 else ""
    )
