"""What each firm earned in each year, and which levers it moved: how ways of steering pay as time goes by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.charts.style.canvas import canvas, figure_of, headline, house_style, label_ends
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import firm_look
from sim.metrics._shared.interval import interval, over_replications
from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.number_text import money
from sim.results.results import Results


@house_style()
def yearly_profit_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Profit of each firm in each whole year, with 95% intervals where there are several replications (A1, A18)."""
    axes = canvas(axes)
    card = crm_scorecard(results)
    table = over_replications(card, "profit", ["year", "firm"])
    firms = results.names.firms
    for place, firm in enumerate(firms):
        look, mine = firm_look(place), table[table["firm"] == firm]
        years = mine["year"].to_numpy(dtype=float)
        mean, low, high = (mine[column].to_numpy(dtype=float) for column in ("profit", "low", "high"))
        axes.plot(years, mean, color=look.colour, linestyle=look.line, marker=look.marker, markersize=4, linewidth=1.8)
        if np.isfinite(low).all():
            axes.fill_between(years, low, high, color=look.colour, alpha=0.15, linewidth=0)
    last = int(table["year"].max())
    if axes.get_ylim()[0] < 0:
        axes.axhline(0, color="#888888", linewidth=0.8)
    axes.set_xlim(1 if last > 1 else 0.5, max(last, 1.5))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda amount, _: money(amount)))
    axes.set_xlabel("year" + (" · mean of replications, 95% interval" if len(results.runs) > 1 else ""))
    axes.set_ylabel("profit in the year, money")
    ends = [float(table.loc[(table["firm"] == firm) & (table["year"] == last), "profit"].iloc[0]) for firm in firms]
    colours = [firm_look(place).colour for place in range(len(firms))]
    label_ends(axes, list(zip(ends, firm_words(results), colours, strict=True)))
    headline(axes, _claim(results, card, last))
    return figure_of(axes)


def _claim(results: Results, card: pd.DataFrame, last: int) -> str:
    words = dict(zip(results.names.firms, firm_words(results), strict=True))
    first, latest = (_leader(card, year) for year in (1, last))
    if last == 1 or len(words) == 1:
        return f"Profit of each firm in year {last}"
    if len(results.runs) == 1:
        early, late = (words[_ahead(card, year)[0]] for year in (1, last))
        return f"In this one run {early} earned most in year 1, " + (
            f"and still in year {last}" if early == late else f"{late} in year {last}"
        )
    if first is None and latest is None:
        return f"No clear leader in yearly profit, neither in year 1 nor in year {last}"
    if first == latest and first is not None:
        return f"{words[first]} earned most in year 1, and still in year {last}"
    early = f"{words[first]} earned most in year 1" if first else "No clear leader in year 1"
    late = f"{words[latest]} in year {last}" if latest else f"no clear leader in year {last}"
    return f"{early}, {late}"


def _leader(card: pd.DataFrame, year: int) -> str | None:
    """Who earned most in a year, if the interval of the lead over the second lies above 0."""
    order = _ahead(card, year)
    if len(order) < 2:
        return order[0]
    table = _by_firm(card, year)
    return order[0] if interval(table[order[0]] - table[order[1]]).low > 0 else None


def _ahead(card: pd.DataFrame, year: int) -> list[str]:
    """The firms by what they earned in a year, who earned most first."""
    return [str(firm) for firm in _by_firm(card, year).mean().sort_values(ascending=False).index]


def _by_firm(card: pd.DataFrame, year: int) -> pd.DataFrame:
    """Profit in a year: a row for each replication, a column for each firm."""
    return card[card["year"] == year].pivot_table(index="replication", columns="firm", values="profit", observed=True)
