"""The yearly scorecard of a CRM plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.tables import INCOME, customer_base, money, profit_cents
from sim.scenario.market.exit_causes import COURSE_CAUSES


@register("metric", "crm_scorecard")
def crm_scorecard(results: Results) -> pd.DataFrame:
    """Growth of customers, satisfaction and sales in each year, by which a CRM plan is judged.

    Formula: customer_growth = customers at the end of the year / at its beginning − 1; sales_growth = revenue of the
    year / of the year before − 1; not_driven_out = exp(−exits over the service / customers-years): the part of the
    customers whom a year's service does not drive out. What people feel is not in the log; this is what they do.
    Source: the criteria of the course (A17); Kaplan & Norton (1992), Harvard Business Review 70(1), 71-79, for cards of
    several criteria.

    Only whole years count; a run shorter than a year counts as one. Growth in the first year is not a number, as there
    is nothing before it.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm and year (from 1): customers, customer_growth, not_driven_out, revenue,
        sales_growth, profit, in full units of money.
    """
    weeks = len(results.runs[0].weekly)
    years = max(1, int(weeks // WEEKS_A_YEAR))
    names = results.names
    causes = (*COURSE_CAUSES, *results.scenario.exits.causes)
    over_service = {cause.name for cause in causes if cause.attribute == "service"}
    service = [number for number, name in enumerate(names.causes) if name in over_service]
    ends = np.minimum(np.arange(1, years + 1) * int(WEEKS_A_YEAR), weeks)
    parts = []
    for run in results.runs:
        base = customer_base(run)
        edges = np.concatenate([[0.0], ends])
        lived = exits_and_weeks_by_firm(run, len(names.firms), edges)[1]
        left = select_events(run, ("exit",))
        left = left[np.isin(left["cause"], service) & (left["time"] < ends[-1])]
        driven = np.zeros(lived.shape)
        np.add.at(driven, (np.searchsorted(ends, left["time"], side="right"), left["firm"]), 1)
        customers, revenue = base[ends - 1].astype(float), _yearly(money(run, INCOME["revenue"]), ends) / 100
        columns = {
            "customers": customers,
            "customer_growth": _growth(customers),
            "not_driven_out": np.exp(-churn_rate(driven, lived)),
            "revenue": revenue,
            "sales_growth": _growth(revenue),
            "profit": _yearly(profit_cents(run), ends) / 100,
        }
        firms = len(names.firms)
        parts.append(
            pd.DataFrame(
                {
                    "replication": np.full(firms * years, run.replication),
                    "firm": firms_column(np.repeat(np.arange(firms), years), results),
                    "year": np.tile(np.arange(1, years + 1), firms),
                    **{name: values.T.ravel() for name, values in columns.items()},
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _yearly(weekly: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sums over years, shape (years, firms)."""
    sums: NDArray[np.int64] = np.diff(np.cumsum(weekly, axis=0)[ends - 1], axis=0, prepend=0)
    return sums.astype(np.float64)


def _growth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    grown = np.full(values.shape, np.nan)
    grown[1:] = ratio(values[1:], values[:-1]) - 1
    return grown
