"""How much of the profit a few customers bring."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, require_purchases
from sim.metrics.value.lifetime_value import accounts
from sim.registry import register
from sim.results.results import Results


@register("metric", "concentration")
def concentration(results: Results, best: float = 0.2) -> pd.DataFrame:
    """How much of a firm's contribution its best customers bring: a fifth of them, unless another part is asked for.

    Formula: Σ contribution of the best ⌈best · n⌉ of the n customers / Σ contribution of all of them. It exceeds one
    where the others cost more than they bring.
    Source: Schmittlein, Cooper & Morrison (1993), Truth in concentration in the land of (80/20) laws, Marketing
    Science 12(2), 167-183.

    Returns one row per replication and firm: customers (who ever did business), best_customers, share_of_best; not a
    number where the whole is not above 0. Raises ``IncompleteLogError`` for a log without purchases, ``ValueError``
    unless 0 < best <= 1.
    """
    require_purchases(results, "concentration")
    if not 0 < best <= 1:
        raise ValueError(f"best={best:g}: give a part of the customers, above 0 and at most 1")
    shape = (len(results.runs), len(results.names.firms))
    customers, top, share = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), np.full(shape, np.nan)
    for number, run in enumerate(results.runs):
        found = accounts(results, run, discount=0.0)
        for firm in range(shape[1]):
            brought = np.sort(found.contribution[found.opening["firm"] == firm])[::-1]
            customers[number, firm] = len(brought)
            top[number, firm] = int(np.ceil(round(best * len(brought), 9)))
            if brought.sum() > 0:
                share[number, firm] = brought[: top[number, firm]].sum() / brought.sum()
    return per_firm(results, {"customers": customers, "best_customers": top, "share_of_best": share})
