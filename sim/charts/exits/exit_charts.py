"""Why customers left: causes, causes as stated, and the profit that left with them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.style.bars import BarStyle, Series, grouped_bars, name_rows, name_series, stacked_bars
from sim.charts.style.canvas import canvas, headline, house_style
from sim.charts.style.formatting import cause_word, firm_words, focal_word, if_several, listed, money_axis, notes
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, cause_look
from sim.language.messages import _, ngettext
from sim.metrics._shared.windows import ratio
from sim.metrics.exits.exits import exits, stated_exits
from sim.metrics.exits.profit_lost import profit_lost_by_cause
from sim.number_text import decimal, money, percent
from sim.results.results import Results

LABELLED = 0.06
"""Least part of a bar in which its percentage is written."""


@house_style()
def exit_chart(results: Results, axes: Axes | None = None, since: float = 0.0, until: float | None = None) -> Figure:
    """The share of each cause in a firm's exits, one bar per firm (course C8); the grey part moved away.

    Exits of all replications are taken together; the number beside a bar is that of one replication, on average.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        The figure.
    """
    left = exits(results, since, until).groupby(["firm", "cause"], observed=False)["exits"].sum().unstack()
    left = left.reindex(list(results.names.firms), fill_value=0.0) / len(results.runs)  # no row: no cause can strike
    left = left.loc[:, left.sum() > 0]
    totals = left.sum(axis=1).to_numpy(dtype=float)
    causes = tuple(results.names.causes)
    looks = [(str(cause), cause_look(str(cause), causes)) for cause in left.columns]
    parts = [Series(100 * ratio(left[cause], totals, 0.0), look.colour, look.hatch, cause_word(results, cause))
             for cause, look in looks]  # fmt: skip
    axes = canvas(axes, height=1.6 + 0.55 * len(left))
    stacked_bars(axes, range(len(left)), parts, BarStyle(written_from=100 * LABELLED))
    for place, total in enumerate(totals):
        axes.text(101, place, decimal(total), va="center", fontsize=9, color="#555555")
    axes.text(101, -0.62, _("exits"), va="bottom", fontsize=8, color="#555555")
    name_rows(axes, firm_words(results), above=0.6)
    axes.set_xlim(0, 100)
    axes.set_xlabel(notes(_("share of the firm's exits, %"), if_several(results, _("{count} replications"))))
    name_series(axes, parts)
    return headline(axes, _exit_claim(results, left.loc[[results.scenario.focal_firm]].sum()))


def _exit_claim(results: Results, left: pd.Series[float]) -> str:
    name, total = focal_word(results), float(left.sum())
    if total == 0:
        return _("Nobody left {firm}").format(firm=name)
    of_market = {cause.name for cause in results.scenario.exits.causes if cause.ends == "all_relations"}
    moved = float(left[[cause in of_market for cause in left.index]].sum())
    chosen = left[[cause not in of_market for cause in left.index]].sort_values(ascending=False, kind="stable")[:2]
    reasons = [
        _("{part} for {cause}").format(part=percent(exits / total), cause=cause_word(results, str(why)))
        for why, exits in chosen.items() if exits
    ]  # fmt: skip
    if moved:
        reasons.append(_("{part} moved away").format(part=percent(moved / total)))
    if len(results.runs) > 1:
        told = _("{firm} lost {n} customers, on average: {reasons}")
    else:
        told = _("{firm} lost {n} customers: {reasons}")
    return told.format(firm=name, n=decimal(total), reasons=listed(reasons))


THICK = 0.36
"""Height of a bar; two of them and a gap make a cause."""


@house_style()
def stated_exits_chart(results: Results, axes: Axes | None = None) -> Figure:
    """True causes of the exits from the firm in focus beside those stated in exit interviews, two bars per cause.

    True shares are of all who left, stated ones of those who answered; replications taken together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.
    """
    table = _of_focal(results)
    axes = canvas(axes, height=1.7 + 0.42 * max(len(table), 2))
    sides = [
        Series(100 * table["share"], BLUE, "", _("true cause, of all who left")),
        Series(100 * table["stated_share"], ORANGE, "///", _("as stated, of those who answered")),
    ]
    grouped_bars(axes, sides, THICK)
    name_rows(axes, [cause_word(results, cause) for cause in table.index], above=0.6, below=0.6)
    axes.set_xlim(0, 110 * max([0.1, *table["share"], *table["stated_share"]]) + 4)
    axes.set_xlabel(notes(_("share, %"), if_several(results, _("{count} replications"))))
    name_series(axes, sides)
    return headline(axes, _stated_exits_claim(results, table))


def _of_focal(results: Results) -> pd.DataFrame:
    """Exits and interviews of the firm in focus by cause, the most frequent true cause first; causes seen only."""
    table = stated_exits(results)
    table = table[table["firm"] == results.scenario.focal_firm].astype({"cause": object})
    sums = table.groupby("cause", sort=False)[["exits", "stated"]].sum()
    sums = sums[(sums > 0).any(axis=1)].sort_values("exits", ascending=False, kind="stable")
    heard = sums["stated"].sum()
    sums["share"] = sums["exits"] / max(sums["exits"].sum(), 1)
    sums["stated_share"] = sums["stated"] / max(heard, 1)
    return sums


def _stated_exits_claim(results: Results, table: pd.DataFrame) -> str:
    name = focal_word(results)
    left, heard = int(table["exits"].sum()), int(table["stated"].sum())
    if left == 0:
        return _("Nobody left {firm}").format(firm=name)
    if heard == 0:
        return _("None of the {n} who left {firm} answered why").format(n=decimal(left), firm=name)
    said, truth = (table[column].to_numpy(dtype=float) for column in ("stated_share", "share"))
    most = int((said - truth).argmax())
    stated, true = percent(said[most]), percent(truth[most])
    word = cause_word(results, str(table.index[most]))
    if stated == true:
        told = _("The {heard} who told {firm} why they left named each cause as often as all {n} left for it")
        return told.format(heard=decimal(heard), n=decimal(left), firm=name)
    told = _("Of those who told {firm} why they left, {stated} said {cause}; of all who left, {true} left for it")
    return told.format(firm=name, stated=stated, cause=word, true=true)


APART = 0.8
"""Room between what could have been stopped and what could not, in bars."""


@house_style()
def profit_lost_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Future profit that left the firm in focus with its customers, by cause; below the line, what no one can stop.

    A mean over replications, with the formula and suppositions of ``sim.profit_lost``.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
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
        share = percent(shares[number])
        if (lost >= 0).all():
            words = ngettext("{money} ({share}), {n} exit", "{money} ({share}), {n} exits", round(exits[number]))
        else:
            words = ngettext("{money}, {n} exit", "{money}, {n} exits", round(exits[number]))
        words = f" {words.format(money=money(amount), share=share, n=decimal(exits[number]))}"
        axes.text(max(amount, 0.0), places[number], words, va="center", fontsize=8.5)
    if stoppable.any() and not stoppable.all():
        line = places[~stoppable][0] - (1 + APART) / 2
        axes.axhline(line, color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
        words = _("no one can stop these:")
        axes.text(1.0, line + 0.08, words, transform=axes.get_yaxis_transform(), fontsize=8, ha="right", va="top")
    axes.set_yticks(places, [cause_word(results, str(cause)) for cause in table["cause"]])
    axes.set_ylim(max([*places, 0.0]) + 0.6, -0.6)
    largest = max([1.0, *lost])
    axes.set_xlim(min([0.0, *lost]), largest * 1.55)
    money_axis(axes.xaxis)
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= largest * 1.05])
    axes.grid(False)
    average = if_several(results, _("mean of replications"))
    axes.set_xlabel(notes(_("profit lost with those who left, money"), average))
    return headline(axes, _profit_lost_claim(results, table))


def _profit_lost_claim(results: Results, table: pd.DataFrame) -> str:
    name = focal_word(results)
    if not len(table):
        return _("Nobody left {firm}").format(firm=name)
    total = float(table["profit_lost"].sum())
    if total <= 0:
        return _("Those who left {firm} would have cost it more than they brought").format(firm=name)
    if len(results.runs) > 1:
        told = _("{firm} lost {money} of profit to come with those who left, on average")
    else:
        told = _("{firm} lost {money} of profit to come with those who left")
    lost = told.format(firm=name, money=money(total))
    fixed = float(table.loc[~table["stoppable"].astype(bool), "profit_lost"].sum())
    if fixed <= 0:
        return lost
    if results.scenario.districts:  # a branch where they go would have kept some of them
        return _("{claim}; {part} of it with those who moved away").format(claim=lost, part=percent(fixed / total))
    return _("{claim}; {part} of it no one could have stopped").format(claim=lost, part=percent(fixed / total))
