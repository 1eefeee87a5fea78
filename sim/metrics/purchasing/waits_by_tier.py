"""How long customers of each tier wait."""

from __future__ import annotations

import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.metrics.purchasing.waits import how_it_did, needs_met
from sim.registry import register
from sim.results.results import Results
from sim.scenario.market.tiers import TIERS


@register("metric", "waits_by_tier")
def waits_by_tier(results: Results, within_hours: float = 1.0) -> pd.DataFrame:
    """How a firm's service desk did for customers of each tier: who is answered first, and who waits for it.

    Formula: that of :func:`sim.metrics.purchasing.waits.waits`, over the needs of customers who were in the tier when
    they turned to the desk. Priority shares waits out and makes none shorter: Kleinrock (1965), Naval Research
    Logistics 12.
    Source: Cobham (1954), Operations Research 2(1), 70-76.

    Returns one row per replication, firm and tier (needs 0 where a tier had none), with the columns of ``waits``.
    Raises ``LogTooThin`` where the log was kept to exits.
    """
    require_purchases(results, "waits_by_tier")
    rows = []
    for run in results.runs:
        for k, name in enumerate(results.names.firms):
            met = needs_met(results, run, k)
            for tier in TIERS:
                did = how_it_did(met[met["tier"] == tier], within_hours)
                rows.append({"replication": run.replication, "firm": name, "tier": tier, **did})
    return pd.DataFrame(rows)
