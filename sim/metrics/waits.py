"""How long customers wait at the service desk."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics.reading import need_purchases
from sim.registry import declare
from sim.results import Results, Run
from sim.rows import rows_of
from sim.scenario.opening_hours import HOURS_IN_A_WEEK

WHO = ["customer", "generation", "number"]


@declare("metric", "waits")
def waits(results: Results, within_hours: float = 1.0) -> pd.DataFrame:
    """How a firm's service desk did: who waited, how long, who gave up, and how needs ended.

    Formula: wait = hours from a need to the beginning of its answer, or to giving up; service level = share of needs
    whose answer began within ``within_hours``. The n-th need of a customer is taken to be the n-th that is begun or
    given up, which is wrong only where she has two at once and the later one is served first.
    Source: Erlang (1917), who asked; Palm (1957) for customers who give up; Little (1961), Operations Research 9.

    Needs still waiting at the horizon are left out. Returns one row per replication and firm: needs (0 without a desk),
    mean_wait_hours, waited, service_level, given_up, failed, recovered (shares of needs). Raises ``LogTooThin``
    where the log was kept to exits.
    """
    need_purchases(results, "waits")
    return pd.DataFrame(
        [
            {"replication": run.replication, "firm": name, **_shares(results, run, k, within_hours)}
            for run in results.runs
            for k, name in enumerate(results.names.firms)
        ]
    )


def _shares(results: Results, run: Run, firm: int, within_hours: float) -> dict[str, float]:
    needs = _numbered(run, firm, "need")
    begun = _numbered(run, firm, "answer begins")
    answers = _numbered(run, firm, "answer")
    outcome = answers["cause"].map(dict(enumerate(results.names.causes)))
    met = pd.concat([begun, answers[outcome == "given up"]]).sort_values("time", kind="stable")
    met = met.assign(number=met.groupby(["customer", "generation"]).cumcount())
    met = met.merge(needs[[*WHO, "time"]], on=WHO, suffixes=("", "_of_need"))
    hours = (met["time"] - met["time_of_need"]).to_numpy() * HOURS_IN_A_WEEK
    answered = (met["cause"] < 0).to_numpy()
    count = len(met)
    if count == 0:
        empty = ("mean_wait_hours", "waited", "service_level", "given_up", "failed", "recovered")
        return {"needs": 0, **dict.fromkeys(empty, float("nan"))}
    return {
        "needs": count,
        "mean_wait_hours": float(hours.mean()),
        "waited": float((hours > 0).mean()),
        "service_level": float((answered & (hours <= within_hours)).mean()),
        "given_up": float((outcome == "given up").sum() / count),
        "failed": float((outcome == "failed").sum() / count),
        "recovered": float((outcome == "recovered").sum() / count),
    }


def _numbered(run: Run, firm: int, event: str) -> pd.DataFrame:
    rows = rows_of(run, (event,))
    rows = rows[rows["firm"] == firm]
    table = pd.DataFrame({name: np.asarray(rows[name]) for name in ("time", "customer", "generation", "cause")})
    return table.assign(number=table.groupby(["customer", "generation"]).cumcount())
