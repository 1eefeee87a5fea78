"""Small firms are punished twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.purchase_counts import buying, people_in_market
from sim.metrics._shared.windows import per_firm, ratio, require_purchases, window
from sim.registry import register
from sim.results.results import Results


@register("metric", "double_jeopardy")
def double_jeopardy(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Do small firms have fewer buyers who, besides, buy less often? Share, penetration and frequency side by side.

    Formula: b = buyers / people; w = purchases / buyers; w (1 − b) is nearly the same for all firms where the law
    holds; again = part of the buyers who bought more than once.
    Source: McPhee (1963), Formal Theories of Mass Behavior; Ehrenberg, Goodhardt & Barwise (1990), Double jeopardy
    revisited, Journal of Marketing 54(3), 82-91.

    Returns one row per replication and firm: share, penetration, frequency, frequency_x_not_reached, bought_again.
    Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for an empty window.
    """
    require_purchases(results, "double_jeopardy")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    counted = [buying(run, start, end) for run in results.runs]
    purchases = np.stack([found.bought(firms) for found in counted])
    buyers = np.stack([found.buyers(firms) for found in counted])
    again = np.stack([np.bincount(found.firm[found.purchases > 1], minlength=firms) for found in counted])
    people = np.array([[people_in_market(results, run, start, end)] for run in results.runs])
    reached, frequency = ratio(buyers, people), ratio(purchases, buyers)
    return per_firm(
        results,
        {
            "share": ratio(purchases, purchases.sum(axis=1, keepdims=True)),
            "penetration": reached,
            "frequency": frequency,
            "frequency_x_not_reached": frequency * (1 - reached),
            "bought_again": ratio(again, buyers),
        },
    )
