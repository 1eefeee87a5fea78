"""Sales of each firm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, whole_weeks
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COUNTED, INCOME, count, money


@register("metric", "sales")
def sales(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Sales of each firm in a window: how many purchases, how much money.

    Formula: purchases = Σ purchases; revenue = Σ what customers paid, over the weeks since <= week < until.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    Returns one row per replication and firm; revenue in full units of money. Week by week: ``sim.weekly``.
    Raises ``ValueError`` for an empty window.
    """
    weeks = whole_weeks(results, since, until)
    return per_firm(
        results,
        {
            "purchases": np.stack([count(run, COUNTED["purchases"])[weeks].sum(axis=0) for run in results.runs]),
            "revenue": np.stack([money(run, INCOME["revenue"])[weeks].sum(axis=0) for run in results.runs]) / 100,
        },
    )
