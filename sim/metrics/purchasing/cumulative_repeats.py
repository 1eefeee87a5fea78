"""Repeat purchases adding up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import firms_column
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COUNTED, count


@register("metric", "cumulative_repeats")
def cumulative_repeats(results: Results) -> pd.DataFrame:
    """Repeat purchases adding up week by week: the curve by which models of a cohort are judged.

    Formula: R(w) = Σ_{v <= w} (purchases(v) − acquisitions(v)); the first purchase of a customer is no repeat.
    Source: Fader, Hardie & Lee (2005), Counting your customers the easy way, Marketing Science 24, 275-284, fig. 5.

    Returns one row per replication, week and firm: repeats in the week, cumulative_repeats at its end (week 0 ends
    one week after the start). Needs no single purchases.
    """
    weeks, firms = results.runs[0].weekly.shape[:2]
    size = len(results.runs)
    repeats = np.stack([count(run, COUNTED["purchases"]) - count(run, COUNTED["acquisitions"]) for run in results.runs])
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], weeks * firms),
            "week": np.tile(np.repeat(np.arange(weeks), firms), size),
            "firm": firms_column(np.tile(np.arange(firms), size * weeks), results),
            "repeats": repeats.ravel(),
            "cumulative_repeats": np.cumsum(repeats, axis=1).ravel(),
        }
    )
