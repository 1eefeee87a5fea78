"""A fact of the gallery: what was measured, with intervals, beside what was expected."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.charts.style.canvas import Picture, add_legend, figure_of, headline, house_style, lines, provenance
from sim.charts.style.palette import BLUE, GREY, INK, VERMILION
from sim.experiments.stylised_facts.fact import FactResult, Measured

WORDS = {"percent": "%", "points": "points of share", "times": "times", "number": ""}
LABEL_INCHES = 2.3
"""Width that the names of figures may take."""


@house_style()
def gallery_chart(seen: FactResult) -> Figure:
    """The figures of a fact as dots with 95% intervals, one panel for each unit; a diamond where one was expected.

    The headline is the verdict.
    """
    units = list(dict.fromkeys(measured.unit for measured in seen.evidence))
    rows = [[measured for measured in seen.evidence if measured.unit == unit] for unit in units]
    height = 1.5 + 0.42 * len(seen.evidence) + 0.45 * len(units)
    figure = Picture(figsize=(6.4, height), layout="constrained")
    panels = figure.subplots(len(units), 1, squeeze=False, height_ratios=[len(part) + 0.6 for part in rows])[:, 0]
    for axes, part in zip(panels, rows, strict=True):
        _panel(axes, part)
    handles = [Line2D([], [], color=BLUE, marker="o", label="measured, 95% interval")]
    if any(measured.expected is not None for measured in seen.evidence):
        hollow = Line2D([], [], color=VERMILION, marker="D", fillstyle="none", linestyle="")
        hollow.set_label("published, or by formula")
        handles.append(hollow)
    add_legend(panels[-1], handles)
    headline(panels[0], f"{seen.verdict.outcome.capitalize()}: {seen.verdict.sentence}")
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
            measured.said(value.mean), (scale * value.high, place), (7, 6), textcoords="offset points", fontsize=8,
            color=INK,
        )  # fmt: skip
    axes.set_yticks(list(places), ["\n".join(lines(one.what, LABEL_INCHES, 8)) for one in part], fontsize=8)
    axes.set_ylim(-0.6, len(part) - 0.4)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.axvline(1 if unit in ("times",) else 0, color=GREY, linewidth=0.9)
    axes.margins(x=0.12)
    axes.set_xlabel(WORDS[unit], fontsize=8)
    axes.tick_params(axis="x", labelsize=8)
