"""What a firm earns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, whole_weeks
from sim.metrics.programmes.programme_cost import LINES
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COST, INCOME, money, profit_cents


@register("metric", "profit")
def profit(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm earns in a window: what customers pay, less the goods, the programmes and the departments.

    Formula: profit = revenue + fees − goods − programme cost (build, running, rewards, benefits, events,
    tailoring) − cost of the departments (desk, relations, communication, line, ...); neither overheads nor interest.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 3: contribution.

    Returns one row per replication and firm: revenue, fees, goods_cost, programme_cost, a column for each further
    line of :data:`sim.results.tables.COST` (desk_cost, win_back_cost, ...), profit, in full units of money. Raises
    ``ValueError`` for an empty window.
    """
    weeks = whole_weeks(results, since, until)

    def total(names: tuple[str, ...]) -> np.ndarray:
        return np.stack([money(run, names)[weeks].sum(axis=0) for run in results.runs]) / 100

    return per_firm(
        results,
        {
            "revenue": total(INCOME["revenue"]),
            "fees": total(INCOME["fees"]),
            "goods_cost": total(COST["goods_cost"]),
            "programme_cost": total(tuple(event for line in LINES for event in COST[line])),
            **{line: total(events) for line, events in COST.items() if line not in ("goods_cost", *LINES)},
            "profit": np.stack([profit_cents(run)[weeks].sum(axis=0) for run in results.runs]) / 100,
        },
    )
