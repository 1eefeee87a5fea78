"""What a firm that guesses had in stock of each kind, and what was asked for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style, legible
from sim.charts.style.formatting import firm_words
from sim.charts.style.palette import BLUE, GREY, INK, VERMILION, firm_look
from sim.metrics.purchasing.orders import orders
from sim.metrics.purchasing.stock import guesses, stock
from sim.number_text import percent
from sim.results.results import Results
from sim.scenario.firm.departments.production_line import ProductionLine

if TYPE_CHECKING:
    import pandas as pd

FEW = 6
"""Most kinds that are drawn as lines; more are drawn as a table of colours."""
SPAN = 4
"""Weeks over which shortages are added up."""


@house_style()
def stock_chart(results: Results, axes: Axes | None = None, firm: str | None = None, run: int = 0) -> Figure:
    """Stock of each kind week by week, and below it the orders of each kind that found none.

    ``firm``: one that makes for stock; the first there is when left out. Of several replications one is shown, the
    first unless ``run`` says. Raises ``IncompleteLogError`` for a log without purchases, ``LookupError`` for a firm
    that is not there or makes nothing for stock.
    """
    name, line = _guessing(results, firm)
    if line is None:
        axes = canvas(axes)
        axes.set_xlabel("week")
        headline(axes, "No firm here makes goods for stock")
        return figure_of(axes)
    table = stock(results)
    chosen = table[(table["firm"] == name) & (table["replication"] == results.runs[run].replication)]
    many = line.kinds > FEW
    axes = canvas(axes, height=1.7 + 0.17 * line.kinds if many else 4.0)
    held, short = (_by_kind(chosen, column, line.kinds) for column in ("stock", "short"))
    names = [legible(line.name_of(kind), f"kind {kind + 1}") for kind in range(line.kinds)]
    (_as_colours if many else _as_lines)(axes, held, short, names)
    several = f" (replication {run + 1} of {len(results.runs)})" if len(results.runs) > 1 else ""
    axes.set_xlabel(f"week{several}")
    printed = firm_words(results)[results.names.firms.index(name)]
    fared = orders(results)
    given = fared[(fared["firm"] == name) & (fared["replication"] == results.runs[run].replication)]["orders"]
    headline(axes, _claim(printed, chosen, int(given.sum())))
    return figure_of(axes)


def _guessing(results: Results, firm: str | None) -> tuple[str, ProductionLine | None]:
    lines = {f.name: f.department(ProductionLine) for f in results.scenario.firms}
    found = {name: line for name, line in lines.items() if line is not None and guesses(line)}
    if firm is None:
        return next(iter(found.items()), ("", None))
    if firm not in found:
        raise LookupError(f"{firm!r} makes nothing for stock; firms that do: {', '.join(found) or 'none'}")
    return firm, found[firm]


def _by_kind(table: pd.DataFrame, column: str, kinds: int) -> NDArray[np.int64]:
    """A column as an array of shape (kinds, weeks)."""
    counts: NDArray[np.int64] = table[column].to_numpy(dtype=np.int64).reshape(kinds, -1)
    return counts


def _as_lines(axes: Axes, held: NDArray[np.int64], short: NDArray[np.int64], names: list[str]) -> None:
    """Lines above for what is there, bars below for what was missing."""
    weeks = held.shape[1]
    starts = np.arange(0, weeks, SPAN)
    missing = np.add.reduceat(short, starts, axis=1)
    below = np.zeros(len(starts))
    for kind, name in enumerate(names):
        look = firm_look(kind)
        axes.plot(
            np.arange(1, weeks + 1), held[kind], color=look.colour, linestyle=look.line, linewidth=1.5, label=name
        )
        axes.bar(
            starts, -missing[kind], width=SPAN, bottom=below, align="edge", color=look.colour, hatch=look.hatch,
            edgecolor="white", linewidth=0.3,
        )  # fmt: skip
        below -= missing[kind]
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xlim(0, weeks)
    axes.set_ylabel(f"units: above, in stock;\nbelow, missing (in {SPAN} weeks)")
    axes.yaxis.set_major_formatter(lambda units, _: f"{abs(units):,.0f}")
    marks = [Patch(color=firm_look(kind).colour, label=name) for kind, name in enumerate(names)]
    add_legend(axes, marks)


def _as_colours(axes: Axes, held: NDArray[np.int64], short: NDArray[np.int64], names: list[str]) -> None:
    """One row of colours for each kind: the darker, the more is there; a mark where somebody went without."""
    much = max(1.0, float(np.quantile(held, 0.98)))
    shades = LinearSegmentedColormap.from_list("stock", ["#FFFFFF", "#C6DDEF", BLUE])
    weeks = held.shape[1]
    extent = (0.0, float(weeks), len(names) - 0.5, -0.5)
    image = axes.imshow(held, aspect="auto", cmap=shades, vmin=0, vmax=much, extent=extent, interpolation="nearest")
    kind, week = np.nonzero(short)
    axes.scatter(week + 0.5, kind, s=3, marker="s", color=VERMILION, linewidths=0)
    step = 1 if len(names) <= 12 else 3
    axes.set_yticks(range(0, len(names), step), names[::step], fontsize=7.5)
    axes.grid(False)
    bar = figure_of(axes).colorbar(image, ax=axes, pad=0.015, aspect=30)
    bar.set_label("units in stock")
    bar.outline.set_edgecolor(GREY)
    add_legend(axes, [Patch(color=VERMILION, label="week in which somebody found none")])


def _claim(name: str, table: pd.DataFrame, given: int) -> str:
    """``given``: orders; whoever took another kind was short of one and took one, but ordered once."""
    if not given:
        return f"Nobody ordered anything of {name}"
    part = table["short"].sum() / given
    missing = percent(part, 0 if part > 0.02 else 1)
    mean = table.groupby("week")["stock"].sum().mean()
    return (
        f"{name} held {mean:,.0f} units on average: {missing} of orders found none of their kind, and "
        f"{table['surplus'].sum():,.0f} units were left over"
    )
