"""What a sort of customers is worth, beside treating all alike and knowing their true kinds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, legible
from sim.charts.style.palette import BLUE, GREY, ORANGE, VERMILION
from sim.game.exercises.sorting import Sort, as_sort, by_rfm, compared, together
from sim.game.exercises.sorting_case import SortingCase
from sim.number_text import percent

RFM, TRUE, ALIKE = "recency, frequency, money", "the true kinds", "all alike"


@house_style()
def sorting_chart(case: SortingCase, sorts: Mapping[str, Sort] | None = None, axes: Axes | None = None) -> Figure:
    """Profit beyond treating everybody alike: the sorts given, one by recency, frequency and money, the true kinds.

    The figure behind each bar is the adjusted Rand index, 1 for the true kinds and 0 for chance. To be shown when sorts
    have been marked: it gives away what the true kinds are worth. Raises ``AnswerError`` for a sort that does not fit.
    """
    given = dict(sorts or {})
    every = {**given, RFM: by_rfm(case.base), TRUE: as_sort(case, case.kinds)}
    table = compared(case, {ALIKE: as_sort(case, together(case)), **every})
    alike = float(table["profit"].iloc[0])
    table = table.iloc[1:]
    gains = (table["profit"] - alike).to_numpy(dtype=float)
    places = np.arange(len(table))
    axes = canvas(axes, height=1.6 + 0.5 * len(table))
    colours = [ORANGE] * len(given) + [GREY, BLUE]
    axes.barh(places, gains, height=0.6, color=colours, edgecolor="white")
    axes.axvline(0, color=VERMILION, linewidth=1)
    for place, gain, index in zip(places, gains.tolist(), table["adjusted_rand"].tolist(), strict=True):
        axes.annotate(
            f"{gain:,.0f} · likeness {index:.2f}", (max(gain, 0.0), place), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=8,
        )  # fmt: skip
    words = [legible(str(name), f"sort {place + 1}") for place, name in enumerate(table["sort"])]
    axes.set_yticks(places, words)
    axes.set_ylim(len(table) - 0.4, -0.6)
    low, high = min(0.0, float(gains.min())), max(1.0, float(gains.max()))
    axes.set_xlim(low * 1.1, high + 0.75 * (high - low))
    axes.grid(False)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.set_xlabel("profit beyond treating all alike")
    headline(axes, _claim(list(given), gains))
    return figure_of(axes)


def _claim(names: list[str], gains: np.ndarray) -> str:
    whole, rfm = gains[-1], gains[-2]
    if whole <= 0:
        return "Knowing the true kinds is worth nothing here"
    if not names:
        return f"Of what the true kinds are worth, a sort by recency, frequency and money brings {percent(rfm / whole)}"
    best = int(gains[: len(names)].argmax())
    part = 100 * gains[best] / whole
    word, other = legible(names[best], "the best sort"), 100 * rfm / whole
    return f"Of what the true kinds are worth, {word} brings {part:.0f}%; recency, frequency and money {other:.0f}%"
