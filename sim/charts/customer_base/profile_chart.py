"""Who the customers of a firm are: their worth, and the risk that they are gone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREY, ORANGE, VERMILION
from sim.metrics._shared.customer_database_view import Of
from sim.metrics.customer_base.profile_analysis import LEVELS, RISKS, profile_analysis
from sim.number_text import percent
from sim.results.results import Results

_LOOKS = ((BLUE, "", "low"), (ORANGE, "//", "middle"), (VERMILION, "xx", "high"), (GREY, "..", "seen once"))


@house_style()
def profile_chart(results: Results, axes: Axes | None = None, of: Of = "records") -> Figure:
    """Expected sales of the firm in focus by level of its customers and by the risk that they are gone, at the end.

    ``of="records"`` draws what the firm has on file, ``of="truth"`` what happened. Shares of weekly sales, all
    replications together. Raises ``IncompleteLogError`` for a log without purchases.
    """
    table = profile_analysis(results, of=of)
    sales = _by(table, "weekly_sales")
    customers = _by(table, "").sum(axis=1)
    axes = canvas(axes, height=2.9)
    reached = np.zeros(len(LEVELS))
    for risk, (colour, hatch, _) in zip(RISKS, _LOOKS, strict=True):
        part = 100 * sales[risk].to_numpy()
        axes.barh(range(len(LEVELS)), part, left=reached, height=0.62, color=colour, hatch=hatch, edgecolor="white")
        reached += part
    for place, end in enumerate(reached):
        axes.annotate(f"{end:.0f}%", (end, place), (5, 0), textcoords="offset points", va="center", fontsize=9)
    named = [f"{level} worth\n{percent(float(customers[level]))} of customers" for level in LEVELS]
    axes.set_yticks(range(len(LEVELS)), named)
    axes.set_ylim(len(LEVELS) - 0.5, -0.5)
    axes.set_xlim(0, max(1.0, 1.12 * float(reached.max())))
    axes.grid(False)
    axes.set_xlabel(f"part of expected weekly sales, % · {words_of(of)}")
    handles = [Patch(facecolor=c, hatch=h, edgecolor="white", label=words) for c, h, words in _LOOKS]
    handles.insert(0, Patch(alpha=0.0, label="risk of being gone:"))
    add_legend(axes, list(handles))
    headline(axes, _claim(results, table, sales, of))
    return figure_of(axes)


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
    name = firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]
    return f"the customers {name} knows" if of == "records" else f"{name}'s customers"


def knows_nobody(results: Results) -> str:
    """What there is to say of a firm without anybody on file."""
    return f"{firm_words(results)[results.names.firms.index(results.scenario.focal_firm)]} knows none of its customers"


def _claim(results: Results, table: pd.DataFrame, sales: pd.DataFrame, of: Of) -> str:
    if not len(table):
        return knows_nobody(results)
    gone = float((table["risk_level"] == "high").mean())
    best = float(np.nansum(sales.loc["high"].to_numpy(dtype=float)))
    return f"The best fifth of {whose(results, of)} make {percent(best)} of sales; {percent(gone)} of all may be gone"
