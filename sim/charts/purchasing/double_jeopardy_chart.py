"""Small firms are punished twice: fewer buyers, who buy less often."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, spread_labels
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import GREY, firm_look
from sim.metrics.purchasing.double_jeopardy import double_jeopardy
from sim.number_text import percent
from sim.results.results import Results

QUARTER = 13.0
"""Weeks of the window."""


@house_style()
def double_jeopardy_chart(
    results: Results, axes: Axes | None = None, since: float | None = None, until: float | None = None
) -> Figure:
    """Each firm's part of people reached against how often its buyers bought, in a window of weeks.

    The window is the last quarter of the run when none is given.

    The grey curve is Ehrenberg's law, w (1 − b) the same for all; a firm above it has unusually loyal buyers.
    Means over replications. Raises ``IncompleteLogError`` for a log without purchases.
    """
    end = results.scenario.horizon if until is None else until
    start = max(end - QUARTER, 0.0) if since is None else since
    table = double_jeopardy(results, start, end).drop(columns="replication").groupby("firm", observed=True).mean()
    axes = canvas(axes)
    axes.set_xlabel(f"people who bought in weeks {start:.0f} to {end:.0f}, % (penetration, b)")
    axes.set_ylabel("purchases per buyer (w)")
    if not table["frequency"].notna().any():
        headline(axes, f"Nobody bought in weeks {start:.0f} to {end:.0f}")
        return figure_of(axes)
    reached, bought = table["penetration"].to_numpy(), table["frequency"].to_numpy()
    constant = float(np.nanmean(table["frequency_x_not_reached"]))
    span = np.linspace(0, min(float(np.nanmax(reached)) * 1.15, 0.98), 100)
    axes.plot(
        100 * span,
        constant / (1 - span),
        color=GREY,
        linewidth=1.2,
        linestyle="--",
        zorder=1,
        label="w (1 − b) alike for all",
    )
    axes.set_xlim(0, min(115 * float(np.nanmax(reached)), 102))
    top = 1.3 * float(np.nanmax(bought))
    axes.set_ylim(0, top)
    heights = spread_labels([height / top for height in bought], 0.07)
    for place, word in enumerate(firm_words(results)):
        look = firm_look(place)
        axes.plot([100 * reached[place]], [bought[place]], marker=look.marker, markersize=10, color=look.colour)
        axes.annotate(
            word,
            (100 * reached[place], top * heights[place]),
            (-12, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            color=look.colour,
            fontweight="bold",
            fontsize=9,
        )
    axes.legend(loc="lower left")
    small, large = int(np.nanargmin(table["share"])), int(np.nanargmax(table["share"]))
    words = firm_words(results)
    told = [
        f"{words[place]}, with {percent(table['share'].iloc[place])} of purchases, reached {percent(reached[place])} "
        f"of people, who bought {bought[place]:.1f} times"
        for place in dict.fromkeys((large, small))
    ]
    headline(axes, "; ".join(told))
    return figure_of(axes)
