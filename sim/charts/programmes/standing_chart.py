"""What membership of each club says of a person, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.metrics.programmes.club_standing import club_standing
from sim.results.results import Results


@house_style()
def standing_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Standing of each firm's club from 1 (rare) towards 0 (everybody is in one), mean over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where a club has associates and purchases were not kept.
    """
    names, words = results.names.firms, firm_words(results)
    table = club_standing(results).groupby(["firm", "week"], observed=True)["standing"].mean()
    axes = canvas(axes)
    clubs = list(dict.fromkeys(str(firm) for firm in table.index.get_level_values(0)))
    lines: list[Line2D] = []
    for firm in clubs:
        look, curve = firm_look(names.index(firm)), _of_firm(table, firm)
        weeks = np.asarray(curve.index, dtype=float) + 1.0
        lines += axes.plot(weeks, curve, color=look.colour, linewidth=2.2, label=words[names.index(firm)])
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylim(0, 1)
    axes.set_ylabel("standing of a member (1: the club is rare)")
    average = f" · mean of {len(results.runs)} replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"week{average}")
    if len(clubs) > 1:
        add_legend(axes, lines)
    headline(axes, _claim(results, table, clubs))
    return figure_of(axes)


def _of_firm(table: pd.Series[float], firm: str) -> pd.Series[float]:
    """The firm's curve, by week."""
    return table.xs(firm, level="firm")


def _claim(results: Results, table: pd.Series[float], clubs: list[str]) -> str:
    if not clubs:
        return "Nobody joined a club"
    focal = results.scenario.focal_firm
    firm = focal if focal in clubs else clubs[0]
    curve = _of_firm(table, firm).to_numpy()
    name = firm_words(results)[results.names.firms.index(firm)]
    others = f"; {len(clubs)} firms have a club" if len(clubs) > 1 else ""
    return f"Standing in {name}'s club is {curve[-1]:.2f} at the end, {curve[0]:.2f} at the start{others}"
