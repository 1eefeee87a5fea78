"""Churn of all replications together, with how sure it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import ONE_REPLICATION
from sim.metrics._shared.jackknife import jackknife_bounds
from sim.metrics._shared.windows import ratio
from sim.metrics.retention.churn import churn_rate


def churn_interval(table: pd.DataFrame, by: list[str], level: float = 0.95) -> pd.DataFrame:
    """Churn a year of each firm, period, segment or tier, from a table of ``churn`` or ``churn_by_tier``.

    Formula: exits of all replications / their customer-weeks × 52, with the jackknife's bounds over replications.
    Returns one row per combination of ``by``: exits and customer_weeks (means over replications), churn, low, high,
    mean_lifetime_weeks; ``attrs["note"]`` says why bounds are missing.
    """
    group = table.groupby(by, observed=True, sort=False).ngroup().to_numpy()
    kept = table["replication"].unique()
    run = np.searchsorted(kept, table["replication"].to_numpy())
    shape = (len(kept), int(group.max(initial=-1)) + 1)
    sums = {name: np.zeros(shape) for name in ("exits", "customer_weeks")}
    for name, values in sums.items():
        np.add.at(values, (run, group), table[name].to_numpy(dtype=float))

    def pooled(some: NDArray[np.bool_]) -> NDArray[np.float64]:
        return churn_rate(sums["exits"][some].sum(axis=0), sums["customer_weeks"][some].sum(axis=0))

    found = table[by].iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
    rate, low, high = jackknife_bounds(pooled, len(kept), level)
    found["exits"], found["customer_weeks"] = sums["exits"].mean(axis=0), sums["customer_weeks"].mean(axis=0)
    found["churn"], found["low"], found["high"] = rate, np.maximum(low, 0.0), high
    found["mean_lifetime_weeks"] = ratio(sums["customer_weeks"].sum(axis=0), sums["exits"].sum(axis=0))
    found.attrs["note"] = ONE_REPLICATION if len(kept) == 1 else ""
    return found
