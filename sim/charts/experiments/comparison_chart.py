"""Differences between strategies under the same luck, with their intervals."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import SIZE, Picture, canvas, figure_of, headline, house_style, legible, provenance
from sim.charts.style.palette import BLUE, GREY, INK
from sim.experiments.comparison.comparison import Comparison
from sim.number_text import percent

FEW = 200
"""Replications up to which each is drawn as a dot of its own."""


@house_style()
def comparison_chart(comparison: Comparison, axes: Axes | None = None) -> Figure:
    """Each pair of strategies in a line: the mean difference, its interval, and the replications as dots.

    A line that crosses zero is grey: chance alone could explain it. The interval is of the mean, the dots are single
    replications, so most dots lie outside it.
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
    unit = comparison.measure.unit or comparison.measure.name.replace("_", " ")
    axes.set_xlabel(f"difference in {unit}")
    headline(axes, _claim(comparison))
    if isinstance(figure_of(axes), Picture):
        below = "\n".join([_key(comparison), *textwrap.wrap(comparison.stamp, 92)])
        figure_of(axes).supxlabel(below, x=0.012, ha="left", fontsize=7, color="#666666")
    return provenance(figure_of(axes), comparison.stamp)


def _key(comparison: Comparison) -> str:
    count = len(comparison.pairs)
    joint = ", jointly valid" if count > 1 and comparison.joint == "bonferroni" else ""
    return f"○ mean  ━ {percent(comparison.level)} interval{joint} · dots: {comparison.replications} replications"


def _claim(comparison: Comparison) -> str:
    """The sentence of a single pair, or how many pairs of several are told apart."""
    table = comparison.pairs
    if len(table) == 1:
        said = comparison.sentences[0]
        return said[0].upper() + said[1:]
    clear = int(((table["low"] > 0) | (table["high"] < 0)).sum())
    if clear == 0:
        return f"No difference in {comparison.what} is beyond chance"
    found = "All" if clear == len(table) else f"{clear} of the"
    return f"{found} {len(table)} differences in {comparison.what} {'are' if clear > 1 else 'is'} beyond chance"


def _word(names: list[str], name: str) -> str:
    return legible(name, f"strategy {names.index(name) + 1}")


def _strewn(size: int) -> np.ndarray:
    """Heights that keep dots apart, the same in every picture: the golden section has no luck in it."""
    return 0.16 + 0.2 * ((np.arange(size) * 0.6180339887498949) % 1.0)
