"""What a programme earns over and above what would have been earned anyway."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.common_random_numbers import require_common_random_numbers
from sim.metrics._shared.interval import over_replications
from sim.metrics.value.profit import profit
from sim.registry import register
from sim.results.results import Results


@register("metric", "incremental_profit")
def incremental_profit(
    results: Results, without: Results, since: int = 0, until: int | None = None, level: float = 0.95
) -> pd.DataFrame:
    """What each firm earns more than in the world without the programme: the same customers with the same luck.

    Formula: Δ = profit − profit of the world without; mean over replications, with the paired interval.
    Source: Glasserman & Yao (1992), Some guidelines and guarantees for common random numbers, Management Science 38,
    884-908; interval: :mod:`sim.metrics._shared.mean_bounds`.

    Returns one row per firm: profit and profit_without (means), incremental_profit with low and high, replications;
    ``attrs["note"]`` says why bounds are missing. Money in full units. Raises ``ValueError`` unless both worlds share
    seed, replications, firms and weeks, or for an empty window.
    """
    require_common_random_numbers(results, without)
    table = profit(results, since, until)
    table["profit_without"] = profit(without, since, until)["profit"]
    table["incremental_profit"] = table["profit"] - table["profit_without"]
    found = over_replications(table, "incremental_profit", ["firm"], level)
    means = table.groupby("firm", observed=False)[["profit", "profit_without"]].mean()
    for place, column in enumerate(means.columns, start=1):
        found.insert(place, column, means[column].to_numpy())
    return found
