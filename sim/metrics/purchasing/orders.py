"""A production line seen from its customers: how orders fared, and how much was in stock."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import require_purchases, window
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.scenario.firm.departments.production_line import KIND_NAMES, ProductionLine

WHO = ["customer", "generation"]
FIELDS = ["time", *WHO]


@register("metric", "orders")
def orders(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How the orders given to a firm's production line in a window ended.

    Formula: lead time = weeks from an order to its delivery; late = deliveries after the promised time / deliveries;
    lost = orders met by nothing; another = orders met by another kind; unmet = (lost + another) / orders. The n-th
    order of a customer is taken to be the n-th that is delivered or lost, which leaves the mean right where kinds
    overtake each other.
    Source: Little (1961), Operations Research 9, 383-387; Karmarkar (1987), Management Science 33, 409-418.

    Orders still waiting at the horizon are ``waiting`` and in no mean.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: orders (0 without a line or a department of promises), delivered, lost,
        another, unmet, waiting, mean_lead_weeks, late.

    Raises:
        IncompleteLogError: Where the log was kept to exits.
    """
    require_purchases(results, "orders")
    start, end = window(results, since, until)
    return pd.DataFrame(
        [
            {"replication": run.replication, "firm": name, **_fared(order_times(run, k), start, end)}
            for run in results.runs
            for k, name in enumerate(results.names.firms)
        ]
    )


def order_times(run: Run, firm: int) -> pd.DataFrame:
    """One row per order of a firm: ordered, ended (weeks; not a number while it waits), lost, another, late."""
    given, delivered, short, late = (
        _of(run, firm, event) for event in ("order", "delivery", "shortage", "delivery late")
    )
    same = [*FIELDS, "nth"]
    ends = delivered.merge(short.assign(another=True), on=same, how="left").merge(
        late.assign(late=True), on=same, how="left"
    )
    lost = short.merge(delivered.assign(met=True), on=same, how="left")
    lost = lost[lost["met"].isna()][FIELDS].assign(lost=True)
    ends = pd.concat([ends, lost]).sort_values("time", kind="stable").rename(columns={"time": "ended"})
    ends, given = (table.assign(number=table.groupby(WHO).cumcount()) for table in (ends, given))
    paired = given.rename(columns={"time": "ordered"}).merge(ends, on=[*WHO, "number"], how="left")
    for flag in ("lost", "another", "late"):
        paired[flag] = paired[flag].eq(True) if flag in paired else False
    return paired[["ordered", "ended", "lost", "another", "late"]]


def _fared(table: pd.DataFrame, start: float, end: float) -> dict[str, float]:
    table = table[(table["ordered"] >= start) & (table["ordered"] < end)]
    delivered = table[table["ended"].notna() & ~table["lost"]]
    return {
        "orders": len(table),
        "delivered": len(delivered),
        "lost": int(table["lost"].sum()),
        "another": int(table["another"].sum()),
        "unmet": float((table["lost"] | table["another"]).mean()),
        "waiting": int(table["ended"].isna().sum()),
        "mean_lead_weeks": float((delivered["ended"] - delivered["ordered"]).mean()),
        "late": float(delivered["late"].mean()),
    }


def _of(run: Run, firm: int, event: str) -> pd.DataFrame:
    """Time and customer of each event of a kind, and ``nth``: several of one customer at one instant are numbered."""
    rows = select_events(run, (event,))
    rows = rows[rows["firm"] == firm]
    found = pd.DataFrame({name: rows[name].copy() for name in FIELDS})
    return found.assign(nth=found.groupby(FIELDS).cumcount())


COUNTED = {"made": "line cost", "taken": "delivery", "short": "shortage", "surplus": "surplus"}
"""Columns, and the event that each counts; a lot counts for as many units as there are in it."""


@register("metric", "stock")
def stock(results: Results) -> pd.DataFrame:
    """Goods in stock of each kind at the end of each week, with what was made, sold and written off.

    Formula: stock = Σ (made - taken - surplus) so far. ``made`` comes on sale in that week; ``taken`` is sold;
    ``short`` was wanted and not there (the customer took another kind or nothing); ``surplus`` was written off.
    Source: a count of the rows of the log; the notions are those of Hadley & Whitin (1963), Analysis of Inventory
    Systems.

    A firm whose line makes nothing for stock has one kind and nothing of it.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm, kind and week, in units.

    Raises:
        IncompleteLogError: Where the log was kept to exits.
    """
    require_purchases(results, "stock")
    weeks = results.runs[0].weekly.shape[0]
    lines = [firm.department(ProductionLine) for firm in results.scenario.firms]
    parts = []
    for run in results.runs:
        for k, name in enumerate(results.names.firms):
            line = lines[k] if k < len(lines) else None
            kinds = [line.name_of(kind) for kind in range(line.kinds)] if line is not None and guesses(line) else []
            counts = {column: np.zeros((max(1, len(kinds)), weeks), dtype=np.int64) for column in COUNTED}
            if line is not None and kinds:
                counts = _counts(results, run, k, line, weeks)
            held = np.cumsum(counts["made"] - counts["taken"] - counts["surplus"], axis=1)
            table: dict[str, object] = {
                "replication": run.replication,
                "firm": name,
                "kind": np.repeat(kinds or KIND_NAMES[:1], weeks),
                "week": np.tile(np.arange(weeks), held.shape[0]),
                "stock": held.ravel(),
            }
            parts.append(pd.DataFrame(table | {column: count.ravel() for column, count in counts.items()}))
    return pd.concat(parts, ignore_index=True)


def guesses(line: ProductionLine) -> bool:
    """Whether a line makes goods for stock."""
    return line.works.mode == "to_stock"


def _counts(results: Results, run: Run, firm: int, line: ProductionLine, weeks: int) -> dict[str, NDArray[np.int64]]:
    names = list(results.names.words)
    place = np.full(len(names) + 1, -1)
    place[[names.index(name) for name in KIND_NAMES[: line.kinds]]] = np.arange(line.kinds)
    counts = {}
    for column, event in COUNTED.items():
        rows = select_events(run, (event,))
        rows = rows[rows["firm"] == firm]
        kind, week = place[rows["cause"]], np.minimum(rows["time"].astype(np.int64), weeks - 1)
        counts[column] = np.zeros((line.kinds, weeks), dtype=np.int64)
        units = line.lot if column == "made" else 1
        np.add.at(counts[column], (kind[kind >= 0], week[kind >= 0]), units)
    return counts
