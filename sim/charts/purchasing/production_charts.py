"""A production line in pictures: lead times, lot sizes, stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from numpy.typing import NDArray

from sim.charts.style.canvas import add_legend, canvas, figure_of, headline, house_style
from sim.charts.style.formatting import firm_words, listed, week_of_replication
from sim.charts.style.palette import BLUE, GREY, INK, VERMILION, firm_look
from sim.charts.style.text_fitting import legible
from sim.language.messages import _, semicolon
from sim.metrics._shared.interval import interval
from sim.metrics._shared.windows import require_purchases
from sim.metrics.purchasing.orders import guesses, order_times, orders, stock
from sim.number_text import decimal, percent
from sim.results.results import Results
from sim.scenario.firm.departments.production_line import ProductionLine

if TYPE_CHECKING:
    import pandas as pd


@house_style()
def lead_time_chart(results: Results, axes: Axes | None = None) -> Figure:
    """Part of orders delivered within so many weeks, for each firm with a line; a vertical line is the promise.

    What is lost or never delivered stays missing from 100%. All replications together.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
    """
    require_purchases(results, "lead_time_chart")
    axes = canvas(axes)
    names, marks, claims, longest = firm_words(results), [], [], 0.1
    for place, firm in enumerate(results.scenario.firms):
        line = firm.department(ProductionLine)
        if line is None:
            continue
        weeks, given = _lead_times(results, place)
        look, promised = firm_look(place), getattr(line.works, "promised", None)
        if given:
            heights = 100 * np.arange(len(weeks) + 1) / given
            axes.plot(
                [0.0, *weeks, 1e6], [*heights, heights[-1]], color=look.colour, linestyle=look.line, linewidth=2,
                drawstyle="steps-post",
            )  # fmt: skip
            longest = max(longest, float(np.quantile(weeks, 0.995)) if len(weeks) else 0.0, promised or 0.0)
            claims.append(_lead_time_claim(names[place], weeks, given, promised))
        if promised is not None:
            axes.axvline(promised, color=look.colour, linewidth=1, linestyle=":")
        marks += axes.plot([], [], color=look.colour, linestyle=look.line, linewidth=2, label=names[place])
    axes.set_xlim(0, 1.15 * longest)
    axes.set_ylim(0, 104)
    axes.set_ylabel(_("orders delivered, %"))
    axes.set_xlabel(_("weeks since the order"))
    if any(getattr(p.works, "promised", None) for f in results.scenario.firms if (p := f.department(ProductionLine))):
        marks.append(Line2D([], [], color=INK, linewidth=1, linestyle=":", label=_("promised")))
    if marks:
        add_legend(axes, marks)
    return headline(axes, semicolon().join(claims) if claims else _("Nobody ordered anything of a production line"))


def _lead_times(results: Results, firm: int) -> tuple[NDArray[np.float64], int]:
    """Weeks from order to delivery, ascending, and the number of orders given."""
    tables = [order_times(run, firm) for run in results.runs]
    met = [table[table["ended"].notna() & ~table["lost"]] for table in tables]
    weeks = np.concatenate([(table["ended"] - table["ordered"]).to_numpy(dtype=float) for table in met])
    return np.sort(weeks), sum(map(len, tables))


def _lead_time_claim(name: str, weeks: NDArray[np.float64], given: int, promised: float | None) -> str:
    if promised is None:
        return _("{firm} meets {part} of orders from stock").format(firm=name, part=percent(len(weeks) / given))
    kept = percent(float((weeks <= promised).sum()) / given)
    told = _("{firm} delivers {part} of orders within the promised {weeks} weeks")
    return told.format(firm=name, part=kept, weeks=f"{promised:g}")


DAYS = 7.0


@house_style()
def lot_size_chart(runs: Mapping[int, Results], axes: Axes | None = None, since: float = 0.0) -> Figure:
    """Mean lead time of the firm in focus by lot size, with its 95% interval.

    Short lots lose time in set-ups, long ones wait to be filled (Karmarkar 1987).

    Args:
        runs: Runs of the same market by lot size, units.
        axes: Axes to draw into; a figure of its own if left out.
        since: Week before which orders are left out.

    Returns:
        The figure.

    Raises:
        ValueError: For fewer than two lot sizes.
        IncompleteLogError: For a log without purchases.
    """
    if len(runs) < 2:
        raise ValueError(f"{len(runs)} lot size given; a curve needs runs of two or more")
    lots = sorted(runs)
    days = {lot: _days(runs[lot], since) for lot in lots}
    found = [interval(days[lot]) for lot in lots]
    axes = canvas(axes)
    means = np.array([one.mean for one in found])
    reach = np.array([[one.mean - one.low, one.high - one.mean] for one in found]).T
    axes.errorbar(lots, means, yerr=np.nan_to_num(reach), color=BLUE, marker="o", linewidth=2, capsize=3)
    best = lots[int(np.nanargmin(means))]
    soonest = [lot for lot in lots if lot == best or _may_be_as_soon(days[lot], days[best])]
    axes.plot(
        soonest, [means[lots.index(lot)] for lot in soonest], linestyle="none", marker="o", markersize=11,
        color=VERMILION, zorder=5,
    )  # fmt: skip
    axes.set_xscale("log")
    axes.set_xticks(lots, [str(lot) for lot in lots])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel(_("units in a lot"))
    axes.set_ylabel(_("mean days to delivery"))
    return headline(axes, _lot_size_claim(soonest, float(means[lots.index(best)]), len(days[best])))


def _days(results: Results, since: float) -> NDArray[np.float64]:
    """Mean days from order to delivery at the firm in focus, by replication."""
    table = orders(results, since)
    mine = table[table["firm"] == results.scenario.focal_firm]
    return DAYS * mine["mean_lead_weeks"].to_numpy(dtype=float)


def _may_be_as_soon(days: NDArray[np.float64], best: NDArray[np.float64]) -> bool:
    """Whether chance alone could explain that the best is better: the paired interval of the difference holds 0."""
    return len(days) == len(best) > 1 and not interval(days - best).low > 0


def _lot_size_claim(soonest: list[int], days: float, replications: int) -> str:
    said = listed([str(lot) for lot in soonest])
    if replications == 1:
        told = _("In this run lots of {lots} were soonest delivered, after {days} days on average")
    elif len(soonest) > 1:
        told = _(
            "Lots of {lots} are soonest delivered, after {days} days on average; there is no clear difference between "
            "them"
        )
    else:
        told = _("Lots of {lots} are soonest delivered, after {days} days on average")
    return told.format(lots=said, days=decimal(days, 1))


FEW = 6
"""Most kinds that are drawn as lines; more are drawn as a table of colours."""
SPAN = 4
"""Weeks over which shortages are added up."""


@house_style()
def stock_chart(results: Results, axes: Axes | None = None, firm: str | None = None, run: int = 0) -> Figure:
    """Stock of each kind week by week, and below it the orders of each kind that found none.

    Of several replications one is shown, the first unless ``run`` says.

    Args:
        results: Runs to be drawn, as from :func:`sim.simulate`.
        axes: Axes to draw into; a figure of its own if left out.
        firm: Name of a firm that makes for stock; the first one if left out.
        run: Number of the replication that is shown, from 0.

    Returns:
        The figure.

    Raises:
        IncompleteLogError: For a log without purchases.
        LookupError: For a firm that is not there or makes nothing for stock.
    """
    name, line = _guessing(results, firm)
    if line is None:
        axes = canvas(axes)
        axes.set_xlabel(_("week"))
        return headline(axes, _("No firm here makes goods for stock"))
    table = stock(results)
    chosen = table[(table["firm"] == name) & (table["replication"] == results.runs[run].replication)]
    many = line.kinds > FEW
    axes = canvas(axes, height=1.7 + 0.17 * line.kinds if many else 4.0)
    held, short = (_by_kind(chosen, column, line.kinds) for column in ("stock", "short"))
    names = [_kind_word(line, kind) for kind in range(line.kinds)]
    (_as_colours if many else _as_lines)(axes, held, short, names)
    axes.set_xlabel(week_of_replication(results, run))
    printed = firm_words(results)[results.names.firms.index(name)]
    fared = orders(results)
    given = fared[(fared["firm"] == name) & (fared["replication"] == results.runs[run].replication)]["orders"]
    return headline(axes, _stock_claim(printed, chosen, int(given.sum())))


def _guessing(results: Results, firm: str | None) -> tuple[str, ProductionLine | None]:
    lines = {f.name: f.department(ProductionLine) for f in results.scenario.firms}
    found = {name: line for name, line in lines.items() if line is not None and guesses(line)}
    if firm is None:
        return next(iter(found.items()), ("", None))
    if firm not in found:
        raise LookupError(f"{firm!r} makes nothing for stock; firms that do: {', '.join(found) or 'none'}")
    return firm, found[firm]


def _kind_word(line: ProductionLine, kind: int) -> str:
    """What a kind is called: its name in the scenario, or its number."""
    number = _("kind {number}").format(number=kind + 1)
    return legible(line.name_of(kind), number) if line.named else number


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
    axes.set_ylabel(_("units: above, in stock;\nbelow, missing (in {weeks} weeks)").format(weeks=SPAN))
    axes.yaxis.set_major_formatter(lambda units, _place: decimal(abs(units)))
    marks = [Patch(color=firm_look(kind).colour, label=name) for kind, name in enumerate(names)]
    add_legend(axes, marks)


def _as_colours(axes: Axes, held: NDArray[np.int64], short: NDArray[np.int64], names: list[str]) -> None:
    """One row of colours for each kind: the darker, the more is there; a mark where a customer went without."""
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
    bar.set_label(_("units in stock"))
    bar.outline.set_edgecolor(GREY)
    add_legend(axes, [Patch(color=VERMILION, label=_("week in which a customer found none"))])


def _stock_claim(name: str, table: pd.DataFrame, given: int) -> str:
    """``given``: orders; a customer who took another kind was short of one and took one, but ordered once."""
    if not given:
        return _("Nobody ordered anything of {firm}").format(firm=name)
    part = table["short"].sum() / given
    missing = percent(part, 0 if part > 0.02 or part == 0 else 1)
    mean = table.groupby("week")["stock"].sum().mean()
    told = _(
        "{firm} held {n} units on average: {missing} of orders found none of their kind, and {left} units were left "
        "over"
    )
    return told.format(firm=name, n=decimal(mean), missing=missing, left=decimal(table["surplus"].sum()))
