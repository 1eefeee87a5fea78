"""Full and associate members of the programmes of the firm in focus, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
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
    focal = results.scenario.focal_firm
    place = results.names.firms.index(focal)
    table = members_over_time(results)
    mine = table[table["firm"] == focal].groupby(["programme", "week"], observed=True)[["full", "associates"]].mean()
    axes = canvas(axes)
    lines: list[Line2D] = []
    programmes = list(dict.fromkeys(mine.index.get_level_values(0)))
    for number, programme in enumerate(programmes):
        curve, dashes = mine.loc[programme], _DASHES[number % len(_DASHES)]
        weeks = np.asarray(curve.index, dtype=float) + 1.0
        colour = firm_look(place).colour
        label = f"{programme}: members"
        lines += axes.plot(weeks, curve["full"], color=colour, linestyle=dashes, linewidth=2.2, label=label)
        if curve["associates"].any():
            label = f"{programme}: associates"
            lines += axes.plot(weeks, curve["associates"], color=GREY, linestyle=dashes, label=label)
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("members")
    average = f" · mean of {len(results.runs)} replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"week{average}")
    if programmes:
        add_legend(axes, lines)
    headline(axes, _claim(firm_words(results)[place], mine, programmes))
    return figure_of(axes)


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
