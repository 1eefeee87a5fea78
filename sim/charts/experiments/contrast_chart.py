"""One measure in the base and in each contrast, with how sure each mean is."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, legible, lines, provenance
from sim.charts.style.palette import INK, firm_look
from sim.experiments.contrasts import BASE_LABEL, LEVEL, ContrastResults
from sim.experiments.errors import ExperimentError
from sim.metrics._shared.mean_bounds import mean_bounds
from sim.number_text import money, percent
from sim.registry import unknown
from sim.scenario.contrasts import BASE

LABEL_WIDTH = 1.5
"""Inches that the name of a market may take beside the axis."""


@house_style()
def contrast_chart(found: ContrastResults, measure: str | None = None, axes: Axes | None = None) -> Figure:
    """A dot for the mean of each market with its 95% interval, and a small dot for each run.

    ``measure`` is the name of one of the scenario's measures; the first when left out. A line joins the runs of two
    markets with the same luck where there are two markets only. The interval of a *difference* is that of the
    table, which is narrower, since the markets share their luck. Raises ``ExperimentError`` for an unknown measure.
    """
    names = [one.name for one in found.measures]
    if measure is not None and measure not in names:
        raise ExperimentError(unknown("measure", measure, names))
    number = names.index(measure) if measure else 0
    scale = 100.0 if found.shown_as(number) == "percent" else 1.0
    values = scale * found.values[:, :, number]
    mean, low, high = mean_bounds(values, LEVEL)
    axes = canvas(axes, height=1.7 + 0.42 * len(found.worlds))
    heights = np.arange(len(found.worlds))[::-1].astype(float)
    if len(found.worlds) == 2:
        axes.plot(values.T, heights, color="#BBBBBB", linewidth=0.6, zorder=1)
    for place, name in enumerate(found.worlds):
        colour = firm_look(0).colour if name == BASE else firm_look(1).colour
        axes.plot(values[:, place], np.full(len(values), heights[place]), ".", color=colour, alpha=0.45, markersize=5)
        if np.isfinite(low[place]):
            axes.plot([low[place], high[place]], [heights[place]] * 2, color=colour, linewidth=3, solid_capstyle="butt")
        axes.plot([mean[place]], [heights[place]], "o", color="white", markeredgecolor=colour, markersize=8, zorder=4)
    axes.set_yticks(
        heights, ["\n".join(lines(legible(found.label(n), n), LABEL_WIDTH)) for n in found.worlds], color=INK
    )
    axes.set_ylim(-0.6, len(found.worlds) - 0.4)
    axes.grid(axis="x")
    axes.grid(axis="y", visible=False)
    if found.shown_as(number) == "money":
        axes.xaxis.set_major_formatter(lambda value, _: money(value))
    unit = " (%)" if scale == 100 else ""
    runs = f"{found.replications} runs" if found.replications > 1 else "1 run"
    interval = f" · bar: {percent(LEVEL)} interval" if found.replications > 1 else ""
    axes.set_xlabel(f"{found.measure_label(number)}{unit} · ○ mean of {runs}{interval}")
    headline(axes, _claim(found, number))
    return provenance(figure_of(axes), found.stamp)


def _claim(found: ContrastResults, number: int) -> str:
    """Which contrasts clearly differ from the base in this measure, and by how much."""
    rows = found.table[found.table["measure"] == found.measures[number].name]
    label = found.measure_label(number)
    label = label[0].upper() + label[1:]
    if len(rows) == 0:
        return f"{label} of the {BASE_LABEL}"
    clear = rows[rows["clear"]]
    if clear.empty:
        return f"{label}: no clear difference between the {BASE_LABEL} and any contrast"
    told = [f"{found.label(str(row.contrast))} {row.difference_text}" for row in clear.itertuples()]
    rest = "" if len(clear) == len(rows) else "; no clear difference otherwise"
    return f"{label}, compared with the {BASE_LABEL}: {', '.join(told)}{rest}"
