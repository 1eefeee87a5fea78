"""What profit is made of: the lines of lifetime value, and what winning a customer costs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullLocator

from sim.charts.style.bars import name_rows, upright_grid, write_at_ends
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import firm_words, focal_place, focal_word, if_several, listed, money_axis, notes
from sim.charts.style.palette import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION
from sim.language.messages import _, mark, translate
from sim.metrics.value.acquisition_cost import acquisition_cost, incremental_acquisition_cost, keeping_cost
from sim.metrics.value.ledger import CONTRIBUTION, COSTS, LINES, ledger
from sim.number_text import bounds, decimal, money
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
_LINE_WORDS: dict[str, str] = {
    "base_profit": mark("base profit"), "cross_selling": mark("cross selling"), "savings": mark("savings"),
    "acquisition": mark("acquisition"), "rewards": mark("rewards"), "loss": mark("loss"), "serving": mark("serving"),
}  # fmt: skip


def line_word(line: str) -> str:
    """What a line of customer value is called."""
    return translate(_LINE_WORDS[line])


@house_style()
def ledger_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Contribution of each firm's customers to the right, what they cost to the left, line by line (course A10).

    Sums over the run, means over replications, in money; a diamond marks the profit that remains.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: Where tailored goods have a premium and purchases were not kept.
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
    write_at_ends(
        axes, np.maximum(ends[1], 0.0), [_("profit {money}").format(money=money(float(profit))) for profit in profits]
    )
    axes.axvline(0, color=INK, linewidth=0.8)
    name_rows(axes, firm_words(results))
    upright_grid(axes)
    least, most = min(0.0, float(ends[-1].min())), max(1.0, float(ends[1].max()))
    axes.set_xlim(least - 0.04 * (most - least), most + 0.3 * (most - least))
    axes.set_xticks([tick for tick in axes.get_xticks() if tick <= most * 1.02])
    axes.set_xlim(least - 0.04 * (most - least), most + 0.3 * (most - least))
    money_axis(axes.xaxis)
    below = _("← cost, contribution →, money in {weeks} weeks").format(weeks=f"{results.scenario.horizon:g}")
    axes.set_xlabel(notes(below, if_several(results, _("mean of {count}"))))
    marks: list[Line2D | Patch] = [area_key(*LINE_LOOK[line], line_word(line)) for line in shown]
    marks.append(Line2D([], [], linestyle="none", marker="D", color=INK, label=_("profit")))
    add_legend(axes, marks, columns=4)
    return headline(axes, _ledger_claim(results, books))


def _ledger_claim(results: Results, books: pd.DataFrame) -> str:
    name = focal_word(results)
    mine = {str(line): float(books[line].iloc[focal_place(results)]) for line in books.columns}
    if mine["contribution"] == 0 and mine["cost"] == 0:
        return _("{firm} neither earned nor spent anything").format(firm=name)
    spent = sorted(((mine[line], line) for line in COSTS if mine[line] > 0), reverse=True)[:2]
    words = [_("{money} for {line}").format(money=money(amount), line=line_word(line)) for amount, line in spent]
    if len(spent) > 1:
        told = _("{firm}'s customers contributed {money} and cost {cost}: {lines}")
    elif spent:
        told = _("{firm}'s customers contributed {money} and cost {cost}, all for {line}")
    else:
        told = _("{firm}'s customers contributed {money} and cost {cost}")
    return told.format(
        firm=name, money=money(mine["contribution"]), cost=money(mine["cost"]), lines=listed(words),
        line=line_word(spent[0][1]) if spent else "",
    )  # fmt: skip


CLAIMED = (4.0, 6.0)
"""How many times the cost of keeping a customer it costs to win one, as is often said (course A12)."""


@house_style()
def acquisition_cost_chart(
    worlds: Sequence[Results], without: Results, axes: Axes | None = None, since: int = 0
) -> Figure:
    """Cost per customer against the budget for winning them, one mark for each world, and what keeping one costs.

    The lower line is the average over first purchases, the upper one that over those which would not have been made
    without, with its 95% interval. The band is 4 to 6 times the cost of keeping a customer for a year.

    Args:
        worlds: Runs of the same market with different budgets of communication at the firm in focus.
        without: The same market with no such budget, run with the same luck.
        axes: Axes to draw into; a figure of its own if left out.
        since: Weeks at the beginning that are left out.

    Returns:
        The figure.

    Raises:
        ValueError: For no worlds or other luck.
    """
    if not len(worlds):
        raise ValueError("no worlds: give the same market with one or more budgets of communication")
    table = pd.DataFrame([_costs(world, without, since) for world in worlds]).sort_values("budget", ignore_index=True)
    table = table[table["budget"] > 0].replace(0.0, np.nan)
    axes = canvas(axes, height=4.2)
    budget = table["budget"].to_numpy()
    low, high = (factor * table["keeping"].to_numpy() for factor in CLAIMED)
    axes.fill_between(budget, low, high, color=GREY, alpha=0.3, linewidth=0)
    axes.plot(budget, table["keeping"], color=GREY, linewidth=1.6, linestyle=(0, (4, 2)))
    axes.plot(budget, table["average"], color=BLUE, linewidth=2.2, marker="o", markersize=5)
    bars = np.nan_to_num(np.array([table["one"] - table["low"], table["high"] - table["one"]]))
    axes.errorbar(budget, table["one"], yerr=np.maximum(bars, 0.0), color=VERMILION, linewidth=2.2, marker="s",
                  markersize=5, capsize=3)  # fmt: skip
    heights = table[["keeping", "average", "one"]].to_numpy(dtype=float)
    shown = heights[np.isfinite(heights)]
    if len(shown):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(10 ** np.floor(np.log10(shown.min())), 1.6 * shown.max())
    axes.xaxis.set_major_locator(FixedLocator(list(budget)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    for axis in (axes.xaxis, axes.yaxis):
        money_axis(axis)
    axes.set_xlabel(_("budget for winning customers, money per week"))
    axes.set_ylabel(_("money per customer"))
    add_legend(
        axes,
        [
            Line2D([], [], color=VERMILION, marker="s", label=_("one who would not have come anyhow")),
            Line2D([], [], color=BLUE, marker="o", label=_("average of all new ones")),
            Line2D([], [], color=GREY, linestyle=(0, (4, 2)), label=_("keeping one for a year")),
            Patch(facecolor=GREY, alpha=0.3, label=_("4 to 6 times that")),
        ],
        2,
    )
    return headline(axes, _acquisition_cost_claim(focal_word(without), table))


def _costs(world: Results, without: Results, since: int) -> dict[str, float]:
    focal = world.scenario.focal_firm
    won, kept = acquisition_cost(world, since), keeping_cost(world, since)
    won, kept = won[won["firm"] == focal], kept[kept["firm"] == focal]
    more = incremental_acquisition_cost(world, without, since)
    one = more[more["firm"] == focal].iloc[0]
    acquisitions, years = float(won["acquisitions"].sum()), float(kept["customer_years"].sum())
    return {
        "budget": float(won["spend"].mean()) / (world.scenario.horizon - since),
        "average": float(won["spend"].sum()) / acquisitions if acquisitions else float("nan"),
        "keeping": float(kept["spend"].sum()) / years if years else float("nan"),
        "one": float(one["incremental_cost"]),
        "low": float(one["low"]),
        "high": float(one["high"]),
    }


def _acquisition_cost_claim(name: str, table: pd.DataFrame) -> str:
    times = (table["average"] / table["keeping"]).to_numpy(dtype=float)
    times = times[np.isfinite(times)]
    if not len(table):
        return _("{firm} spent nothing on winning customers").format(firm=name)
    if not len(times):
        return _("What winning a customer cost {firm}; on keeping them it spent nothing").format(firm=name)
    first, last = float(times.min()), float(times.max())
    between = decimal(first, 1) if f"{first:.1f}" == f"{last:.1f}" else bounds(first, last, partial(decimal, places=1))
    if len(times) > 1:
        told = _("Winning a customer cost {firm} {n} times what keeping one did, depending on the budget")
    else:
        told = _("Winning a customer cost {firm} {n} times what keeping one did")
    told = told.format(firm=name, n=between)
    dearer = (table["one"] / table["average"]).to_numpy(dtype=float)
    dearer = dearer[np.isfinite(dearer)]
    if len(dearer):
        least, most = f"{dearer.min():.0f}", f"{dearer.max():.0f}"
        over = least if least == most else bounds(float(dearer.min()), float(dearer.max()), decimal)
        return _("{claim}; one who would not have come anyhow, {n} times the average").format(claim=told, n=over)
    return told
