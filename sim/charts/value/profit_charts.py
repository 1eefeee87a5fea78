"""What each firm earned: added up over the weeks, year by year, and who is ahead when."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.curves import Curve, draw_curves, zero_line
from sim.charts.style.finding import Finding
from sim.charts.style.firm_curves import firm_curves, weeks_label
from sim.charts.style.formatting import if_several, listed, money_axis, words_by_firm
from sim.charts.style.palette import INK, firm_look
from sim.metrics._shared.interval import interval, over_replications
from sim.metrics._shared.windows import WEEKS_A_YEAR
from sim.metrics.customer_base.crm_scorecard import crm_scorecard
from sim.metrics.value.ledger import ledger
from sim.number_text import money
from sim.results.results import Results
from sim.results.tables import weekly


@house_style()
def profit_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Cumulative profit of each firm: what customers paid less goods, rewards, benefits and programmes.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    books = weekly(results)
    books["earned"] = books.groupby(["replication", "firm"], observed=True)["profit"].cumsum()
    firm_curves(axes, results, books, "earned")
    zero_line(axes, always=False)
    money_axis(axes.yaxis)
    axes.set_ylabel("profit since week 0, money")
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _profit_claim(results, books))


PROFIT_AHEAD = Finding(
    more="{name} earned {size} more than {rival}, its strongest rival{interval}",
    less="{name} earned {size} less than {rival}, its strongest rival{interval}",
    unclear="There is no clear difference in profit between {name} and {rival}, its strongest rival{interval}",
    unit=money,
)


def _profit_claim(results: Results, books: pd.DataFrame) -> str:
    totals = books.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=True)
    focal = results.scenario.focal_firm
    words = words_by_firm(results)
    name = words[focal]
    rivals = [firm for firm in results.names.firms if firm != focal]
    if not rivals:
        return f"{name} earned {money(float(totals[focal].mean()))}"
    best = rivals[int(np.argmax([totals[firm].mean() for firm in rivals]))]
    if len(totals) == 1:
        return (
            f"In this one run {name} earned {money(float(totals[focal].mean()))}; "
            f"{words[best]}, its strongest rival, {money(float(totals[best].mean()))}"
        )
    return PROFIT_AHEAD.told(interval(totals[focal] - totals[best]), name=name, rival=words[best])


@house_style()
def yearly_profit_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Profit of each firm in each whole year, with 95% intervals where there are several replications (A1, A18).

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    axes = canvas(axes)
    card = crm_scorecard(results)
    table = over_replications(card, "profit", ["year", "firm"])
    last = int(table["year"].max())
    axes.set_xlim(1 if last > 1 else 0.5, max(last, 1.5))
    curves = []
    for place, (firm, word) in enumerate(words_by_firm(results).items()):
        mine = table[table["firm"] == firm]
        curves.append(
            Curve(x=mine["year"], y=mine["profit"], low=mine["low"], high=mine["high"], name=word,
                  look=firm_look(place), strong=firm == results.scenario.focal_firm)
        )  # fmt: skip
    draw_curves(axes, curves, markers=True)
    zero_line(axes, always=False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    money_axis(axes.yaxis)
    axes.set_xlabel("year" + (if_several(results, " · mean of replications, 95% interval")))
    axes.set_ylabel("profit in the year, money")
    return headline(axes, _yearly_profit_claim(results, card, last))


YEAR_LEAD = Finding(
    more="in year {year} {name} earned {size} more than {rival}{interval}",
    less="in year {year} {name} earned {size} less than {rival}{interval}",
    unclear="in year {year} no clear difference between {name} and {rival}{interval}",
    unit=money,
)


def _yearly_profit_claim(results: Results, card: pd.DataFrame, last: int) -> str:
    words = words_by_firm(results)
    first, latest = (_leader(card, year) for year in (1, last))
    if last == 1 or len(words) == 1:
        return f"Profit of each firm in year {last}"
    if len(results.runs) == 1:
        early, late = (words[_ahead(card, year)[0]] for year in (1, last))
        return f"In this one run {early} earned most in year 1, " + (
            f"and still in year {last}" if early == late else f"{late} in year {last}"
        )
    one, other = _ahead(card, last)[:2]
    table = _by_firm(card, last)
    lead = YEAR_LEAD.told(interval(table[one] - table[other]), rival=words[other], name=words[one], year=str(last))
    if first is None and latest is None:
        return f"No clear leader in yearly profit, neither in year 1 nor in year {last}: {lead}"
    if first == latest and first is not None:
        return f"{words[first]} earned most in year 1, and still in year {last}: {lead}"
    early = f"{words[first]} earned most in year 1" if first else "No clear leader in year 1"
    late = f"{words[latest]} in year {last}" if latest else f"no clear leader in year {last}"
    return f"{early}, {late}: {lead}"


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


YEARS = (1, 2, 5)
EARLY = 4
"""Weeks before which a lead is a matter of chance and changes often."""


@house_style()
def crossover_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Profit of each firm since week 0, points counted when they are given, with marks after 1, 2 and 5 years (A1).

    The headline says whom the firm in focus passes for good and when, or who leads at the marks; it names no leader
    while chance alone could explain the lead.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where tailored goods have a premium and purchases were not kept.
    """
    books = ledger(results, by="week")
    books["earned"] = books.groupby(["replication", "firm"], observed=True)["profit"].cumsum()
    axes = canvas(axes)
    firm_curves(axes, results, books[["replication", "week", "firm", "earned"]], "earned")
    zero_line(axes)
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
    money_axis(axes.yaxis)
    axes.set_ylabel("profit since week 0, money")
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _crossover_claim(results, books, marks))


def marked(results: Results) -> list[int]:
    """The years among 1, 2 and 5 that the run is long enough for."""
    return [year for year in YEARS if year * WEEKS_A_YEAR <= results.scenario.horizon]


def leader(books: pd.DataFrame, year: int) -> str:
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


LEAD_AT_THE_END = Finding(
    more="at the end it has {size} more{interval}",
    less="at the end it has {size} less{interval}",
    unclear="at the end there is no clear difference{interval}",
    unit=money,
)


def _crossover_claim(results: Results, books: pd.DataFrame, marks: list[int]) -> str:
    words = words_by_firm(results)
    once = " in this one run" if len(results.runs) == 1 else ""
    leaders = [leader(books, year) for year in marks]
    crossing = passed(results, books)
    if crossing:
        rival, week, _ = crossing
        told = f"{words[results.scenario.focal_firm]} passes {words[rival]} in profit{once} in week {week}"
        if once:
            return told
        totals = books.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=False)
        return f"{told}; {LEAD_AT_THE_END.told(interval(totals[results.scenario.focal_firm] - totals[rival]))}"
    if marks and len(set(leaders)) == 1 and leaders[0]:
        until = f" and still after {marks[-1]}" if len(marks) > 1 else ""
        return f"{words[leaders[0]]} leads in profit{once} after {marks[0]} year{until}"
    if not any(leaders):
        when = f" after {listed([str(year) for year in marks])} years" if marks else ""
        return f"Nobody clearly leads in profit{when}"
    named = [words[firm] if firm else "nobody clearly" for firm in leaders]
    ahead = [f"{name} after {year}" for name, year in zip(named, marks, strict=True)]
    return f"Profit leads{once}, in years: {listed(ahead)}"
