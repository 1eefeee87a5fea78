"""What each cause of exits costs, and what of it no one could have stopped."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.formatting import cause_word, firm_words
from sim.charts.style.palette import GREY, INK, cause_look
from sim.metrics.exits.profit_lost_by_cause import profit_lost_by_cause
from sim.number_text import money, percent
from sim.results.results import Results

APART = 0.8
"""Room between what could have been stopped and what could not, in bars."""


@house_style()
def profit_lost_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Future profit that left the firm in focus with its customers, by cause; below the line, what no one can stop.

    A mean over replications, with the formula and suppositions of ``sim.profit_lost``. Raises ``IncompleteLogError``
    for a log without purchases.
    """
    table = profit_lost_by_cause(results)
    table = table[(table["firm"] == results.scenario.focal_firm) & (table["exits"] > 0)]
    table = table.sort_values(["stoppable", "profit_lost"], ascending=False, kind="stable").reset_index(drop=True)
    stoppable = table["stoppable"].to_numpy(dtype=bool)
    places = np.arange(len(table)) + np.where(stoppable, 0.0, APART if stoppable.any() else 0.0)
    axes = canvas(axes, height=1.6 + 0.4 * max(len(table) + 1, 3))
    names = tuple(results.names.causes)
    lost, shares, exits = (table[column].to_numpy(dtype=float) for column in ("profit_lost", "share", "exits"))
    for number, cause in enumerate(map(str, table["cause"])):
        look, amount = cause_look(cause, names), float(lost[number])
        colour, hatch = (look.colour, look.hatch) if stoppable[number] else (GREY, "xx")
        axes.barh(places[number], amount, height=0.66, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6)
        share = f" ({percent(shares[number])})" if (lost >= 0).all() else ""
        words = f" {money(amount)}{share}, {exits[number]:,.0f} exits"
        axes.text(max(amount, 0.0), places[number], words, va="center", fontsize=8.5)
    if stoppable.any() and not stoppable.all():
        line = places[~stoppable][0] - (1 + APART) / 2
        axes.axhline(line, color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
        words = "no one can stop these:"
        axes.text(1.0, line + 0.08, words, transform=axes.get_yaxis_transform(), fontsize=8, ha="right", va="top")
    axes.set_yticks(places, [cause_word(results, str(cause)) for cause in table["cause"]])
    axes.set_ylim(max([*places, 0.0]) + 0.6, -0.6)
    largest = max([1.0, *lost])
    axes.set_xlim(min([0.0, *lost]), largest * 1.55)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= largest * 1.05])
    axes.grid(False)
    average = " · mean of replications" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"profit lost with those who left, money{average}")
    headline(axes, _claim(results, table))
    return figure_of(axes)


def _claim(results: Results, table: pd.DataFrame) -> str:
    name = firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]
    if not len(table):
        return f"Nobody left {name}"
    total = float(table["profit_lost"].sum())
    if total <= 0:
        return f"Those who left {name} would have cost it more than they brought"
    average = ", on average" if len(results.runs) > 1 else ""
    lost = f"{name} lost {money(total)} of profit to come with those who left{average}"
    fixed = float(table.loc[~table["stoppable"].astype(bool), "profit_lost"].sum())
    if fixed <= 0:
        return lost
    return f"{lost}; {percent(fixed / total)} of it no one could have stopped"
