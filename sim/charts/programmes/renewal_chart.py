"""Renewal of memberships by club events attended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.metrics.programmes.renewals_by_attendance import CLASSES, renewals_by_attendance
from sim.number_text import decimal, percent
from sim.results.results import Results


@house_style()
def renewal_chart(results: Results, axes: Axes | None = None) -> Figure:
    """The part of the members of the firm in focus who renew, by the events they attended in the period that ends.

    Replications taken together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where attendance was not kept.
    """
    focal = results.scenario.focal_firm
    place = results.names.firms.index(focal)
    table = renewals_by_attendance(results)
    counts = table[table["firm"] == focal].groupby("attended", observed=True)[["renewals", "lapses"]].sum()
    counts = counts.reindex(list(CLASSES), fill_value=0)
    decided = (counts["renewals"] + counts["lapses"]).to_numpy(dtype=float)
    rate = np.divide(counts["renewals"].to_numpy(dtype=float), decided, out=np.zeros(len(decided)), where=decided > 0)
    axes = canvas(axes)
    axes.bar(np.arange(len(CLASSES)), rate, width=0.65, color=firm_look(place).colour)
    for at, (height, number) in enumerate(zip(rate, decided, strict=True)):
        said = f"{percent(height)}\nof {decimal(number)}" if number else "nobody"
        axes.annotate(said, (at, height), (0, 3), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(np.arange(len(CLASSES)), CLASSES)
    axes.set_ylim(0, 1.2)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_ylabel("members who renew")
    axes.set_xlabel("club events attended in the period")
    headline(axes, _claim(firm_words(results)[place], rate, decided))
    return figure_of(axes)


def _claim(name: str, rate: np.ndarray, decided: np.ndarray) -> str:
    if not decided.any():
        return f"No membership at {name} came up for renewal"
    seen = pd.Series(rate, index=CLASSES)[decided > 0]
    if len(seen) == 1:
        return f"{percent(float(seen.iloc[0]))} of {name}'s members renew; all attended {seen.index[0]} events"
    low, high = seen.index[0], seen.index[-1]
    return (
        f"Of {name}'s members who attended {low} events {percent(float(seen.iloc[0]))} renew, "
        f"of those with {high} {percent(float(seen.iloc[-1]))}"
    )
