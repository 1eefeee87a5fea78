"""What a programme gains in share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.common_random_numbers import require_common_random_numbers
from sim.metrics._shared.interval import over_replications
from sim.metrics._shared.windows import firms_column
from sim.metrics.purchasing.weekly_share import ShareOf, share_curve
from sim.registry import register
from sim.results.results import Results


@register("metric", "gain")
def gain(
    results: Results, without: Results, span: int = 1, of: ShareOf = "purchases", level: float = 0.95
) -> pd.DataFrame:
    """What a programme gains a firm in share, week by week, against the same customers with the same luck without it.

    Formula: gain_k(w) = share_k(w) − share_k(w) of the world without, each over the ``span`` weeks that end with w;
    mean over replications, with the paired interval.
    Source: Glasserman & Yao (1992), Some guidelines and guarantees for common random numbers, Management Science 38,
    884-908; interval: :mod:`sim.metrics._shared.mean_bounds`.

    Returns one row per week and firm: gain, low, high, replications; ``attrs["note"]`` says why bounds are missing.
    Raises ``ValueError`` unless both worlds share seed, replications, firms and weeks.
    """
    curves = gain_curves(results, without, span, of)
    size, weeks, firms = curves.shape
    table = pd.DataFrame(
        {
            "week": np.tile(np.repeat(np.arange(weeks), firms), size),
            "firm": firms_column(np.tile(np.arange(firms), size * weeks), results),
            "gain": curves.ravel(),
        }
    )
    return over_replications(table, "gain", ["week", "firm"], level)


def gain_curves(results: Results, without: Results, span: int, of: ShareOf = "purchases") -> NDArray[np.float64]:
    """Gain in share of each replication, shape (replications, weeks, firms)."""
    require_common_random_numbers(results, without)
    return np.stack(
        [
            share_curve(run, of, span) - share_curve(other, of, span)
            for run, other in zip(results.runs, without.runs, strict=True)
        ]
    )
