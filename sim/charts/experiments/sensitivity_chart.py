"""How much an outcome depends on each factor."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, provenance
from sim.charts.style.palette import BLUE, FAINT, INK, SKY, VERMILION
from sim.experiments.design.sensitivity import Sensitivity
from sim.number_text import money, percent


@house_style()
def sensitivity_chart(found: Sensitivity, axes: Axes | None = None) -> Figure:
    """One bar per factor, strongest above, with its 95% interval.

    After a screening, what the measure moves by when the factor goes from least to most: blue where it rises, red
    where it falls. After shares of variance, the factor's part with all that it does together with others (pale) and
    by itself (full).
    """
    table = found.table
    axes = canvas(axes, width=6.4, height=1.7 + 0.45 * len(table))
    places = np.arange(len(table))
    if found.method == "morris":
        _effects(axes, found)
    else:
        _shares(axes, found)
    words = [
        f"{word}\n{least:g} to {most:g}"
        for word, least, most in zip(table["factor"], table["least"], table["most"], strict=True)
    ]
    axes.set_yticks(places, words, fontsize=8.5)
    axes.set_ylim(len(table) - 0.5, -0.6)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT)
    headline(axes, found.sentence.split(":")[0].split(", with")[0] if found.method == "morris" else _claim(found))
    return provenance(figure_of(axes), found.stamp)


def _effects(axes: Axes, found: Sensitivity) -> None:
    table = found.table
    effect, direction = found.scale * table["effect"].to_numpy(dtype=float), table["direction"].to_numpy(dtype=float)
    sides = [found.scale * table[bound].to_numpy(dtype=float) for bound in ("low", "high")]
    colours = [BLUE if way >= 0 else VERMILION for way in direction]
    hatches = ["" if way >= 0 else "//" for way in direction]
    axes.barh(range(len(table)), effect, height=0.6, color=colours, hatch=hatches, edgecolor="white")
    axes.errorbar(
        effect, range(len(table)), xerr=[effect - sides[0], sides[1] - effect], fmt="none", color=INK, capsize=3,
        linewidth=1,
    )  # fmt: skip
    axes.xaxis.set_major_formatter(lambda value, _: money(value) if abs(value) >= 10 else f"{value:g}")
    unit = ", points" if found.scale == 100 else ""
    what = found.measure.replace("_", " ")
    axes.set_xlabel(f"how far {what} moves from least to most{unit} · {found.runs:,} runs")
    falls = Patch(facecolor=VERMILION, hatch="//", edgecolor="white", label="falls")
    add_legend(axes, [Patch(facecolor=BLUE, label="rises"), falls])


def _shares(axes: Axes, found: Sensitivity) -> None:
    table = found.table
    for column, colour, height in (("in all", SKY, 0.62), ("alone", BLUE, 0.3)):
        names = (column, f"{column} low", f"{column} high")
        part, low, high = (100 * table[name].to_numpy(dtype=float) for name in names)
        axes.barh(range(len(table)), part, height=height, color=colour)
        if column == "in all":
            axes.errorbar(
                part, np.arange(len(table)) - 0.22, xerr=[part - low, high - part], fmt="none", color=INK, capsize=3,
                linewidth=1,
            )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlabel(f"part of the variance of {found.measure.replace('_', ' ')}, % · {found.runs:,} runs")
    together = Patch(facecolor=SKY, label="with all it does together with others")
    add_legend(axes, [Patch(facecolor=BLUE, label="by itself"), together])


def _claim(found: Sensitivity) -> str:
    first, second = found.table.iloc[0], found.table.iloc[1]
    word = str(first["factor"])
    sure = float(second["in all high"]) < float(first["in all low"])
    claims = "accounts for" if sure else "seems to account for"
    return (
        f"{word[:1].upper()}{word[1:]} {claims} {percent(first['in all'])} of the variance of {found.firm}'s "
        f"{found.measure.replace('_', ' ')} over these ranges"
    )
