"""Who was saved and who was lost, for which cause, and what it was worth."""

from __future__ import annotations

import pandas as pd

from sim.experiments.counterfactuals.counterfactual_pair import CounterfactualPair
from sim.experiments.counterfactuals.customer_outcomes import OUTCOMES, customer_outcomes


def saved_and_lost(worlds: CounterfactualPair) -> pd.DataFrame:
    """Customers by what the second world made of them, with the cause for which they left in one world.

    A saved customer is counted under the cause for which she left in the first world, a lost one under that of the
    second; who has gone in both under the cause of the first. Means over replications. Returns one row per outcome
    and cause that occurs: outcome, cause (none where nobody left), customers, value_more (money, all of them
    together; customers' accounts only, without what programmes cost whoever joins).
    """
    table = customer_outcomes(worlds)
    cause = table["cause_first"].astype(object).where(table["outcome"] != "lost", table["cause_second"].astype(object))
    cause = cause.where(~table["outcome"].isin(["kept in both", "won", "not won"]), None).fillna("")
    runs = len(worlds.first.runs)
    grouped = table.assign(cause=cause).groupby(["outcome", "cause"], observed=True)["value_more"]
    found = grouped.agg(["count", "sum"]).reset_index()
    found.columns = pd.Index(["outcome", "cause", "customers", "value_more"])
    found[["customers", "value_more"]] /= runs
    found["outcome"] = pd.Categorical(found["outcome"], categories=list(OUTCOMES), ordered=True)
    found = found.sort_values(["outcome", "customers"], ascending=[True, False], ignore_index=True)
    return worlds.stamp.on(found)


def outcome_sentence(worlds: CounterfactualPair, most: int = 5) -> pd.DataFrame:
    """Customers worth following through both worlds: those whose two lives differ most in value, of each outcome.

    Returns rows of :func:`~sim.experiments.counterfactuals.customer_outcomes.customer_outcomes` of the first
    replication, at most ``most`` of each
    outcome, largest difference first.
    """
    if most < 1:
        raise ValueError(f"most={most}: ask for one customer at least")
    table = customer_outcomes(worlds)
    table = table[table["replication"] == worlds.first.runs[0].replication]
    table = table.assign(size=table["value_more"].abs()).sort_values("size", ascending=False, kind="stable")
    found = table.groupby("outcome", observed=True, sort=True).head(most).drop(columns="size")
    return worlds.stamp.on(found.sort_values("outcome", kind="stable").reset_index(drop=True))
