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
        curve, dashes = mine.loc[programme], _DASHES[number % len(_DASHES)]
        weeks = curve.index.to_numpy(dtype=float) + 1.0
        curves.append(Curve(x=weeks, y=curve["full"], name=f"{programme}: members", look=replace(look, line=dashes),
                            strong=True))  # fmt: skip
        if curve["associates"].any():
            grey = replace(look, colour=GREY, line=dashes)
            curves.append(Curve(x=weeks, y=curve["associates"], name=f"{programme}: associates", look=grey))
    draw_curves(axes, curves, AT_LEAST_ZERO)
    axes.set_ylabel("members")
    return headline(axes, _claim(focal_word(results), mine, programmes))


def _claim(name: str, mine: pd.DataFrame, programmes: list[str]) -> str:
    if not programmes:
        return f"Nobody joined a programme of {name}"
    first = mine.loc[programmes[0]]
    last, most = first.iloc[-1], float(first["full"].max())
    associates = f" and {decimal(float(last['associates']))} associates" if first["associates"].any() else ""
    said = f"At the end {name}'s {programmes[0]} has {decimal(float(last['full']))} members{associates}"
    if last["full"] < 0.95 * most:
        week = int(first.index[int(np.argmax(first["full"].to_numpy()))]) + 1
        said += f", after {decimal(most)} in week {week}"
    return said
