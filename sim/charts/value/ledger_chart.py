"""Where each firm's profit comes from and goes to, by the lines of lifetime value."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words, listed
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION
from sim.metrics.value.ledger import ledger
from sim.metrics.value.ledger_lines import CONTRIBUTION, COSTS, LINES
from sim.number_text import money
from sim.results.results import Results

LINE_LOOK: dict[str, tuple[str, str]] = {
    "base_profit": (BLUE, ""),
    "cross_selling": (SKY, ".."),
    "savings": (GREEN, "//"),
    "acquisition": (PURPLE, "xx"),
    "rewards": (ORANGE, ""),
    "loss": (VERMILION, "\\\\"),
    "serving": (GREY, "++"),
}
"""Colour and hatch of each line."""


@house_style()
def ledger_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Contribution of each firm's customers to the right, what they cost to the left, line by line (course A10).

    Sums over the run, means over replications, in money; a diamond marks the profit that remains. Raises
    ``IncompleteLogError`` where tailored goods have a premium and purchases were not kept.
    """
    books = ledger(results).drop(columns="replication").groupby("firm", observed=False).mean()
    axes = canvas(axes, height=1.9 + 0.55 * len(books))
    places = np.arange(len(books))
    ends = {1: np.zeros(len(books)), -1: np.zeros(len(books))}
    shown = [line for line in LINES if books[line].any()]
    for line in shown:
        amounts = books[line].to_numpy(dtype=float) * (1 if line in CONTRIBUTION else -1)
        for way in (1, -1):  # a line may gain at one firm and lose at another
            part = np.where(np.sign(amounts) == way, amounts, 0.0)
            colour, hatch = LINE_LOOK[line]
            axes.barh(
                places, part, left=ends[way], height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.8
            )
            ends[way] += part
    profits = books["profit"].to_numpy(dtype=float)
    axes.plot(profits, places, marker="D", linestyle="none", color=INK, markeredgecolor="white", zorder=5)
    for place, profit in enumerate(profits):
        at = (max(float(ends[1][place]), 0.0), place)
        axes.annotate(f"profit {money(float(profit))}", at, (6, 0), textcoords="offset points", va="center", fontsize=9)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_yticks(places, firm_words(results))
    axes.set_ylim(len(books) - 0.5, -0.5)
    least, most = min(0.0, float(ends[-1].min())), max(1.0, float(ends[1].max()))
    axes.set_xlim(least - 0.04 * (most - least), most + 0.3 * (most - least))
    axes.grid(True, axis="x")
    axes.grid(False, axis="y")
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= most * 1.02])
    axes.set_xlim(least - 0.04 * (most - least), most + 0.3 * (most - least))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    average = f" · mean of {len(results.runs)}" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"← cost, contribution →, money in {results.scenario.horizon:g} weeks{average}")
    marks: list[Line2D | Patch] = [
        Patch(facecolor=LINE_LOOK[line][0], hatch=LINE_LOOK[line][1], edgecolor="white", label=line.replace("_", " "))
        for line in shown
    ]
    marks.append(Line2D([], [], linestyle="none", marker="D", color=INK, label="profit"))
    add_legend(axes, marks, columns=4)
    headline(axes, _claim(results, books))
    return figure_of(axes)


def _claim(results: Results, books: pd.DataFrame) -> str:
    place = results.names.firms.index(results.scenario.focal_firm)
    name = firm_words(results)[place]
    mine = {str(line): float(books[line].iloc[place]) for line in books.columns}
    if mine["contribution"] == 0 and mine["cost"] == 0:
        return f"{name} neither earned nor spent anything"
    spent = sorted(((mine[line], line.replace("_", " ")) for line in COSTS if mine[line] > 0), reverse=True)[:2]
    words = f": {listed([f'{money(amount)} for {line}' for amount, line in spent])}" if len(spent) > 1 else ""
    alone = f", all for {spent[0][1]}" if len(spent) == 1 else ""
    return f"{name}'s customers contributed {money(mine['contribution'])} and cost {money(mine['cost'])}{words}{alone}"
