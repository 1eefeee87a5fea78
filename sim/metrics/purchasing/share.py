"""Share of each firm in a window."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, ratio, whole_weeks
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COUNTED, INCOME, count, money


@register("metric", "share")
def share(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Market share of each firm in a window, of purchases and of money.

    Formula: share_k = sales_k / Σ_j sales_j, the sum over all firms of the market (not the outside alternative).
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    Returns one row per replication and firm; not a number where nobody bought. Raises ``ValueError`` for an
    empty window.
    """
    weeks = whole_weeks(results, since, until)
    bought = np.stack([count(run, COUNTED["purchases"])[weeks].sum(axis=0) for run in results.runs])
    paid = np.stack([money(run, INCOME["revenue"])[weeks].sum(axis=0) for run in results.runs])
    return per_firm(
        results,
        {
            "share_of_purchases": ratio(bought, bought.sum(axis=1, keepdims=True)),
            "share_of_revenue": ratio(paid, paid.sum(axis=1, keepdims=True)),
        },
    )
