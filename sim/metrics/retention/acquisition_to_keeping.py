"""How many times what keeping a customer costs it costs to win one."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.windows import ratio
from sim.metrics.retention.keeping_cost import keeping_cost
from sim.metrics.value.acquisition_cost import acquisition_cost
from sim.registry import register
from sim.results.results import Results


@register("metric", "acquisition_to_keeping")
def acquisition_to_keeping(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """How many times the cost of keeping a customer for a year it costs to win one: is it 4 to 6, as is often said?

    Formula: acquisition cost / keeping cost. It is no constant of nature: it falls the more people come by themselves
    and the more is spent on those who are there, and rises with the spend on winning (diminishing returns).
    Source: the claim is the course's (A12), without a study behind it; winning and keeping as two budgets:
    Blattberg & Deighton (1996), Harvard Business Review 74(4), 136-144.

    Returns one row per replication and firm: acquisition_cost, keeping_cost, ratio (not a number where nothing was
    spent on keeping). Raises ``ValueError`` for an empty window.
    """
    table = acquisition_cost(results, since, until)[["replication", "firm", "acquisition_cost"]]
    table["keeping_cost"] = keeping_cost(results, since, until)["keeping_cost"]
    table["ratio"] = ratio(table["acquisition_cost"].to_numpy(), table["keeping_cost"].to_numpy())
    return table
