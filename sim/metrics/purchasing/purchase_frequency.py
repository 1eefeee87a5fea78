"""How often buyers buy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.purchase_counts import buying
from sim.metrics._shared.windows import per_firm, ratio, require_purchases, window
from sim.registry import register
from sim.results.results import Results


@register("metric", "purchase_frequency")
def purchase_frequency(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How often those who buy from a firm in a window do so: purchases per buyer.

    Formula: w_k = (purchases at k in the window) / (different buyers of k in the window).
    Source: Ehrenberg (1988), Repeat-Buying: the average purchase frequency per buyer, w.

    Returns one row per replication and firm: purchases, buyers, frequency. Raises ``IncompleteLogError`` for a log
    without purchases, ``ValueError`` for an empty window.
    """
    require_purchases(results, "purchase_frequency")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    counted = [buying(run, start, end) for run in results.runs]
    purchases = np.stack([found.bought(firms) for found in counted])
    buyers = np.stack([found.buyers(firms) for found in counted])
    return per_firm(results, {"purchases": purchases, "buyers": buyers, "frequency": ratio(purchases, buyers)})
