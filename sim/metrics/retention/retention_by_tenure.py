"""How loyalty looks by length of stay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.kaplan_meier import kaplan_meier
from sim.metrics._shared.windows import JUST_AFTER, WEEKS_A_YEAR, firms_column, ratio
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import Whose, relationship_spells


@register("metric", "retention_by_tenure")
def retention_by_tenure(results: Results, of: Whose = "customers", period: float = WEEKS_A_YEAR) -> pd.DataFrame:
    """Of those who have stayed t − 1 periods with a firm, the part that stays one more.

    It rises with tenure although nobody changes, because those who leave easily have left.
    Formula: r_t = S(t) / S(t − 1), S the Kaplan-Meier survival read off just after t whole periods.
    Source: Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90.

    ``period`` in weeks, a year of 52 if left out. Returns one row per replication, firm and period t = 1, 2, ... that
    lies within the horizon: tenure, survival (at its end), retention. Not a number where nobody has stayed that long.
    Raises ``ValueError`` for a period that is not above 0.
    """
    if not period > 0:
        raise ValueError(f"period={period:g}: give a number of weeks above 0; a year has {WEEKS_A_YEAR:g}")
    ends = np.arange(0, int(results.scenario.horizon / period) + 1) * period
    parts = []
    for run in results.runs:
        found = relationship_spells(run, results.scenario.horizon, of)
        for firm in range(len(results.names.firms)):
            here = found.firm == firm
            left = kaplan_meier(found.weeks[here], found.ended[here]).at(ends + JUST_AFTER).survival
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(len(ends) - 1, firm), results),
                        "tenure": np.arange(1, len(ends)),
                        "survival": left[1:],
                        "retention": ratio(left[1:], left[:-1]),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)
