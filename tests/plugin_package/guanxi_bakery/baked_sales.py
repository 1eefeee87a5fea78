"""A metric."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import count


@register("metric", "baked_sales")
def baked_sales(results: Results) -> pd.DataFrame:
    """How many purchases each firm made.

    Formula: number of "purchase" events of each firm.
    Source: the definition.

    Returns one row per replication and firm: purchases.
    """
    bought = np.stack([count(run, ("purchase",)).sum(axis=0) for run in results.runs])
    return per_firm(results, {"purchases": bought})
