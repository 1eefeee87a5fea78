"""Market shares over the weeks, and where somebody launched or copied a programme."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.event_selection import launches
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.share import share
from sim.metrics.purchasing.weekly_share import weekly_share
from sim.number_text import percent, points
from sim.results.results import Results

SPAN = 4
"""Weeks over which shares are smoothed."""
QUARTER = 13


@house_style()
def share_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Share of purchases of each firm, smoothed over 4 weeks; a star marks a first launch, a dot a copy.

    Several replications give the mean with its 95% band; launches stand at their mean week.
    """
    axes = canvas(axes)
    shares = weekly_share(results, SPAN)
    shares["percent"] = 100 * shares["share_of_purchases"]
    means = firm_curves(axes, results, shares, "percent")
    for place, firm, week, copied in launches(results):
        height = float(np.interp(week, means.index.to_numpy(), means[firm].to_numpy()))
        axes.plot(
            [week],
            [height],
            marker="o" if copied else "*",
            markersize=8 if copied else 14,
            zorder=5,
            color=firm_look(place).colour,
            markeredgecolor="white",
            clip_on=False,
        )
    axes.set_ylabel(f"share of purchases, % (over {SPAN} weeks)")
    axes.set_xlabel(weeks_label(results, "★ launch  ● copy" if launches(results) else ""))
    headline(axes, _claim(results))
    return figure_of(axes)


def _claim(results: Results) -> str:
    focal = results.scenario.focal_firm
    name = firm_words(results)[results.names.firms.index(focal)]
    weeks = results.runs[0].weekly.shape[0]
    span = min(QUARTER, max(weeks // 2, 1))
    if len(results.names.firms) == 1:
        return f"{name} is alone in this market"
    first, last = (_of(share(results, since, until), focal) for since, until in ((0, span), (weeks - span, weeks)))
    change = interval(last - first)
    start, end = percent(float(np.mean(first))), percent(float(np.mean(last)))
    if np.isnan(change.low):
        return f"{name} has {start} of purchases in the first {span} weeks, {end} in the last {span}"
    if change.low <= 0 <= change.high:
        return f"{name} ends about where it began: {start} of purchases at first, {end} at last, within chance"
    verb = "wins" if change.mean > 0 else "loses"
    return f"{name} {verb} {points(change.mean)} of share from the first {span} weeks to the last ({start} to {end})"


def _of(shares: pd.DataFrame, firm: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return shares.loc[shares["firm"] == firm, "share_of_purchases"].to_numpy(dtype=float)
