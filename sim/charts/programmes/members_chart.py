"""Full and associate members of the programmes of the firm in focus, week by week."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import AT_LEAST_ZERO, Curve, draw_curves
from sim.charts.style.firm_curves import weeks_axis
from sim.charts.style.formatting import focal_place, focal_word, of_focal
from sim.charts.style.palette import GREY, firm_look
from sim.glossary.labels import label
from sim.language.messages import _
from sim.metrics.programmes.members_over_time import members_over_time
from sim.number_text import decimal
from sim.results.results import Results

_DASHES = ("-", "--", "-.", ":")


@house_style()
def members_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Members of each programme of the firm in focus at the end of each week: full members, and associates in grey.

    Means over replications.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where a club has associates and purchases were not kept.
    """
    mine = of_focal(results, members_over_time(results))
    mine = mine.groupby(["programme", "week"], observed=True)[["full", "associates"]].mean()
    programmes = [str(name) for name in dict.fromkeys(mine.index.get_level_values(0))]
    axes = canvas(axes)
    weeks_axis(axes, results)
    look, curves = firm_look(focal_place(results)), []
    for number, programme in enumerate(programmes):
        word = label("programme", programme, programme)
        curve, dashes = mine.loc[programme], _DASHES[number % len(_DASHES)]
        weeks = curve.index.to_numpy(dtype=float) + 1.0
        full = _("{programme}: members").format(programme=word)
        line = replace(look, line=dashes)
        curves.append(Curve(x=weeks, y=curve["full"], name=full, look=line, strong=True))
        if curve["associates"].any():
            associates = _("{programme}: associates").format(programme=word)
            curves.append(Curve(x=weeks, y=curve["associates"], name=associates, look=replace(line, colour=GREY)))
    draw_curves(axes, curves, AT_LEAST_ZERO)
    axes.set_ylabel(_("members"))
    return headline(axes, _claim(focal_word(results), mine, programmes))


def _claim(name: str, mine: pd.DataFrame, programmes: list[str]) -> str:
    if not programmes:
        return _("Nobody joined a programme of {firm}").format(firm=name)
    first = mine.loc[programmes[0]]
    last, most = first.iloc[-1], float(first["full"].max())
    if first["associates"].any():
        told = _("At the end {firm}'s {programme} has {n} members and {associates} associates")
    else:
        told = _("At the end {firm}'s {programme} has {n} members")
    said = told.format(
        firm=name, programme=label("programme", programmes[0], programmes[0]), n=decimal(float(last["full"])),
        associates=decimal(float(last["associates"])),
    )  # fmt: skip
    if last["full"] < 0.95 * most:
        week = int(first.index[int(np.argmax(first["full"].to_numpy()))]) + 1
        return _("{claim}, after {most} in week {week}").format(claim=said, most=decimal(most), week=week)
    return said
