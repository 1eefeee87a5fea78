"""Horizontal bars: stacked from parts, or side by side; their rows of names, and what the areas mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from sim.charts.style.canvas import add_legend, area_key
from sim.charts.style.palette import INK
from sim.number_text import percent

NEVER = float("inf")
"""No part of a bar is this large: no percentage is written in it."""


class Series(NamedTuple):
    """One part of every bar, and how it is drawn."""

    widths: ArrayLike
    """Shape (bars,), in units of the axis."""
    colour: str
    hatch: str
    label: str = ""


class BarStyle(NamedTuple):
    """Measures of stacked bars."""

    thick: float = 0.62
    """Height of a bar, in rows."""
    outline: float = 0.8
    """Width of the white line around each part, points."""
    written_from: float = NEVER
    """Least part, in per cent, in which its percentage is written."""
    points: float = 8.5
    """Size of the percentages."""
    pad: float = 0.15
    """White space around a percentage, in its size."""


PLAIN = BarStyle()
"""Bars without percentages."""


def stacked_bars(
    axes: Axes, places: ArrayLike, series: Sequence[Series], style: BarStyle = PLAIN
) -> NDArray[np.float64]:
    """Bars at these heights, each made of the parts of all series in order. Returns how far each bar reaches."""
    rows = np.asarray(places, dtype=float)
    reached = np.zeros(len(rows))
    box = {"boxstyle": f"round,pad={style.pad}", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    for one in series:
        widths = np.asarray(one.widths, dtype=float)
        axes.barh(rows, widths, left=reached, height=style.thick, color=one.colour, hatch=one.hatch,
                  edgecolor="white", linewidth=style.outline)  # fmt: skip
        for place in np.flatnonzero(widths >= style.written_from):
            at, text = float(reached[place] + widths[place] / 2), percent(float(widths[place]) / 100)
            axes.text(at, rows[place], text, ha="center", va="center", fontsize=style.points, bbox=box)
        reached += widths
    return reached


def grouped_bars(axes: Axes, series: Sequence[Series], thick: float) -> None:
    """A bar of each series in every row, the first on top, in per cent, its percentage written at its end."""
    for number, one in enumerate(series):
        widths = np.asarray(one.widths, dtype=float)
        heights = np.arange(len(widths)) + (number - (len(series) - 1) / 2) * thick
        axes.barh(heights, widths, height=thick, color=one.colour, hatch=one.hatch, edgecolor="white", linewidth=0.5)
        for height, width in zip(heights, widths, strict=True):
            axes.text(width + 0.8, height, percent(float(width) / 100), va="center", fontsize=8)


def whiskers(axes: Axes, means: ArrayLike, low: ArrayLike, high: ArrayLike, *, across: bool = False) -> None:
    """The interval of each bar, drawn on it where there is one; ``across`` for horizontal bars."""
    mean, least, most = (np.asarray(values, dtype=float) for values in (means, low, high))
    places = np.arange(len(mean))
    shown = np.isfinite(mean) & np.isfinite(least) & np.isfinite(most)
    reach = np.array([mean - least, most - mean])[:, shown]
    if not shown.any():
        return
    if across:
        axes.errorbar(mean[shown], places[shown], xerr=reach, fmt="none", color=INK, capsize=4, linewidth=1)
    else:
        axes.errorbar(places[shown], mean[shown], yerr=reach, fmt="none", color=INK, capsize=4, linewidth=1)


def write_at_ends(axes: Axes, ends: ArrayLike, words: Sequence[str], points: float = 9.0) -> None:
    """A word behind the end of each horizontal bar, one per row from row 0 on."""
    for place, (end, word) in enumerate(zip(np.asarray(ends, dtype=float), words, strict=True)):
        left = end < 0
        axes.annotate(
            word, (end, place), (-5 if left else 5, 0), textcoords="offset points", va="center",
            ha="right" if left else "left", fontsize=points,
        )  # fmt: skip


def name_rows(axes: Axes, names: Sequence[str], above: float = 0.5, below: float = 0.5) -> None:
    """Name rows from top to bottom, with so many rows of space above the first and below the last; no grid."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 1 + below, -above)
    axes.grid(False)


def upright_grid(axes: Axes) -> None:
    """Lines of the grid across the bars, none along them."""
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")


def name_series(axes: Axes, series: Sequence[Series], columns: int | None = None) -> None:
    """What each area means, below the picture; nothing where there is none."""
    if series:
        add_legend(axes, [area_key(one.colour, one.hatch, one.label) for one in series], columns)
