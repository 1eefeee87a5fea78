"""How fast customers leave firms of different service, as a run shows it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, window
from sim.metrics.exits.exits import exits
from sim.metrics.retention.churn import churn
from sim.registry import register
from sim.results.results import Results


@register("metric", "loyalty_by_service")
def loyalty_by_service(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How fast customers left firms of different service: over the service, for a better offer, and for the rest.

    Formula: exits / customer-weeks at risk, by the kind of cause: those that compare with her norm, those that compare
    with the best rival, others but moving away. stays = exp(−52 × their sum).
    Source: Jones & Sasser (1995), Harvard Business Review 73(6), 88-99, who drew loyalty against satisfaction; rates of
    events per exposure as in Aalen (1978), Annals of Statistics 6, 701-726.

    All replications together. In the long run satisfaction lies about the service level of the offer, so firms that
    differ in service show the curve; leave out the first weeks (``since``), in which it is still on the way there.
    Returns one row per firm: service (level of the offer at week 0), customer_weeks, service_exits, offer_exits,
    other_exits, service_rate, offer_rate, other_rate (per week), stays. Raises ``ValueError`` for an empty window.
    """
    start, end = window(results, since, until)
    scenario = results.scenario
    kinds = {"service": [], "offer": [], "other": []}  # type: dict[str, list[str]]
    for cause in scenario.exits.causes:
        if cause.ends == "this_relation":
            known = {"norm": "service", "best_rival": "offer"}
            kinds[known.get(cause.compared_with, "other")].append(cause.name)
    left = exits(results, start, None if until is None else end)
    lived = churn(results, end - start, start, end).groupby("firm", observed=False)["customer_weeks"].sum().to_numpy()
    table = pd.DataFrame(
        {
            "firm": firms_column(np.arange(len(scenario.firms)), results),
            "service": [firm.offer.service for firm in scenario.firms],
            "customer_weeks": lived,
        }
    )
    for kind, names in kinds.items():
        of = left[left["cause"].isin(names)].groupby("firm", observed=False)["exits"].sum()
        table[f"{kind}_exits"] = of.reindex(list(results.names.firms), fill_value=0).to_numpy()
    for kind in kinds:
        table[f"{kind}_rate"] = ratio(table[f"{kind}_exits"].to_numpy(), lived)
    table["stays"] = np.exp(-WEEKS_A_YEAR * table[[f"{kind}_rate" for kind in kinds]].sum(axis=1, skipna=False))
    return table
