"""How many of its customers a firm keeps through a period."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import firms_column, ratio
from sim.metrics.retention.churn import Period, periods
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import relationship_spells


@register("metric", "retention")
def retention(
    results: Results, period: Period = "year", since: float = 0.0, until: float | None = None
) -> pd.DataFrame:
    """Of the customers a firm has at the start of a period, the part it still has at the end.

    Formula: kept / standing; who leaves and comes back within the period is not kept.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: the retention rate.

    ``period``: year, quarter, week, or a number of weeks; the last one ends with the window and may be shorter.
    Returns one row per replication, firm and period: start, end (weeks), standing, kept, retention. Raises
    ``ValueError`` for a bad period or an empty window.
    """
    edges = periods(results, period, since, until)
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon)
        for firm in range(len(results.names.firms)):
            here = found.firm == firm
            start, end = found.start[here], np.where(found.ended[here], found.end[here], np.inf)
            standing = [int(((start < opens) & (end >= opens)).sum()) for opens in edges[:-1]]
            kept = [int(((start < opens) & (end >= closes)).sum()) for opens, closes in pairwise(edges)]
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(len(standing), firm), results),
                        "start": edges[:-1],
                        "end": edges[1:],
                        "standing": standing,
                        "kept": kept,
                        "retention": ratio(np.array(kept), np.array(standing)),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
