"""How a first mover's gain wears away once it is copied."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.interval import over_replications
from sim.metrics.programmes.first_mover_advantage import number_of, race
from sim.metrics.programmes.gain import gain_curves
from sim.metrics.programmes.half_life import half_life
from sim.registry import register
from sim.results.results import Results


@register("metric", "erosion")
def erosion(
    results: Results, without: Results, firm: str | None = None, span: int = 4, level: float = 0.95
) -> pd.DataFrame:
    """How a first mover's gain wears away after the first copy: mean over replications, by weeks since the copy.

    Formula: gain(u) = mean over replications of the gain u weeks after the replication's own date of copying, each
    over the ``span`` weeks that end there; remaining(u) = gain(u) / gain(0); interval of the gain: paired t.
    Source: Lieberman & Montgomery (1988), First-mover advantages, Strategic Management Journal 9, 41-58; pairing:
    Glasserman & Yao (1992), Management Science 38, 884-908.

    Replications in which nobody copied are left out; the curve is as long as the shortest of the others. Returns
    weeks_since_copying, gain, low, high, replications, remaining; ``attrs["half_life_weeks"]`` is the half-life of the
    mean curve, not a number if not reached. No rows where nobody copied. Raises as ``first_mover_advantage`` does.
    """
    mover = number_of(results, firm)
    curves = gain_curves(results, without, span)[:, :, mover]
    pieces = []
    for run, curve in zip(results.runs, curves, strict=True):
        copied = race(run, mover).copied
        if copied >= 1:
            pieces.append(curve[int(copied) - 1 :])
    length = min((len(piece) for piece in pieces), default=0)
    table = pd.DataFrame(
        {
            "weeks_since_copying": np.tile(np.arange(length), len(pieces)),
            "gain": np.concatenate([piece[:length] for piece in pieces]) if pieces else np.zeros(0),
        }
    )
    found = over_replications(table, "gain", ["weeks_since_copying"], level)
    start = found["gain"].iloc[0] if length else np.nan
    found["remaining"] = found["gain"] / start if start > 0 else np.nan
    found.attrs["half_life_weeks"] = half_life(found["gain"], 0) if length else float("nan")
    return found
