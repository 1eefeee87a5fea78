"""The share of customers who stay, by how long they have been customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.kaplan_meier import kaplan_meier
from sim.metrics._shared.windows import JUST_AFTER, firms_column
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import Whose, relationship_spells


@register("metric", "survival")
def survival(results: Results, of: Whose = "customers", step: float = 1.0, level: float = 0.95) -> pd.DataFrame:
    """Share of a firm's customers who stay longer than so many weeks after their first purchase.

    Formula: S(t) = Π_{t_i <= t} (1 − d_i / n_i) over the stays with the firm; who is still there at the horizon, or
    came late, counts as long as she was seen. Moving away ends a stay like any other cause. Interval: Greenwood's.
    Source: Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, Journal of the American
    Statistical Association 53, 457-481; Greenwood (1926).

    ``of="members"``: stays in programmes instead, those of a firm together. Read off every ``step`` weeks from 0 to
    the horizon. Returns one row per replication, firm and tenure: week, still_seen (stays followed at least that
    long), survival, low, high. Raises ``ValueError`` for a step that is not above 0.
    """
    if not step > 0:
        raise ValueError(f"step={step:g}: the curve is read off at equal steps; give a number of weeks above 0")
    weeks = np.arange(0.0, results.scenario.horizon + step / 2, step)
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon, of)
        for firm in range(len(results.names.firms)):
            here = found.firm == firm
            curve = kaplan_meier(found.weeks[here], found.ended[here], level).at(weeks + JUST_AFTER)
            seen = here.sum() - np.searchsorted(np.sort(found.weeks[here]), weeks, side="left")
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(len(weeks), firm), results),
                        "week": weeks,
                        "still_seen": seen,
                        "survival": curve.survival,
                        "low": curve.low,
                        "high": curve.high,
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
