"""What membership of each club says of a person, week by week."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import Curve, draw_curves
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import words_by_firm
from sim.charts.style.palette import firm_look
from sim.language.messages import _
from sim.metrics.programmes.club_standing import club_standing
from sim.number_text import decimal
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
    table = club_standing(results).groupby(["firm", "week"], observed=True)["standing"].mean()
    clubs = list(dict.fromkeys(str(firm) for firm in table.index.get_level_values(0)))
    axes = canvas(axes)
    weeks_axis(axes, results)
    words = words_by_firm(results)
    curves = [
        Curve(x=_of_firm(table, firm).index.to_numpy(dtype=float) + 1, y=_of_firm(table, firm), name=words[firm],
              look=firm_look(results.names.firms.index(firm)), strong=firm == results.scenario.focal_firm)
        for firm in clubs
    ]  # fmt: skip
    draw_curves(axes, curves, (0.0, 1.0))
    axes.set_ylabel(_("standing of a member (1: the club is rare)"))
    return headline(axes, _claim(results, table, clubs))


def _of_firm(table: pd.Series[float], firm: str) -> pd.Series[float]:
    """The firm's curve, by week."""
    return table.xs(firm, level="firm")


def _claim(results: Results, table: pd.Series[float], clubs: list[str]) -> str:
    if not clubs:
        return _("Nobody joined a club")
    focal = results.scenario.focal_firm
    firm = focal if focal in clubs else clubs[0]
    curve = _of_firm(table, firm).to_numpy()
    name = words_by_firm(results)[firm]
    if len(clubs) > 1:
        told = _("Standing in {firm}'s club is {end} at the end, {start} at the start; {n} firms have a club")
    else:
        told = _("Standing in {firm}'s club is {end} at the end, {start} at the start")
    return told.format(firm=name, end=decimal(curve[-1], 2), start=decimal(curve[0], 2), n=len(clubs))
