"""Who is ahead in profit after one, two and five years: hunting for customers against keeping them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.charts.style.canvas import canvas, figure_of, headline, house_style
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import firm_words, listed
from sim.charts.style.palette import INK
from sim.metrics._shared.interval import interval
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.value.ledger import ledger
from sim.number_text import money
from sim.results.results import Results

YEARS = (1, 2, 5)
EARLY = 4
"""Weeks before which a lead is a matter of chance and changes often."""


@house_style()
def crossover_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Profit of each firm since week 0, points counted when they are given, with marks after 1, 2 and 5 years (A1).

    The headline says whom the firm in focus passes for good and when, or who leads at the marks; it names no leader
    while chance alone could explain the lead. Raises ``IncompleteLogError`` where tailored goods have a premium and
    purchases were not kept.
    """
    books = ledger(results, by="week")
    books["earned"] = books.groupby(["replication", "firm"], observed=True)["profit"].cumsum()
    axes = canvas(axes)
    firm_curves(axes, results, books[["replication", "week", "firm", "earned"]], "earned")
    axes.axhline(0, color="#888888", linewidth=0.8)
    marks = marked(results)
    for year in marks:
        axes.axvline(year * WEEKS_A_YEAR, color=INK, linewidth=0.8, linestyle=(0, (3, 3)))
        words = f"{year} year{'s' if year > 1 else ''}"
        place = (min(year * WEEKS_A_YEAR, results.scenario.horizon), 0.985)
        axes.annotate(
            words,
            place,
            (-3, 0),
            xycoords=axes.get_xaxis_transform(),
            textcoords="offset points",
            fontsize=8,
            ha="right",
            va="top",
        )
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_ylabel("profit since week 0, money")
    axes.set_xlabel(weeks_label(results))
    headline(axes, _claim(results, books, marks))
    return figure_of(axes)


def marked(results: Results) -> list[int]:
    """The years among 1, 2 and 5 that the run is long enough for."""
    return [year for year in YEARS if year * WEEKS_A_YEAR <= results.scenario.horizon]


def leader(results: Results, books: pd.DataFrame, year: int) -> str:
    """The firm whose profit leads that of the next after so many years, or an empty word where chance could be why."""
    week = int(year * WEEKS_A_YEAR) - 1
    now = books[books["week"] == week].pivot_table(index="replication", columns="firm", values="earned", observed=False)
    order = np.argsort(-now.mean().to_numpy())
    if len(order) == 1:
        return str(now.columns[0])
    ahead = interval(now.iloc[:, order[0]] - now.iloc[:, order[1]])
    return str(now.columns[order[0]]) if ahead.low > 0 or len(now) == 1 else ""


def passed(results: Results, books: pd.DataFrame) -> tuple[str, int, bool] | None:
    """The rival whom the firm in focus passes for good, the week, and whether its lead at the end is beyond chance.

    By mean profits; of several rivals, one over whom the lead is clear, and the one passed last. None where it passes
    nobody.
    """
    focal = results.scenario.focal_firm
    found: tuple[str, int, bool] | None = None
    for rival in results.names.firms:
        table = books.pivot_table(index="week", columns=["firm", "replication"], values="earned", observed=False)
        ahead = table[focal] - table[rival]
        behind = np.flatnonzero(ahead.to_numpy().mean(axis=1) < 0)
        if rival == focal or not len(behind) or behind[-1] == len(ahead) - 1:
            continue
        week, clearly = int(behind[-1]) + 1, not interval(ahead.iloc[-1]).low <= 0
        if week >= EARLY and (found is None or (clearly, week) > (found[2], found[1])):
            found = (rival, week, clearly)
    return found


def _claim(results: Results, books: pd.DataFrame, marks: list[int]) -> str:
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    once = " in this one run" if len(results.runs) == 1 else ""
    leaders = [leader(results, books, year) for year in marks]
    crossing = passed(results, books)
    if crossing:
        rival, week, clearly = crossing
        chance = "" if clearly else ", though its lead at the end lies within chance"
        return f"{words[results.scenario.focal_firm]} passes {words[rival]} in profit{once} in week {week}{chance}"
    if marks and len(set(leaders)) == 1 and leaders[0]:
        until = f" and still after {marks[-1]}" if len(marks) > 1 else ""
        return f"{words[leaders[0]]} leads in profit{once} after {marks[0]} year{until}"
    if not any(leaders):
        when = f" after {listed([str(year) for year in marks])} years" if marks else ""
        return f"Nobody clearly leads in profit{when}"
    named = [words[firm] if firm else "nobody clearly" for firm in leaders]
    told = [f"{name} after {year}" for name, year in zip(named, marks, strict=True)]
    return f"Profit leads{once}, in years: {listed(told)}"
