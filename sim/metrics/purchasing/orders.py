"""How orders fared: how long they took, how many came late, how many were not to be had."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.windows import require_purchases, window
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run

WHO = ["customer", "generation"]
FIELDS = ["time", *WHO]


@register("metric", "orders")
def orders(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How the orders given to a firm's production line in a window of time ended.

    Formula: lead time = weeks from an order to its delivery; late = deliveries after the promised time / deliveries;
    lost = orders met by nothing; another = orders met by another kind. The n-th order of a customer is taken to be the
    n-th that is delivered or lost, which leaves the mean right where kinds overtake each other.
    Source: Little (1961), Operations Research 9, 383-387; Karmarkar (1987), Management Science 33, 409-418.

    Orders still waiting at the horizon are ``waiting`` and in no mean. Returns one row per replication and firm:
    orders (0 without a line), delivered, lost, another, waiting, mean_lead_weeks, late. Raises ``IncompleteLogError``
    where the log was kept to exits.
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
    ends = delivered.merge(short.assign(another=True), on=FIELDS, how="left").merge(
        late.assign(late=True), on=FIELDS, how="left"
    )
    lost = short.merge(delivered.assign(met=True), on=FIELDS, how="left")
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
        "waiting": int(table["ended"].isna().sum()),
        "mean_lead_weeks": float((delivered["ended"] - delivered["ordered"]).mean()),
        "late": float(delivered["late"].mean()),
    }


def _of(run: Run, firm: int, event: str) -> pd.DataFrame:
    rows = select_events(run, (event,))
    rows = rows[rows["firm"] == firm]
    return pd.DataFrame({name: rows[name].copy() for name in FIELDS})
