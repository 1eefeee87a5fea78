"""Accounts of one firm over the weeks as bands, one for each station, the furthest at the bottom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, label_ends
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, FAINT, GREY, INK, SKY
from sim.registry import unknown
from sim.results.event_filters import select_events
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

SHADES = ((FAINT, INK, ".."), (SKY, "#2b7fae", ""), (BLUE, BLUE, "//"), ("#00304d", "#00304d", ""))
"""Fill, colour of the name, and hatch of each station, from the first to the furthest: darker is nearer."""


def bands_chart(
    results: Results, table: pd.DataFrame, column: str, claim: Callable[[str, pd.DataFrame], str], *,
    axes: Axes | None, firm: str | None,
) -> Figure:  # fmt: skip
    """Bands of a firm's accounts by station; the firm in focus, unless named. ``claim`` makes the headline of its name
    and the means. Raises ``ValueError`` for a firm that is not there."""
    if firm is not None and firm not in results.names.firms:
        raise ValueError(unknown("firm", firm, results.names.firms))
    name, axes = firm or results.scenario.focal_firm, canvas(axes)
    means = _bands(axes, results, table, column, name)
    headline(axes, claim(firm_words(results)[results.names.firms.index(name)], means))
    return figure_of(axes)


def _bands(axes: Axes, results: Results, table: pd.DataFrame, column: str, firm: str) -> pd.DataFrame:
    """Draw the mean number of a firm's accounts at each station, and when managers left where there is one replication.

    ``table`` has the columns replication, week, firm, ``column`` and accounts. Returns the means, a column per station.
    """
    mine = table[table["firm"] == firm]
    means = mine.groupby(["week", column], observed=False)["accounts"].mean().unstack()
    weeks = np.minimum(means.index.to_numpy(dtype=float) + 1, results.scenario.horizon)
    stations = [str(name) for name in means.columns]
    floor, ends = np.zeros(len(means)), []
    for place in reversed(range(len(stations))):
        fill, ink, hatch = SHADES[place]
        top = floor + means[stations[place]].to_numpy(dtype=float)
        axes.fill_between(weeks, floor, top, facecolor=fill, hatch=hatch, edgecolor="white", linewidth=0.4)
        ends.append((float(floor[-1] + top[-1]) / 2, f"{stations[place]} {top[-1] - floor[-1]:.0f}", ink))
        floor = top
    highest = max(1.0, float(floor.max()))
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylim(0, highest * 1.12)
    label_ends(axes, ends)
    if len(results.runs) == 1:
        rows = select_events(results.runs[0], ("manager",))
        left = results.names.words.index("left") if "left" in results.names.words else -2
        gone = rows[(rows["cause"] == left) & (rows["customer"] < 0)]
        gone = gone[gone["firm"] == results.names.firms.index(firm)]
        axes.plot(
            gone["time"], np.full(len(gone), highest * 1.06), marker="v", linestyle="none", color=GREY, markersize=6
        )
    axes.set_ylabel("accounts")
    marks = "▾ a manager leaves" if len(results.runs) == 1 else f"mean of {len(results.runs)} replications"
    axes.set_xlabel(f"week · {marks}")
    return means
