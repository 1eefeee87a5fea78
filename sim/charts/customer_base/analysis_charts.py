"""The three analyses of a customer database, drawn: profile, loyalty and profit."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.bars import (
    BarStyle,
    Series,
    grouped_bars,
    name_rows,
    name_series,
    stacked_bars,
    write_at_ends,
)
from sim.charts.style.canvas import add_legend, area_key, canvas, headline, house_style
from sim.charts.style.formatting import focal_word, notes
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, VERMILION
from sim.language.messages import _, mark, pgettext, translate
from sim.metrics._shared.customer_database_view import Of
from sim.metrics.customer_base.customer_analyses import (
    LEVELS,
    LOYALTIES,
    RISKS,
    loyalty_analysis,
    profile_analysis,
    profit_analysis,
)
from sim.number_text import money, percent
from sim.results.results import Results

_LOOKS = ((BLUE, ""), (ORANGE, "//"), (VERMILION, "xx"), (GREY, ".."))
"""Colour and hatch of each risk of being gone, in the order of ``RISKS``."""
_WORTH = {
    "high": mark("high worth\n{part} of customers"), "middle": mark("middle worth\n{part} of customers"),
    "low": mark("low worth\n{part} of customers"),
}  # fmt: skip


@house_style()
def profile_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Expected sales of the firm in focus by level of its customers and by the risk that they are gone, at the end.

    Shares of weekly sales, all replications together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    table = profile_analysis(results, of=of)
    sales = _by(table, "weekly_sales")
    customers = _by(table, "").sum(axis=1)
    axes = canvas(axes, height=2.9)
    parts = [Series(100 * sales[risk], *look) for risk, look in zip(RISKS, _LOOKS, strict=True)]
    reached = stacked_bars(axes, range(len(LEVELS)), parts, BarStyle(outline=rcParams["patch.linewidth"]))
    write_at_ends(axes, reached, [percent(float(end) / 100) for end in reached])
    named = [translate(_WORTH[level]).format(part=percent(float(customers[level]))) for level in LEVELS]
    name_rows(axes, named)
    axes.set_xlim(0, max(1.0, 1.12 * float(reached.max())))
    axes.set_xlabel(notes(_("part of expected weekly sales, %"), words_of(of)))
    handles = [area_key(*look, word) for look, word in zip(_LOOKS, _risk_words(), strict=True)]
    handles.insert(0, Patch(alpha=0.0, label=_("risk of being gone:")))
    add_legend(axes, list(handles))
    return headline(axes, _profile_claim(results, table, sales, of))


def _risk_words() -> tuple[str, ...]:
    """What each risk is called."""
    low, middle, high = pgettext("risk", "low"), pgettext("risk", "middle"), pgettext("risk", "high")
    return low, middle, high, _("seen once")


def words_of(of: Of) -> str:
    """Whether a picture shows what a firm knows or what is so."""
    return _("as on file") if of == "records" else _("in truth")


def _by(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Shares of a column (or of customers) by level and risk."""
    values = table[column] if column else pd.Series(1.0, index=table.index)
    grid = values.groupby([table["level"], table["risk_level"]], observed=False).sum().unstack().reindex(LEVELS)
    whole = float(grid.to_numpy().sum())
    return grid / whole if whole > 0 else grid


def whose(results: Results, of: Of) -> str:
    """Whose customers a picture speaks of: all of the firm's, or those it knows."""
    name = focal_word(results)
    told = _("the customers {firm} knows") if of == "records" else _("{firm}'s customers")
    return told.format(firm=name)


def knows_nobody(results: Results) -> str:
    """What there is to say of a firm without anyone on file."""
    return _("{firm} knows none of its customers").format(firm=focal_word(results))


def _profile_claim(results: Results, table: pd.DataFrame, sales: pd.DataFrame, of: Of) -> str:
    if not len(table):
        return knows_nobody(results)
    gone = float((table["risk_level"] == "high").mean())
    best = float(np.nansum(sales.loc["high"].to_numpy(dtype=float)))
    told = _("The best fifth of {customers} make {part} of sales; {gone} of all may be gone")
    return told.format(customers=whose(results, of), part=percent(best), gone=percent(gone))


_WORDS = {
    "steady": mark("steady: by habit"),
    "varying": mark("varying: at random"),
    "new": mark("new: two purchases"),
    "once": mark("once only"),
    "silent": mark("silent: long unseen"),
}


@house_style()
def loyalty_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Customers of the firm in focus and their purchases by how they come, at the end of the run.

    All replications together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    table = loyalty_analysis(results, of=of)
    groups = table.groupby("loyalty", observed=False)
    heads: pd.Series[float] = groups.size().reindex(LOYALTIES, fill_value=0) / max(1, len(table))
    purchases = groups["purchases"].sum().reindex(LOYALTIES, fill_value=0)
    bought: pd.Series[float] = purchases / max(1, int(purchases.sum()))
    axes = canvas(axes, height=3.3)
    sides = [Series(100 * heads, GREY, "//", _("customers")), Series(100 * bought, BLUE, "", _("their purchases"))]
    grouped_bars(axes, sides, 0.38)
    name_rows(axes, [translate(_WORDS[name]) for name in LOYALTIES])
    axes.set_xlim(0, max(1.0, 112 * float(max(heads.max(), bought.max()))))
    axes.set_xlabel(notes(_("part of all, %"), words_of(of)))
    name_series(axes, sides)
    return headline(axes, _loyalty_claim(results, heads, bought, of))


def _loyalty_claim(results: Results, heads: pd.Series[float], bought: pd.Series[float], of: Of) -> str:
    if not heads.sum():
        return knows_nobody(results)
    stay, make = (percent(float(shares["steady"] + shares["varying"])) for shares in (heads, bought))
    silent = percent(float(heads["silent"]))
    told = _("{stay} of {customers} keep coming and made {make} of purchases; {silent} have fallen silent")
    return told.format(stay=stay, customers=whose(results, of), make=make, silent=silent)


FIFTH = 0.2


@house_style()
def profit_analysis_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Net profit of the firm in focus, added up over its customers, the most profitable first.

    Above 100% the curve shows what the others lose again. All replications together.
    Source: Kaplan & Cooper (1998), Cost & Effect, the whale curve.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        of: Whose knowledge counts: ``records`` for what the firm has on file, ``truth`` for the whole log.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    table = profit_analysis(results, of=of)
    net = np.sort(table["net"].to_numpy(dtype=float))[::-1]
    axes = canvas(axes)
    whole = float(net.sum())
    if whole > 0:
        along = 100 * np.arange(len(net) + 1) / len(net)
        curve = 100 * np.concatenate([[0.0], np.cumsum(net)]) / whole
        axes.plot(along, curve, color=BLUE, linewidth=2)
        axes.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle=(0, (4, 2)))
        axes.annotate(_("if all were alike"), (64, 56), color="#666666", fontsize=8.5, va="top")
        fifth = _best(net)
        axes.plot([20, 20], [0, 100 * fifth], color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.annotate(
            _("a fifth: {part}").format(part=percent(fifth)), (20, 100 * fifth), (8, -12),
            textcoords="offset points", fontsize=9, fontweight="bold",
        )  # fmt: skip
        axes.set_ylim(0, max(105.0, 1.05 * float(curve.max())))
    axes.set_xlim(0, 100)
    axes.set_ylabel(_("part of net profit, %"))
    axes.set_xlabel(notes(_("customers, the most profitable first, %"), words_of(of)))
    return headline(axes, _profit_analysis_claim(results, net, of))


def _best(net: np.ndarray) -> float:
    return float(net[: int(np.ceil(round(FIFTH * len(net), 9)))].sum() / net.sum())


def _profit_analysis_claim(results: Results, net: np.ndarray, of: Of) -> str:
    if not len(net):
        return knows_nobody(results)
    if net.sum() <= 0:
        name = focal_word(results)
        return _("{firm} loses {money} with these customers").format(firm=name, money=money(-float(net.sum())))
    costly = float((net < 0).mean())
    if costly >= 0.005:
        told = _("A fifth of {customers} bring {part} of net profit; {others} cost more than they bring")
    else:
        told = _("A fifth of {customers} bring {part} of net profit")
    return told.format(customers=whose(results, of), part=percent(_best(net)), others=percent(costly))
