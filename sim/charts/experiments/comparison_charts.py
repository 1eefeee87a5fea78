"""Experiments in pictures: differences between worlds, warm-up, facts of the literature."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import (
    SIZE,
    Picture,
    add_legend,
    canvas,
    figure_of,
    headline,
    house_style,
    provenance,
)
from sim.charts.style.curves import Curve, draw_curves
from sim.charts.style.formatting import notes
from sim.charts.style.palette import BLUE, FAINT, GREY, INK, VERMILION, firm_look
from sim.charts.style.text_fitting import legible, lines
from sim.experiments.claims.claims import ClaimResult
from sim.experiments.comparison.comparison import Comparison, unit_word
from sim.experiments.comparison.warm_up import BATCH, WarmUp
from sim.experiments.stylised_facts.fact import FactResult, Measured
from sim.glossary.labels import label
from sim.language.composed import composed
from sim.language.messages import _, mark, ngettext, translate
from sim.number_text import percent

FEW = 200
"""Replications up to which each is drawn as a dot of its own."""


@house_style()
def comparison_chart(comparison: Comparison, axes: Axes | None = None) -> Figure:
    """Each pair of strategies in a line: the mean difference, its interval, and the replications as dots.

    A line that crosses zero is grey: chance alone could explain it. The interval is of the mean, the dots are single
    replications, so most dots lie outside it.

    Args:
        comparison: The comparison, as from :func:`sim.compare`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    table, scale = comparison.pairs, comparison.measure.scale
    axes = canvas(axes, SIZE[0], 1.9 + 0.55 * len(table))
    values = scale * comparison.values
    names = list(comparison.names)
    labels = []
    for row, (one, other, mean, low, high) in enumerate(
        table[["one", "other", "difference", "low", "high"]].itertuples(index=False, name=None)
    ):
        swap = mean < 0
        one, other, mean, low, high = (other, one, -mean, -high, -low) if swap else (one, other, mean, low, high)
        labels.append(f"{_word(names, one)} − {_word(names, other)}")
        colour = GREY if low <= 0 <= high else BLUE
        gaps = values[:, names.index(one)] - values[:, names.index(other)]
        if len(gaps) <= FEW:
            axes.scatter(gaps, row + _strewn(len(gaps)), s=7, color=colour, alpha=0.35, linewidth=0)
        axes.plot([scale * low, scale * high], [row, row], color=colour, linewidth=8, solid_capstyle="butt")
        axes.plot([scale * mean], [row], marker="o", markersize=3.5, color="white")
    axes.axvline(0, color=INK, linewidth=0.9)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=True)
    unit = unit_word(comparison.measure.unit) or label("measure", comparison.measure.name)
    axes.set_xlabel(_("difference in {unit}").format(unit=unit))
    headline(axes, _claim(comparison))
    if isinstance(figure_of(axes), Picture):
        below = "\n".join([_key(comparison), *textwrap.wrap(comparison.stamp, 92)])
        figure_of(axes).supxlabel(below, x=0.012, ha="left", fontsize=7, color="#666666")
    return provenance(figure_of(axes), comparison.stamp)


def _key(comparison: Comparison) -> str:
    if len(comparison.pairs) > 1 and comparison.joint == "bonferroni":
        told = _("○ mean  ━ {level} interval, jointly valid · dots: {n} replications")
    else:
        told = _("○ mean  ━ {level} interval · dots: {n} replications")
    return told.format(level=percent(comparison.level), n=comparison.replications)


def _claim(comparison: Comparison) -> str:
    """The sentence of a single pair, or how many pairs of several are told apart."""
    table = comparison.pairs
    if len(table) == 1:
        said = comparison.sentences[0]
        return said[0].upper() + said[1:]
    clear = int(((table["low"] > 0) | (table["high"] < 0)).sum())
    if clear == 0:
        return _("No difference in {what} is beyond chance").format(what=comparison.what)
    if clear == len(table):
        return _("All {count} differences in {what} are beyond chance").format(count=clear, what=comparison.what)
    told = ngettext(
        "{n} of the {count} differences in {what} is beyond chance",
        "{n} of the {count} differences in {what} are beyond chance",
        clear,
    )
    return told.format(n=clear, count=len(table), what=comparison.what)


def _word(names: list[str], name: str) -> str:
    return legible(name, _("strategy {number}").format(number=names.index(name) + 1))


def _strewn(size: int) -> np.ndarray:
    """Heights that keep dots apart, the same in every picture: the golden section has no luck in it."""
    return 0.16 + 0.2 * ((np.arange(size) * 0.6180339887498949) % 1.0)


@house_style()
def warm_up_chart(warm_up: WarmUp, axes: Axes | None = None) -> Figure:
    """The measure week by week under each strategy, means of five weeks; the weeks to leave out lie in grey.

    Args:
        warm_up: The warm-up, as from :func:`sim.warm_up`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    scale = warm_up.of.scale
    batches = warm_up.series.groupby(warm_up.series.index // BATCH).mean() * scale
    middle = (batches.index.to_numpy() + 0.5) * BATCH
    axes.set_xlim(0, len(warm_up.series))
    several = len(warm_up.series.columns) > 1
    curves = [
        Curve(x=middle, y=batches[name], look=firm_look(place),
              name=legible(str(name), _("strategy {number}").format(number=place + 1)) if several else "")
        for place, name in enumerate(warm_up.series.columns)
    ]  # fmt: skip
    draw_curves(axes, curves)
    if warm_up.settles:
        axes.axvspan(0, warm_up.week, color=FAINT, alpha=0.6, linewidth=0)
        axes.axvline(warm_up.week, color=INK, linewidth=1, linestyle="--")
    axes.set_ylabel(unit_word(warm_up.of.unit))
    means = _("means of {weeks} weeks, {n} replications").format(weeks=BATCH, n=warm_up.replications)
    axes.set_xlabel(notes(_("week"), means))
    said = warm_up.claim
    return provenance(headline(axes, said[0].upper() + said[1:]), warm_up.stamp)


WORDS = {"percent": "%", "points": mark("points of share"), "times": mark("times"), "number": ""}
LABEL_INCHES = 2.3
"""Width that the names of figures may take."""


@house_style()
def gallery_chart(seen: FactResult | ClaimResult) -> Figure:
    """The figures of a fact or claim as dots with 95% intervals, a panel for each unit; diamonds for values expected.

    The headline is the verdict.

    Args:
        seen: The fact or claim with its figures, as from :func:`sim.run_stylised_fact` or :func:`sim.run_claim`.

    Returns:
        The figure.
    """
    units = list(dict.fromkeys(measured.unit for measured in seen.evidence))
    rows = [[measured for measured in seen.evidence if measured.unit == unit] for unit in units]
    height = 1.5 + 0.42 * len(seen.evidence) + 0.45 * len(units)
    figure = Picture(figsize=(6.4, height), layout="constrained")
    panels = figure.subplots(len(units), 1, squeeze=False, height_ratios=[len(part) + 0.6 for part in rows])[:, 0]
    for axes, part in zip(panels, rows, strict=True):
        _panel(axes, part)
    handles = [Line2D([], [], color=BLUE, marker="o", label=_("measured, 95% interval"))]
    if any(measured.expected is not None for measured in seen.evidence):
        hollow = Line2D([], [], color=VERMILION, marker="D", fillstyle="none", linestyle="")
        hollow.set_label(_("published, or by formula"))
        handles.append(hollow)
    add_legend(panels[-1], handles)
    outcome = composed(seen.verdict.outcome)
    said = _("{outcome}: {sentence}").format(
        outcome=outcome[:1].upper() + outcome[1:], sentence=composed(seen.verdict.sentence)
    )
    headline(panels[0], said)
    return provenance(figure_of(panels[0]), seen.stamp)


def _panel(axes: Axes, part: list[Measured]) -> None:
    unit = part[0].unit
    scale = 100 if unit in ("percent", "points") else 1
    places = range(len(part))[::-1]
    for place, measured in zip(places, part, strict=True):
        value = measured.value
        axes.plot([scale * value.low, scale * value.high], [place, place], color=BLUE, linewidth=2.4)
        axes.plot([scale * value.mean], [place], marker="o", color=BLUE, markersize=6)
        if measured.expected is not None:
            axes.plot([scale * measured.expected], [place], marker="D", fillstyle="none", color=VERMILION, markersize=9)
        axes.annotate(
            composed(measured.said(value.mean)), (scale * value.high, place), (7, 6), textcoords="offset points",
            fontsize=8, color=INK,
        )  # fmt: skip
    axes.set_yticks(list(places), ["\n".join(lines(composed(one.what), LABEL_INCHES, 8)) for one in part], fontsize=8)
    axes.set_ylim(-0.6, len(part) - 0.4)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(1 if unit in ("times",) else 0, color=GREY, linewidth=0.9)
    axes.margins(x=0.12)
    axes.set_xlabel(translate(WORDS[unit]), fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
