"""How long customers wait for service, all together and by tier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import require_purchases
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.scenario.firm.opening_hours import HOURS_IN_A_WEEK
from sim.scenario.market.tiers import TIERS

WHO = ["customer", "generation", "number"]


@register("metric", "waits")
def waits(results: Results, within_hours: float = 1.0) -> pd.DataFrame:
    """How a firm's service desk performed: who waited, how long, who gave up, and how requests ended.

    Formula: wait = hours from a need to the beginning of its answer, or to giving up; service level = share of needs
    whose answer began within ``within_hours``. The n-th need of a customer is taken to be the n-th that is begun or
    given up, which is wrong only where she has two at once and the later one is served first.
    Source: Erlang (1917), who asked; Palm (1957) for customers who give up; Little (1961), Operations Research 9.

    Needs still waiting at the horizon are left out.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        within_hours: Hours within which an answer has to begin for the service level.

    Returns:
        One row per replication and firm: needs (0 without a desk), mean_wait_hours, waited, service_level, given_up,
        failed, recovered (shares of needs).

    Raises:
        IncompleteLogError: Where the log was kept to exits.
    """
    require_purchases(results, "waits")
    return pd.DataFrame(
        [
            {"replication": run.replication, "firm": name, **how_it_did(needs_met(results, run, k), within_hours)}
            for run in results.runs
            for k, name in enumerate(results.names.firms)
        ]
    )


def needs_met(results: Results, run: Run, firm: int) -> pd.DataFrame:
    """Needs of a firm's customers that are over or being answered: hours, tier, outcome (none while answered)."""
    causes = dict(enumerate(results.names.words))
    needs = _numbered(run, firm, "need")
    begun = _numbered(run, firm, "answer begins")
    answers = _numbered(run, firm, "answer")
    answers = answers.assign(outcome=answers["cause"].map(causes))
    met = pd.concat([begun, answers[answers["outcome"] == "given up"]]).sort_values("time", kind="stable")
    met = met.assign(number=met.groupby(["customer", "generation"]).cumcount(), begun=met["cause"] < 0)
    met = met.merge(needs[[*WHO, "time", "cause"]], on=WHO, suffixes=("", "_of_need"))
    met = met.merge(answers[[*WHO, "outcome"]], on=WHO, how="left", suffixes=("_then", ""))
    hours = (met["time"] - met["time_of_need"]) * HOURS_IN_A_WEEK
    return pd.DataFrame(
        {"hours": hours, "begun": met["begun"], "outcome": met["outcome"], "tier": met["cause_of_need"].map(causes)}
    )


def how_it_did(met: pd.DataFrame, within_hours: float) -> dict[str, float]:
    """The figures of a desk for these needs."""
    if len(met) == 0:
        empty = ("mean_wait_hours", "waited", "service_level", "given_up", "failed", "recovered")
        return {"needs": 0, **dict.fromkeys(empty, float("nan"))}
    return {
        "needs": len(met),
        "mean_wait_hours": float(met["hours"].mean()),
        "waited": float((met["hours"] > 0).mean()),
        "service_level": float((met["begun"] & (met["hours"] <= within_hours)).mean()),
        "given_up": float((met["outcome"] == "given up").mean()),
        "failed": float((met["outcome"] == "failed").mean()),
        "recovered": float((met["outcome"] == "recovered").mean()),
    }


def _numbered(run: Run, firm: int, event: str) -> pd.DataFrame:
    rows = select_events(run, (event,))
    rows = rows[rows["firm"] == firm]
    table = pd.DataFrame({name: np.asarray(rows[name]) for name in ("time", "customer", "generation", "cause")})
    return table.assign(number=table.groupby(["customer", "generation"]).cumcount())


@register("metric", "waits_by_tier")
def waits_by_tier(results: Results, within_hours: float = 1.0) -> pd.DataFrame:
    """How a firm's service desk did for customers of each tier: who is answered first, and who waits for it.

    Formula: that of :func:`sim.metrics.purchasing.waits.waits`, over the needs of customers who were in the tier when
    they turned to the desk. Priority shares waits out and makes none shorter: Kleinrock (1965), Naval Research
    Logistics 12.
    Source: Cobham (1954), Operations Research 2(1), 70-76.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        within_hours: Hours within which an answer has to begin for the service level.

    Returns:
        One row per replication, firm and tier (needs 0 where a tier had none), with the columns of ``waits``.

    Raises:
        IncompleteLogError: Where the log was kept to exits.
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
