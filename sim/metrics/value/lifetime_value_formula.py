"""What a customer is worth by formula."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import WEEKS_A_YEAR, per_firm, ratio
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COST, INCOME, money

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
    ``lifetime_value`` to see what that costs. Returns one row per replication and firm: margin_per_year,
    churn_per_year, retention, value_continuous, value_yearly, in full units of money; not a number where a firm had
    no customers. Raises ``ValueError`` for a discount that is not above 0.
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
