"""Who was saved and who was lost by a change of strategy, for which cause, and what it was worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.canvas import Picture, house_style, legible, lines, provenance
from sim.charts.style.formatting import cause_word
from sim.charts.style.palette import BLUE, FAINT, GREEN, GREY, INK, VERMILION
from sim.experiments.counterfactuals import OUTCOMES, CounterfactualPair, saved_and_lost
from sim.number_text import money

WIDTH = 7.6
"""Inches."""
_COLOURS = (GREEN, VERMILION, BLUE, GREY, GREEN, VERMILION)
_FINE_PRINT = (
    "Counterfactual, customer by customer, under the coupling of luck; only each world's totals are free of it. "
    "Value: customers' accounts, without what a programme costs whoever joins."
)


@house_style()
def saved_and_lost_chart(worlds: CounterfactualPair) -> Figure:
    """Left: customers saved and lost, by the cause for which they left in the one world. Right: what each group is
    worth more in the second world than in the first. Means over replications."""
    table = saved_and_lost(worlds)
    figure = Picture(figsize=(WIDTH, 3.7), layout="constrained")
    people, worth = figure.subplots(1, 2, width_ratios=(1.15, 1.0))
    _by_cause(people, worlds, table)
    _by_outcome(worth, table)
    name = legible(worlds.names[1], "the other world")
    worth.set_title(f"what they are worth more under {name}", loc="right", fontsize=9, fontweight="normal")
    figure.suptitle(
        "\n".join(lines(claim(worlds, table), WIDTH - 0.3)), x=0.01, ha="left", fontsize=10.5, fontweight="bold"
    )
    figure.supxlabel("\n".join(lines(_FINE_PRINT, WIDTH - 0.3, 7.0)), x=0.01, ha="left", fontsize=7, color="#555555")
    return provenance(figure, worlds.stamp)


def _by_cause(axes: Axes, worlds: CounterfactualPair, table: pd.DataFrame) -> None:
    counted = {
        outcome: table[table["outcome"] == outcome].set_index("cause")["customers"] for outcome in ("saved", "lost")
    }
    both = counted["saved"].add(counted["lost"], fill_value=0.0).sort_values()
    causes = [str(cause) for cause in both.index]
    places = np.arange(len(causes))
    for outcome, way, colour in (("saved", 1.0, GREEN), ("lost", -1.0, VERMILION)):
        sizes = counted[outcome].reindex(both.index, fill_value=0.0).to_numpy(dtype=float)
        axes.barh(places, way * sizes, height=0.62, color=colour, hatch="" if way > 0 else "//", edgecolor="white")
        for place, size in zip(places, sizes, strict=True):
            if size > 0:
                written = f"{size:,.0f}" if size >= 9.5 or size == round(size) else f"{size:.1f}"
                axes.annotate(
                    written, (way * size, place), (3 * way, 0),
                    textcoords="offset points", va="center", ha="left" if way > 0 else "right", fontsize=8,
                )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(places, [cause_word(worlds.first, cause) for cause in causes])
    widest = max((float(series.max()) for series in counted.values() if len(series)), default=1.0)
    axes.set_xlim(-1.25 * widest, 1.25 * widest)
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    axes.grid(False)
    axes.set_title("← lost    customers, by cause    saved →", loc="center", fontsize=9, fontweight="normal")


def _by_outcome(axes: Axes, table: pd.DataFrame) -> None:
    sums = table.groupby("outcome", observed=False)[["customers", "value_more"]].sum().reindex(list(OUTCOMES))
    places = np.arange(len(OUTCOMES))[::-1]
    values = sums["value_more"].to_numpy(dtype=float)
    axes.barh(places, values, height=0.62, color=_COLOURS, edgecolor="white")
    span = max(1e-9, float(np.abs(values).max()))
    for place, value in zip(places, values, strict=True):
        inside = "left" if value >= 0 else "right"
        axes.annotate(
            f"{'+' if value >= 0.5 else ''}{money(value)}", (value, place), (3 if value >= 0 else -3, 0),
            textcoords="offset points", va="center", ha=inside, fontsize=8,
        )  # fmt: skip
    axes.set_yticks(places, [f"{name} ({count:,.0f})" for name, count in sums["customers"].items()])
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(min(0.0, 1.35 * values.min()) - 0.25 * span, max(0.0, 1.35 * values.max()) + 0.25 * span)
    axes.xaxis.set_major_formatter(lambda value, _: money(value))
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x", color=FAINT)


def claim(worlds: CounterfactualPair, table: pd.DataFrame) -> str:
    """The sentence above the picture."""
    sums = table.groupby("outcome", observed=False)[["customers", "value_more"]].sum()
    counts = dict(zip(map(str, sums.index), sums["customers"].to_numpy(dtype=float), strict=True))
    saved, lost, total = counts["saved"], counts["lost"], float(sums["value_more"].sum())
    first, second = (legible(name, word) for name, word in zip(worlds.names, ("one world", "the other"), strict=True))
    firm = legible(worlds.firm, "the firm")
    second = second[:1].upper() + second[1:]
    way = "more" if total >= 0 else "less"
    return (
        f"{second} instead of {first}: {firm} saves {saved:,.0f} customers and loses {lost:,.0f} others; "
        f"its customers together are worth {money(abs(total))} {way}"
    )
