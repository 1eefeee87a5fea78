"""How long customers stay, one row for each time they come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import firms_column, segment_of
from sim.model.event_log import decode_names, labels
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.spells import Whose, relationship_spells


@register("metric", "spells")
def spells(results: Results, of: Whose = "customers") -> pd.DataFrame:
    """How long each customer stayed with a firm, each time she came: the raw material of every survival model.

    Formula: weeks = end − start, from the first purchase to the exit; still going on at the horizon: ended is false.
    With ``of="members"`` from joining a programme to the end of the membership.
    Source: Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, Journal of the American
    Statistical Association 53, 457-481: the censored lifetime.

    Returns one row per stay: replication, customer_id, segment, firm, programme (members only), start, end, weeks,
    ended, cause. Raises ``ValueError`` for another ``of``.
    """
    return pd.concat([_frame(results, run, of) for run in results.runs], ignore_index=True)


def _frame(results: Results, run: Run, of: Whose) -> pd.DataFrame:
    found, names = relationship_spells(run, results.scenario.horizon, of), results.names
    rows = found.start_event
    columns: dict[str, object] = {
        "replication": np.full(len(rows), run.replication),
        "customer_id": np.asarray(labels(rows, names), dtype=object),
        "segment": decode_names(segment_of(rows["customer"], names), names.segments),
        "firm": firms_column(rows["firm"], results),
    }
    if of == "members":
        columns["programme"] = decode_names(rows["programme"].astype(np.int64), names.programmes)
    columns |= {"start": found.start, "end": found.end, "weeks": found.weeks, "ended": found.ended}
    columns["cause"] = decode_names(found.cause, names.causes)
    return pd.DataFrame(columns)
