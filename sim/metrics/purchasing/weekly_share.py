"""Share of each firm over time."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, ratio
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.tables import COUNTED, INCOME, count, money

ShareOf: TypeAlias = Literal["purchases", "revenue"]


@register("metric", "weekly_share")
def weekly_share(results: Results, span: int = 1) -> pd.DataFrame:
    """Market share of each firm as the weeks go by, of purchases and of money.

    Formula: share_k(w) = Σ sales_k / Σ_j Σ sales_j, summed over the ``span`` weeks that end with week w.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 2.

    ``span`` of 4 or 13 weeks smooths chance; the first weeks sum over as many as there are. Returns one row per
    replication, week and firm. Raises ``ValueError`` for a span below 1.
    """
    weeks, firms = results.runs[0].weekly.shape[:2]
    size = len(results.runs)
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], weeks * firms),
            "week": np.tile(np.repeat(np.arange(weeks), firms), size),
            "firm": firms_column(np.tile(np.arange(firms), size * weeks), results),
            "share_of_purchases": np.concatenate([share_curve(run, "purchases", span).ravel() for run in results.runs]),
            "share_of_revenue": np.concatenate([share_curve(run, "revenue", span).ravel() for run in results.runs]),
        }
    )


def share_curve(run: Run, of: ShareOf, span: int = 1) -> NDArray[np.float64]:
    """Share of each firm over the ``span`` weeks that end with each week, shape (weeks, firms)."""
    if span < 1:
        raise ValueError(f"span={span}: a share is taken over at least one week; give 1 or more")
    if of not in ("purchases", "revenue"):
        raise ValueError(f"of={of!r}: a share is a share of 'purchases' or of 'revenue'; give one of the two")
    sold = count(run, COUNTED["purchases"]) if of == "purchases" else money(run, INCOME["revenue"])
    upto = np.cumsum(sold, axis=0)
    recent = upto.copy()
    recent[span:] -= upto[:-span]
    return ratio(recent, recent.sum(axis=1, keepdims=True))
