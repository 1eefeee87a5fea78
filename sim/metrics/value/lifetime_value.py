"""What each customer was worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import (
    WEEKS_A_YEAR,
    customer_columns,
    per_firm,
    ratio,
    require_purchases,
)
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import relation_key, select_events
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


def accounts(run: Run, discount: float = 0.1) -> Accounts:
    """Book every row that moves money on the account of its customer and firm. ``discount`` is yearly."""
    rows, contribution = bookings(run)
    bought = rows["event"] == RANK["purchase"]
    whose = relation_key(rows)
    _, first, account = np.unique(whose, return_index=True, return_inverse=True)
    age = rows["time"] - rows["time"][first][account]
    discounted = contribution * (1 + discount) ** (-age / WEEKS_A_YEAR)

    def total(amounts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(account, weights=amounts, minlength=len(first)), dtype=float)

    purchases, revenue = total(bought * 1.0).astype(np.int64), total(bought * rows["cents"] / 100)
    return Accounts(rows[first], purchases, revenue, total(contribution), total(discounted))


@register("metric", "lifetime_value")
def lifetime_value(results: Results, discount: float = 0.1) -> pd.DataFrame:
    """What each customer has been worth to a firm by the end of the run, discounted to the start of the relation.

    Formula: Σ (paid + fees − goods − rewards − benefits − events) · (1 + discount)^(−age / 52), age in weeks since
    her first row. The goods of a firm's week (with what tailoring adds) are set against its purchases in proportion
    to what they brought.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30. The yearly
    discount of 0.10 is assumed.

    Realised, not projected: a customer who stays beyond the horizon has more to give. Running and build costs belong to
    no single customer and are left out.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.

    Returns:
        One row per replication, customer and firm that did business: segment, opened (week), purchases, revenue,
        contribution (undiscounted), lifetime_value, in full units of money.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a discount below 0.
    """
    require_purchases(results, "lifetime_value")
    if discount < 0:
        raise ValueError(f"discount={discount:g}: give the yearly discount rate as a part of one, 0 or more")
    parts = []
    for run in results.runs:
        found = accounts(run, discount)
        parts.append(
            pd.DataFrame(
                {
                    **customer_columns(results, run, found.opening),
                    "opened": found.opening["time"],
                    "purchases": found.purchases,
                    "revenue": found.revenue,
                    "contribution": found.contribution,
                    "lifetime_value": found.value,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


OF_A_CUSTOMER = ("goods_cost", "tailoring_cost", "reward_cost", "benefit_cost", "event_cost")
"""Costs that a single customer causes; running and build costs are the programme's."""


def yearly_value(margin: float, retention: float, discount: float, growth: float = 0.0) -> float:
    """Lifetime value where a margin comes at each yearly renewal, the first a year from now.

    Formula: margin · r / (1 + i − r (1 + g)), r retention, i discount, g growth of the margin, all per year.
    Source: Gupta & Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1), 9-24.

    Raises ``ValueError`` where the sum has no end, or a rate is out of range.

    >>> round(yearly_value(100.0, retention=0.8, discount=0.10), 2)
    266.67
    """
    if not 0 <= retention <= 1 or discount < 0:
        raise ValueError(f"retention={retention:g}, discount={discount:g}: give 0 to 1, and 0 or more")
    left = 1 + discount - retention * (1 + growth)
    if left <= 0:
        raise ValueError(f"retention={retention:g} and growth={growth:g} outrun discount={discount:g}: no finite value")
    return margin * retention / left


def continuous_value(margin: float, churn: float, discount: float) -> float:
    """Lifetime value where the margin flows evenly and customers leave at a constant rate.

    Formula: margin / (μ + ln(1 + d)), margin and churn rate μ per year, d the yearly discount.
    Source: the continuous form of Gupta & Lehmann (2003): ∫ margin · exp(−μ t) (1 + d)^(−t) dt from 0 to ∞.

    Raises ``ValueError`` where nobody leaves and nothing is discounted, or a rate is negative.

    >>> round(continuous_value(100.0, churn=0.25, discount=0.0), 2)
    400.0
    """
    if churn < 0 or discount < 0 or churn + discount == 0:
        raise ValueError(f"churn={churn:g}, discount={discount:g}: both 0 or more, and one of them above 0")
    return margin / (churn + float(np.log1p(discount)))


@register("metric", "lifetime_value_formula")
def lifetime_value_formula(results: Results, discount: float = 0.1) -> pd.DataFrame:
    """What a customer of each firm is worth by the textbook formula, fed with the margin and churn of this run.

    Formula: in continuous flow m / (μ + ln(1 + d)); with one payment at each yearly renewal m r / (1 + d − r),
    r = exp(−μ). m = contribution per customer-year, μ = exits per customer-year, d the yearly discount.
    Source: Gupta & Lehmann (2003), Customers as assets, Journal of Interactive Marketing 17(1), 9-24. The yearly
    discount of 0.10 is assumed.

    It supposes that all customers are alike and that margin and churn stay as they are: set it beside
    ``lifetime_value`` to see what that costs.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.

    Returns:
        One row per replication and firm: margin_per_year, churn_per_year, retention, value_continuous, value_yearly, in
        full units of money; not a number where a firm had no customers.

    Raises:
        ValueError: For a discount that is not above 0.
    """
    if not discount > 0:
        raise ValueError(f"discount={discount:g}: give the yearly discount rate as a part of one, above 0")
    whole = np.array([0.0, results.scenario.horizon])
    weeks, lost, earned = [], [], []
    for run in results.runs:
        exits, lived = exits_and_weeks_by_firm(run, len(results.names.firms), whole)
        weeks.append(lived[0])
        lost.append(exits[0])
        income = sum(money(run, names).sum(axis=0) for names in INCOME.values())
        cost = sum(money(run, COST[name]).sum(axis=0) for name in OF_A_CUSTOMER)
        earned.append((income - cost) / 100)
    margin = ratio(np.stack(earned), np.stack(weeks) / WEEKS_A_YEAR)
    churn = churn_rate(np.stack(lost), np.stack(weeks))
    retention = np.exp(-churn)
    return per_firm(
        results,
        {
            "margin_per_year": margin,
            "churn_per_year": churn,
            "retention": retention,
            "value_continuous": margin / (churn + np.log1p(discount)),
            "value_yearly": margin * retention / (1 + discount - retention),
        },
    )
