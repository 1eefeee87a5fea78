"""How many have left for each cause, by how long they had been customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.aalen_johansen import aalen_johansen
from sim.metrics._shared.windows import JUST_AFTER, firms_column
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import relationship_spells


@register("metric", "cumulative_incidence")
def cumulative_incidence(results: Results, step: float = 1.0) -> pd.DataFrame:
    """Share of a firm's customers who have left for each cause within so many weeks of their first purchase.

    Formula: F_c(t) = Σ_{t_i <= t} S(t_i−) d_ci / n_i; the causes add up to 1 − S(t), the survival. With constant
    rates h_c it tends to (h_c / h)(1 − exp(−h t)), h = Σ h_c.
    Source: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5, 141-150.

    Read off every ``step`` weeks from 0 to the horizon. Returns one row per replication, firm, cause and tenure:
    week, incidence. Raises ``ValueError`` for a step that is not above 0.
    """
    if not step > 0:
        raise ValueError(f"step={step:g}: the curve is read off at equal steps; give a number of weeks above 0")
    weeks = np.arange(0.0, results.scenario.horizon + step / 2, step)
    names = [cause.name for cause in results.scenario.exits.causes]
    place = np.full(len(results.names.causes) + 1, -1)
    place[[results.names.causes.index(name) for name in names]] = np.arange(len(names))
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon)
        for firm in range(len(results.names.firms)):
            here = found.firm == firm
            curve = aalen_johansen(found.weeks[here], place[found.cause[here]], len(names)).at(weeks + JUST_AFTER)
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(curve.size, firm), results),
                        "cause": decode_names(np.tile(np.arange(len(names)), len(weeks)), names),
                        "week": np.repeat(weeks, len(names)),
                        "incidence": curve.ravel(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
