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
from sim.charts.style.formatting import focal_word
from sim.charts.style.palette import BLUE, GREY, INK, ORANGE, VERMILION
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

_LOOKS = ((BLUE, "", "low"), (ORANGE, "//", "middle"), (VERMILION, "xx", "high"), (GREY, "..", "seen once"))


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
    named = [f"{level} worth\n{percent(float(customers[level]))} of customers" for level in LEVELS]
    name_rows(axes, named)
    axes.set_xlim(0, max(1.0, 1.12 * float(reached.max())))
    axes.set_xlabel(f"part of expected weekly sales, % · {words_of(of)}")
    handles = [area_key(c, h, words) for c, h, words in _LOOKS]
    handles.insert(0, Patch(alpha=0.0, label="risk of being gone:"))
    add_legend(axes, list(handles))
    return headline(axes, _profile_claim(results, table, sales, of))


def words_of(of: Of) -> str:
    """Whether a picture shows what a firm knows or what is so."""
    return "as on file" if of == "records" else "in truth"


def _by(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Shares of a column (or of customers) by level and risk."""
    values = table[column] if column else pd.Series(1.0, index=table.index)
    grid = values.groupby([table["level"], table["risk_level"]], observed=False).sum().unstack().reindex(LEVELS)
    whole = float(grid.to_numpy().sum())
    return grid / whole if whole > 0 else grid


def whose(results: Results, of: Of) -> str:
    """Whose customers a picture speaks of: all of the firm's, or those it knows."""
    name = focal_word(results)
    return f"the customers {name} knows" if of == "records" else f"{name}'s customers"


def knows_nobody(results: Results) -> str:
    """What there is to say of a firm without anyone on file."""
    return f"{focal_word(results)} knows none of its customers"


def _profile_claim(results: Results, table: pd.DataFrame, sales: pd.DataFrame, of: Of) -> str:
    if not len(table):
        return knows_nobody(results)
    gone = float((table["risk_level"] == "high").mean())
    best = float(np.nansum(sales.loc["high"].to_numpy(dtype=float)))
    return f"The best fifth of {whose(results, of)} make {percent(best)} of sales; {percent(gone)} of all may be gone"


_WORDS = {
    "steady": "steady: by habit",
    "varying": "varying: at random",
    "new": "new: two purchases",
    "once": "once only",
    "silent": "silent: long unseen",
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
    sides = [Series(100 * heads, GREY, "//", "customers"), Series(100 * bought, BLUE, "", "their purchases")]
    grouped_bars(axes, sides, 0.38)
    name_rows(axes, [_WORDS[name] for name in LOYALTIES])
    axes.set_xlim(0, max(1.0, 112 * float(max(heads.max(), bought.max()))))
    axes.set_xlabel(f"part of all, % · {words_of(of)}")
    name_series(axes, sides)
    return headline(axes, _loyalty_claim(results, heads, bought, of))


def _loyalty_claim(results: Results, heads: pd.Series[float], bought: pd.Series[float], of: Of) -> str:
    if not heads.sum():
        return knows_nobody(results)
    stay, make = (percent(float(shares["steady"] + shares["varying"])) for shares in (heads, bought))
    silent = percent(float(heads["silent"]))
    return f"{stay} of {whose(results, of)} keep coming and made {make} of purchases; {silent} have fallen silent"


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
        axes.annotate("if all were alike", (64, 56), color="#666666", fontsize=8.5, va="top")
        fifth = _best(net)
        axes.plot([20, 20], [0, 100 * fifth], color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
        axes.annotate(
            f"a fifth: {percent(fifth)}", (20, 100 * fifth), (8, -12), textcoords="offset points", fontsize=9,
            fontweight="bold",
        )  # fmt: skip
        axes.set_ylim(0, max(105.0, 1.05 * float(curve.max())))
    axes.set_xlim(0, 100)
    axes.set_ylabel("part of net profit, %")
    axes.set_xlabel(f"customers, the most profitable first, % · {words_of(of)}")
    return headline(axes, _profit_analysis_claim(results, net, of))


def _best(net: np.ndarray) -> float:
    return float(net[: int(np.ceil(round(FIFTH * len(net), 9)))].sum() / net.sum())


def _profit_analysis_claim(results: Results, net: np.ndarray, of: Of) -> str:
    if not len(net):
        return knows_nobody(results)
    if net.sum() <= 0:
        name = focal_word(results)
        return f"{name} loses {money(-float(net.sum()))} with these customers"
    costly = float((net < 0).mean())
    others = f"; {percent(costly)} cost more than they bring" if costly >= 0.005 else ""
    return f"A fifth of {whose(results, of)} bring {percent(_best(net))} of net profit{others}"
