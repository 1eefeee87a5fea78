"""What each customer was worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, require_purchases, segment_of
from sim.model.event_log import decode_names, labels
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.results.tables import COST, INCOME, money

SIGN: dict[str, int] = {
    "purchase": 1,
    "join": 1,
    "renewal": 1,
    "reward": -1,
    "benefit": -1,
    "attendance": -1,
    "refund": -1,
}
"""Events whose money goes to (+) or from (−) the firm on a customer's account; goods are set against purchases."""


class Accounts(NamedTuple):
    """One account for each customer and firm that ever did business: columns of equal length."""

    opening: NDArray[np.void]
    """The first row of each account."""
    purchases: NDArray[np.int64]
    revenue: NDArray[np.float64]
    """In full units of money, as are the following."""
    contribution: NDArray[np.float64]
    """Undiscounted."""
    value: NDArray[np.float64]
    """Discounted to the first row."""


def bookings(run: Run) -> tuple[NDArray[np.void], NDArray[np.float64]]:
    """Every row that moves money between a customer and a firm, and what it brings the firm, in full units of money."""
    rows = select_events(run, tuple(SIGN))
    rows = rows[(rows["customer"] >= 0) & (rows["firm"] >= 0)]
    sign = np.zeros(len(RANK))
    for event, way in SIGN.items():
        sign[RANK[event]] = way
    goods = money(run, (*COST["goods_cost"], *COST["tailoring_cost"]))
    part = np.nan_to_num(ratio(goods, money(run, INCOME["revenue"])))
    week = np.minimum(rows["time"].astype(np.int64), len(part) - 1)
    kept = np.where(rows["event"] == RANK["purchase"], 1 - part[week, rows["firm"]], sign[rows["event"]])
    return rows, rows["cents"] / 100 * kept


def accounts(results: Results, run: Run, discount: float = 0.1) -> Accounts:
    """Book every row that moves money on the account of its customer and firm. ``discount`` is yearly."""
    rows, contribution = bookings(run)
    bought = rows["event"] == RANK["purchase"]
    whose = customer_key(rows) << 8 | rows["firm"].astype(np.int64)
    _, first, account = np.unique(whose, return_index=True, return_inverse=True)
    age = rows["time"] - rows["time"][first][account]
    discounted = contribution * (1 + discount) ** (-age / WEEKS_A_YEAR)

    def total(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(account, weights=amounts, minlength=len(first)), dtype=float)

    purchases, revenue = total(bought * 1.0).astype(np.int64), total(bought * rows["cents"] / 100)
    return Accounts(rows[first], purchases, revenue, total(contribution), total(discounted))


@register("metric", "lifetime_value")
def lifetime_value(results: Results, discount: float = 0.1) -> pd.DataFrame:
    """What each customer has been worth to a firm by the end of the run, discounted to her first business with it.

    Formula: Σ (paid + fees − goods − rewards − benefits − events) · (1 + discount)^(−age / 52), age in weeks since
    her first row. The goods of a firm's week (with what tailoring adds) are set against its purchases in proportion
    to what they brought.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30. The yearly
    discount of 0.10 is assumed.

    Realised, not projected: a customer who stays beyond the horizon has more to give. Running and build costs belong
    to no single customer and are left out. Returns one row per replication, customer and firm that did business:
    segment, opened (week), purchases, revenue, contribution (undiscounted), lifetime_value, in full units of money.
    Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for a discount below 0.
    """
    require_purchases(results, "lifetime_value")
    if discount < 0:
        raise ValueError(f"discount={discount:g}: give the yearly discount rate as a part of one, 0 or more")
    parts = []
    for run in results.runs:
        found, names = accounts(results, run, discount), results.names
        parts.append(
            pd.DataFrame(
                {
                    "replication": np.full(len(found.opening), run.replication),
                    "customer_id": np.asarray(labels(found.opening, names), dtype=object),
                    "segment": decode_names(segment_of(found.opening["customer"], names), names.segments),
                    "firm": firms_column(found.opening["firm"], results),
                    "opened": found.opening["time"],
                    "purchases": found.purchases,
                    "revenue": found.revenue,
                    "contribution": found.contribution,
                    "lifetime_value": found.value,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
