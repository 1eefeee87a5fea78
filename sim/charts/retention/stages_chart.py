"""In which stage of life a firm's relations are, as the weeks go by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, FAINT, GREEN, GREY, ORANGE, PURPLE, SKY
from sim.metrics._shared.relation_stages import STAGES
from sim.metrics.retention.stages import stages
from sim.number_text import percent
from sim.results.results import Results

STAGE_LOOK: dict[str, tuple[str, str]] = {
    "prospect": (FAINT, ""),
    "development": (SKY, ""),
    "growth": (GREEN, "//"),
    "maturity": (BLUE, ""),
    "decline": (ORANGE, "\\\\"),
    "end": (GREY, "xx"),
    "recovery": (PURPLE, ".."),
}
"""Colour and hatch of each stage."""
UPWARD = ("maturity", "growth", "development", "recovery", "decline", "end", "prospect")
"""Stages from the bottom of the picture to its top: customers first, then those who left, then those to come."""


@house_style()
def stages_chart(results: Results, axes: Axes | None = None) -> Figure:
    """How many relations of the firm in focus are in each stage at the end of each week (course A9), stacked.

    Means over replications, by the rule of ``sim.stages``. Raises ``IncompleteLogError`` for a log without purchases.
    """
    table = stages(results)
    mine = table[table["firm"] == results.scenario.focal_firm].groupby("week")[list(STAGES)].mean()
    axes = canvas(axes)
    weeks = np.minimum(mine.index.to_numpy(dtype=float) + 1, results.scenario.horizon)
    shown = [stage for stage in UPWARD if mine[stage].any()]
    if shown:
        areas = axes.stackplot(weeks, *[mine[stage] for stage in shown], edgecolor="white", linewidth=0.4)
        for area, stage in zip(areas, shown, strict=True):
            area.set_facecolor(STAGE_LOOK[stage][0])
            area.set_hatch(STAGE_LOOK[stage][1])
    axes.set_xlim(0, results.scenario.horizon)
    axes.set_ylim(0, 1.02 * max(float(mine.sum(axis=1).max()), 1.0))
    name = firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]
    axes.set_ylabel(f"relations with {name}")
    average = f" · mean of {len(results.runs)} replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"week{average}")
    if shown:
        add_legend(axes, [stage_patch(stage) for stage in reversed(shown)], columns=4)
    headline(axes, _claim(name, mine))
    return figure_of(axes)


def stage_patch(stage: str) -> Patch:
    """The mark of a stage in a legend."""
    colour, hatch = STAGE_LOOK[stage]
    return Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=stage)


def _claim(name: str, mine: pd.DataFrame) -> str:
    last = mine.iloc[-1]
    now = float(last.drop(["prospect", "end"]).sum())
    if now == 0:
        return f"{name} has no customers at the end"
    first = f"At the end {percent(float(last['maturity']) / now)} of {name}'s {now:,.0f} customers are mature"
    return f"{first}, {percent(float(last['decline']) / now)} in decline; {float(last['end']):,.0f} have left"
