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
from sim.charts.style.formatting import if_several, listed, money_axis, notes, words_by_firm
from sim.charts.style.palette import INK, firm_look
from sim.language.messages import _, mark, ngettext
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
    axes.set_ylabel(_("profit since week 0, money"))
    axes.set_xlabel(weeks_label(results))
    return headline(axes, _profit_claim(results, books))


PROFIT_AHEAD = Finding(
    more=mark("{name} earned {size} more than {rival}, its strongest rival{interval}"),
    less=mark("{name} earned {size} less than {rival}, its strongest rival{interval}"),
    unclear=mark("There is no clear difference in profit between {name} and {rival}, its strongest rival{interval}"),
    unit=money,
)


def _profit_claim(results: Results, books: pd.DataFrame) -> str:
    totals = books.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=True)
    focal = results.scenario.focal_firm
    words = words_by_firm(results)
    name = words[focal]
    rivals = [firm for firm in results.names.firms if firm != focal]
    if not rivals:
        return _("{firm} earned {money}").format(firm=name, money=money(float(totals[focal].mean())))
    best = rivals[int(np.argmax([totals[firm].mean() for firm in rivals]))]
    if len(totals) == 1:
        told = _("In this one run {firm} earned {money}; {rival}, its strongest rival, {other}")
        mine, other = (money(float(totals[firm].mean())) for firm in (focal, best))
        return told.format(firm=name, money=mine, rival=words[best], other=other)
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
    axes.set_xlabel(notes(_("year"), if_several(results, _("mean of replications, 95% interval"))))
    axes.set_ylabel(_("profit in the year, money"))
    return headline(axes, _yearly_profit_claim(results, card, last))


YEAR_LEAD = Finding(
    more=mark("in year {year} {name} earned {size} more than {rival}{interval}"),
    less=mark("in year {year} {name} earned {size} less than {rival}{interval}"),
    unclear=mark("in year {year} no clear difference between {name} and {rival}{interval}"),
    unit=money,
)


def _yearly_profit_claim(results: Results, card: pd.DataFrame, last: int) -> str:
    words = words_by_firm(results)
    first, latest = (_leader(card, year) for year in (1, last))
    if last == 1 or len(words) == 1:
        return _("Profit of each firm in year {year}").format(year=last)
    if len(results.runs) == 1:
        early, late = (words[_ahead(card, year)[0]] for year in (1, last))
        if early == late:
            told = _("In this one run {firm} earned most in year 1, and still in year {year}")
        else:
            told = _("In this one run {firm} earned most in year 1, {other} in year {year}")
        return told.format(firm=early, other=late, year=last)
    one, other = _ahead(card, last)[:2]
    table = _by_firm(card, last)
    lead = YEAR_LEAD.told(interval(table[one] - table[other]), rival=words[other], name=words[one], year=str(last))
    if first is None and latest is None:
        told = _("No clear leader in yearly profit, neither in year 1 nor in year {year}: {lead}")
    elif first == latest:
        told = _("{firm} earned most in year 1, and still in year {year}: {lead}")
    elif first is None:
        told = _("No clear leader in year 1, {other} in year {year}: {lead}")
    elif latest is None:
        told = _("{firm} earned most in year 1, no clear leader in year {year}: {lead}")
    else:
        told = _("{firm} earned most in year 1, {other} in year {year}: {lead}")
    return told.format(firm=words[first] if first else "", other=words[latest] if latest else "", year=last, lead=lead)


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
        words = ngettext("{n} year", "{n} years", year).format(n=year)
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
    axes.set_ylabel(_("profit since week 0, money"))
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
    more=mark("at the end it has {size} more{interval}"),
    less=mark("at the end it has {size} less{interval}"),
    unclear=mark("at the end there is no clear difference{interval}"),
    unit=money,
)


def _crossover_claim(results: Results, books: pd.DataFrame, marks: list[int]) -> str:
    crossing = passed(results, books)
    if crossing:
        return _passing_claim(results, books, crossing[0], crossing[1])
    return _leaders_claim(results, [leader(books, year) for year in marks], marks)


def _passing_claim(results: Results, books: pd.DataFrame, rival: str, week: int) -> str:
    words, focal = words_by_firm(results), results.scenario.focal_firm
    if len(results.runs) == 1:
        told = _("{firm} passes {rival} in profit in this one run in week {week}")
        return told.format(firm=words[focal], rival=words[rival], week=week)
    totals = books.pivot_table(index="replication", columns="firm", values="profit", aggfunc="sum", observed=False)
    told = _("{firm} passes {rival} in profit in week {week}; {lead}")
    lead = LEAD_AT_THE_END.told(interval(totals[focal] - totals[rival]))
    return told.format(firm=words[focal], rival=words[rival], week=week, lead=lead)


def _leaders_claim(results: Results, leaders: list[str], marks: list[int]) -> str:
    words, alone = words_by_firm(results), len(results.runs) == 1
    if marks and len(set(leaders)) == 1 and leaders[0]:
        if len(marks) > 1 and alone:
            told = _("{firm} leads in profit in this one run after {first} year and still after {last}")
        elif len(marks) > 1:
            told = _("{firm} leads in profit after {first} year and still after {last}")
        else:
            told = (
                _("{firm} leads in profit in this one run after {first} year")
                if alone
                else _("{firm} leads in profit after {first} year")
            )
        return told.format(firm=words[leaders[0]], first=marks[0], last=marks[-1])
    if not any(leaders):
        if not marks:
            return _("Nobody clearly leads in profit")
        return _("Nobody clearly leads in profit after {years} years").format(years=listed([str(one) for one in marks]))
    named = [words[firm] if firm else _("nobody clearly") for firm in leaders]
    ahead = [_("{firm} after {year}").format(firm=name, year=one) for name, one in zip(named, marks, strict=True)]
    told = _("Profit leads in this one run, in years: {leads}") if alone else _("Profit leads, in years: {leads}")
    return told.format(leads=listed(ahead))
