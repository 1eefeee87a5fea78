"""What winning a customer cost, on average."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, ratio, whole_weeks
from sim.metrics.value.channel_cost import channel_cost
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COUNTED, count


@register("metric", "acquisition_cost")
def acquisition_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What winning a customer cost a firm on average: the money of the channels that win, for each first purchase.

    Formula: spend on channels that win customers / first purchases (of those who come back after leaving, too).
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: average acquisition cost.

    An average: many would have come by themselves. What one *more* customer costs is
    :func:`incremental_acquisition_cost`. Returns one row per replication and firm: acquisitions, spend,
    acquisition_cost (not a number without acquisitions), in full units of money. Raises ``ValueError`` for an empty
    window.
    """
    weeks = whole_weeks(results, since, until)
    won = np.stack([count(run, COUNTED["acquisitions"])[weeks].sum(axis=0) for run in results.runs])
    table = channel_cost(results, since, until)
    spent = (table["spend"] * table["wins"]).to_numpy().reshape(*won.shape, -1).sum(axis=2)
    return per_firm(results, {"acquisitions": won, "spend": spent, "acquisition_cost": ratio(spent, won)})
