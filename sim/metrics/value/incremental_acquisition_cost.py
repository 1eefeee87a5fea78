"""What one more customer costs who would not have come by herself."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.common_random_numbers import require_common_random_numbers
from sim.metrics._shared.ratio_of_means import ratio_of_means
from sim.metrics.value.acquisition_cost import acquisition_cost
from sim.registry import register
from sim.results.results import Results


@register("metric", "incremental_acquisition_cost")
def incremental_acquisition_cost(
    results: Results, without: Results, since: int = 0, until: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """What one more customer costs: further spend for each first purchase that would not have been made without it.

    Formula: (spend − spend without) / (first purchases − first purchases without), means over replications of worlds
    with the same customers and the same luck; interval of a ratio of means (Cochran 1977, Sampling Techniques, ch. 6).
    Source: Blattberg & Deighton (1996), Harvard Business Review 74(4), 136-144: spending is weighed by the
    response to it.

    Give the world without any communication for the cost of all it won, or one with a little less of it for that of
    the last ones won. Returns one row per firm: more_spend, more_acquisitions (means), incremental_cost with low and
    high (not a number where no more customers came), replications. Raises ``ValueError`` unless both worlds share seed,
    replications, firms and weeks, or for an empty window.
    """
    require_common_random_numbers(results, without)
    table, other = acquisition_cost(results, since, until), acquisition_cost(without, since, until)
    table["more_spend"] = table["spend"] - other["spend"]
    table["more"] = table["acquisitions"] - other["acquisitions"]
    rows = []
    for firm, here in table.groupby("firm", observed=False):
        more = float(here["more"].mean())
        found = ratio_of_means(here["more_spend"], here["more"], level) if more > 0 else None
        rows.append(
            {
                "firm": firm,
                "more_spend": float(here["more_spend"].mean()),
                "more_acquisitions": more,
                "incremental_cost": found.mean if found else float("nan"),
                "low": found.low if found else float("nan"),
                "high": found.high if found else float("nan"),
                "replications": len(here),
            }
        )
    return pd.DataFrame(rows)
