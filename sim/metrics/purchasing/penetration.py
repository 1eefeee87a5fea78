"""How many people a firm reaches."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.purchase_counts import buying, people_in_market
from sim.metrics._shared.windows import per_firm, ratio, require_purchases, window
from sim.registry import register
from sim.results.results import Results


@register("metric", "penetration")
def penetration(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Part of the people in the market who buy from a firm at least once in a window.

    Formula: b_k = (different buyers of k in the window) / (people in the market at some time of the window).
    Source: Ehrenberg (1988), Repeat-Buying; Goodhardt, Ehrenberg & Chatfield (1984), The Dirichlet, Journal of
    the Royal Statistical Society A 147, 621-655.

    Returns one row per replication and firm: buyers, people, penetration. Raises ``IncompleteLogError`` for a log
    without purchases, ``ValueError`` for an empty window.
    """
    require_purchases(results, "penetration")
    start, end = window(results, since, until)
    firms = len(results.names.firms)
    buyers = np.stack([buying(run, start, end).buyers(firms) for run in results.runs])
    people = np.array([[people_in_market(results, run, start, end)] for run in results.runs])
    people = np.broadcast_to(people, buyers.shape)
    return per_firm(results, {"buyers": buyers, "people": people, "penetration": ratio(buyers, people)})
