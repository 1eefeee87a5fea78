"""Contrasts of a scenario: a measure in every market, and how weekly figures differ from the base."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, provenance
from sim.charts.style.curves import Curve, draw_curves, zero_line
from sim.charts.style.finding import Finding
from sim.charts.style.formatting import listed, money_axis, notes
from sim.charts.style.palette import INK, firm_look
from sim.charts.style.text_fitting import legible, lines
from sim.experiments.contrast_results import LEVEL, ContrastResults
from sim.experiments.errors import ExperimentError
from sim.language.messages import _, comma, mark, ngettext, translate
from sim.metrics._shared.interval import interval, mean_bounds
from sim.number_text import decimal, money, percent
from sim.registry import unknown
from sim.results.tables import weekly
from sim.scenario.contrasts import BASE

LABEL_WIDTH = 1.5
"""Inches that the name of a market may take beside the axis."""


@house_style()
def contrast_chart(found: ContrastResults, measure: str | None = None, axes: Axes | None = None) -> Figure:
    """A dot for the mean of each market with its 95% interval, and a small dot for each run.

    A line joins the runs of two markets with the same luck where there are two markets only. The interval of a
    *difference* is that of the table, which is narrower, since the markets share their luck.

    Args:
        found: Contrasts that were run, as from :func:`sim.run_contrasts`.
        measure: Name of one of the scenario's measures; the first if left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        ExperimentError: For an unknown measure.
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
        money_axis(axes.xaxis)
    unit = " (%)" if scale == 100 else ""
    runs = ngettext("○ mean of {n} run", "○ mean of {n} runs", found.replications).format(n=found.replications)
    bar = _("bar: {level} interval").format(level=percent(LEVEL)) if found.replications > 1 else ""
    note = notes(found.measure_label(number) + unit, runs, bar)
    axes.set_xlabel("\n".join(lines(note, figure_of(axes).get_figwidth() - LABEL_WIDTH, 8.5)))
    return provenance(headline(axes, _means_claim(found, number)), found.stamp)


def _means_claim(found: ContrastResults, number: int) -> str:
    """Which contrasts clearly differ from the base in this measure, and by how much."""
    rows = found.table[found.table["measure"] == found.measures[number].name]
    label = found.measure_label(number)
    label = label[0].upper() + label[1:]
    if len(rows) == 0:
        return _("{measure} of the base case").format(measure=label)
    clear = rows[rows["clear"]]
    if clear.empty:
        return _("{measure}: no clear difference between the base case and any contrast").format(measure=label)
    told = [
        _("{contrast} {difference} ({interval})").format(
            contrast=found.label(str(row.contrast)), difference=row.difference_text, interval=row.interval_text
        )
        for row in clear.itertuples()
    ]
    if len(clear) == len(rows):
        said = _("{measure}, compared with the base case: {differences}")
    else:
        said = _("{measure}, compared with the base case: {differences}; no clear difference otherwise")
    return said.format(measure=label, differences=comma().join(told))


WeeklyFigure: TypeAlias = Literal["profit", "customers", "members", "exits", "revenue", "purchases"]
ADDED_UP = ("profit", "exits", "revenue", "purchases")
"""Figures that are summed from week 0 on; the others stand at the end of each week."""


@house_style()
def contrast_weeks_chart(
    found: ContrastResults, figure: str = "profit", firm: str | None = None, axes: Axes | None = None
) -> Figure:
    """Each contrast less the base, week by week, for one column of the weekly table, with a 95% band.

    Money and counts are added up from week 0, numbers of customers and members stand at the end of each week. Above
    zero the contrast has more. A contrast is drawn as long as both run.

    Args:
        found: Contrasts that were run, as from :func:`sim.run_contrasts`.
        figure: Column of :func:`sim.weekly`.
        firm: Name of the firm; the one in focus if left out.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        ExperimentError: For an unknown column or firm, or where no contrast was run.
    """
    if len(found.worlds) < 2:
        raise ExperimentError(_("this picture compares the base with contrasts; run at least one contrast"))
    firm = firm or found.scenario.focal_firm
    base = _weekly(found, BASE, figure, firm)
    axes = canvas(axes)
    zero_line(axes)
    axes.set_xlim(0, base.shape[1])
    curves, gaps = [], []
    for place, name in enumerate(found.worlds[1:], start=1):
        other = _weekly(found, name, figure, firm)
        span = min(base.shape[1], other.shape[1])  # a contrast may run shorter or longer than the base
        gaps.append(other[:, :span] - base[:, :span])
        mean, low, high = mean_bounds(gaps[-1], LEVEL)
        word = legible(found.label(name), name)
        look = firm_look(place)
        curves.append(Curve(x=np.arange(1, span + 1), y=mean, low=low, high=high, name=word, look=look))
    draw_curves(axes, curves)
    if figure in ("profit", "revenue"):
        money_axis(axes.yaxis)
    summed = _("{figure} since week 0, contrast less base") if figure in ADDED_UP else _("{figure}, contrast less base")
    axes.set_ylabel(summed.format(figure=figure_word(figure)))
    several = _("mean of {count} runs, band: 95% interval").format(count=found.replications)
    axes.set_xlabel(notes(_("week"), several if found.replications > 1 else ""))
    return provenance(headline(axes, _weeks_claim(found, figure, firm, [gap[:, -1] for gap in gaps])), found.stamp)


def _weekly(found: ContrastResults, name: str, figure: str, firm: str) -> NDArray[np.float64]:
    """The figure of a market, shape (runs, weeks)."""
    table = weekly(found.results[name])
    columns = [column for column in table if column not in ("replication", "week", "firm")]
    if figure not in columns:
        raise ExperimentError(unknown("column of the weekly table", figure, map(str, columns)))
    if firm not in found.scenario.firm_names:
        raise ExperimentError(unknown("firm", firm, found.scenario.firm_names))
    values = table.loc[table["firm"] == firm, figure].to_numpy(dtype=float).reshape(found.replications, -1)
    return values.cumsum(axis=1) if figure in ADDED_UP else values


WEEKS_FINDING = Finding(
    more=mark("{firm}, {contrast}: {size} more {figure} at the end than in the base case{interval}"),
    less=mark("{firm}, {contrast}: {size} fewer {figure} at the end than in the base case{interval}"),
    unclear=mark("{firm}, {contrast}: no clear difference in {figure} from the base case at the end{interval}"),
    unit=decimal,
)
WEEKS_MONEY = replace(
    WEEKS_FINDING, unit=money,
    less=mark("{firm}, {contrast}: {size} less {figure} at the end than in the base case{interval}"),
)  # fmt: skip
FIGURES: dict[str, str] = {
    "profit": mark("profit"), "customers": mark("customers"), "members": mark("members"), "exits": mark("exits"),
    "revenue": mark("revenue"), "purchases": mark("purchases"),
}  # fmt: skip


def figure_word(figure: str) -> str:
    """What a column of the weekly table is called in a picture."""
    return translate(FIGURES[figure]) if figure in FIGURES else figure.replace("_", " ")


def _weeks_claim(found: ContrastResults, figure: str, firm: str, last: list[NDArray[np.float64]]) -> str:
    """``last``: for each contrast what it has more than the base in its last week, shape (runs,)."""
    word, counted = legible(firm, _("The firm")), figure not in ("profit", "revenue")
    said = figure_word(figure)
    if len(last) > 1:
        ends = [interval(gap, LEVEL) for gap in last]
        clear = [legible(found.label(name), name) for name, one in zip(found.worlds[1:], ends, strict=True)
                 if one.low > 0 or one.high < 0]  # fmt: skip
        if found.replications == 1:
            told = _("{firm}: {figure} of each contrast, compared with the base case, in this one run")
            return told.format(firm=word, figure=said)
        if not clear:
            told = _("{firm}: no clear difference in {figure} between the base case and any contrast at the end")
            return told.format(firm=word, figure=said)
        told = _("{firm}: {figure} at the end clearly differs from the base case in: {contrasts}")
        if len(clear) < len(last):
            told = _(
                "{firm}: {figure} at the end clearly differs from the base case in: {contrasts}; no clear difference "
                "otherwise"
            )
        return told.format(firm=word, figure=said, contrasts=listed(clear))
    finding = WEEKS_FINDING if counted else WEEKS_MONEY
    label = legible(found.label(found.worlds[1]), found.worlds[1])
    return finding.told(interval(last[0], LEVEL), firm=word, contrast=label, figure=said)
