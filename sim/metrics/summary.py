"""How each firm fared, in a line: what the command line prints and ``summary.json`` keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.metrics._shared.interval import Interval, interval
from sim.metrics._shared.windows import cents, counted, earned_cents, ratio
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.tables import INCOME


@dataclass(frozen=True, kw_only=True)
class FirmSummary:
    """One firm's outcome over the whole run, each figure a mean over replications with its 95% interval."""

    firm: str
    customers: Interval
    """Customers at the end."""
    share: Interval
    """Part of all money spent in the market; not a number where nobody bought."""
    churn: Interval
    """Exits per customer and year, as :func:`sim.metrics.retention.churn.churn_rate` has it."""
    main_cause: str
    """The most frequent exit cause; empty where nobody left."""
    main_cause_share: float
    """Its part of all exits from the firm, replications taken together."""
    profit: Interval
    """Income less cost over the whole run, in full units of money."""


def summary(results: Results) -> tuple[FirmSummary, ...]:
    """How each firm fared, in the order of the scenario.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        Each firm's figures, means over replications: purchases, share, customers, exits, profit and so on.
    """
    customers = counted(results, "acquisitions") - counted(results, "exits")
    revenue, profit = cents(results, INCOME["revenue"]), earned_cents(results) / 100
    whole = np.array([0.0, results.scenario.horizon])
    lived = [exits_and_weeks_by_firm(run, len(results.names.firms), whole) for run in results.runs]
    churn = np.stack([churn_rate(exits, weeks)[0] for exits, weeks in lived])
    causes = np.zeros((len(results.names.firms), len(results.names.causes)), dtype=np.int64)
    for run in results.runs:
        rows = run.rows[run.rows["event"] == RANK["exit"]]
        np.add.at(causes, (rows["firm"], rows["cause"]), 1)
    share = ratio(revenue, revenue.sum(axis=1, keepdims=True))
    cause_share = ratio(causes, causes.sum(axis=1, keepdims=True))
    return tuple(
        FirmSummary(
            firm=name,
            customers=interval(customers[:, k]),
            share=interval(share[:, k]),
            churn=interval(churn[:, k]),
            main_cause=results.names.causes[int(causes[k].argmax())] if causes[k].any() else "",
            main_cause_share=float(cause_share[k].max()) if causes[k].any() else float("nan"),
            profit=interval(profit[:, k]),
        )
        for k, name in enumerate(results.names.firms)
    )
