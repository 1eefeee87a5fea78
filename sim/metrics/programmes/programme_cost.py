"""What programmes cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, whole_weeks
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COST, INCOME, money

LINES = ("build_cost", "running_cost", "reward_cost", "benefit_cost", "event_cost", "tailoring_cost")


@register("metric", "programme_cost")
def programme_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm's programmes cost it in a window, line by line, and what they brought in fees.

    Formula: cost = build + running + rewards + benefits + events + tailoring; net = cost − fees. Rewards count when
    they are given, not when points are earned.
    Source: Berger & Nasr (1998), Customer lifetime value, Journal of Interactive Marketing 12(1), 17-30: retention
    cost apart from cost of sales; course A10.

    Tailoring is what goods made for a customer cost beyond ordinary ones. Returns one row per replication and firm:
    build_cost, running_cost, reward_cost, benefit_cost, event_cost, tailoring_cost, cost, fees, net, in money.
    Raises ``ValueError`` for an empty window.
    """
    weeks = whole_weeks(results, since, until)
    columns = {
        line: np.stack([money(run, COST[line])[weeks].sum(axis=0) for run in results.runs]) / 100 for line in LINES
    }
    cost = np.sum(list(columns.values()), axis=0)
    fees = np.stack([money(run, INCOME["fees"])[weeks].sum(axis=0) for run in results.runs]) / 100
    return per_firm(results, {**columns, "cost": cost, "fees": fees, "net": cost - fees})
