"""What those who left said in their exit interviews."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, segment_of, window
from sim.model.event_log import decode_names, labels
from sim.model.firms.decision_rounds.exit_interviewing import addresses as addresses
from sim.model.firms.decision_rounds.exit_interviewing import stated_causes
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run


@register("metric", "exit_interviews")
def exit_interviews(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Who left, why in truth, whether she answered the exit interview, and which cause she stated.

    Formula: she answers with chance ``interviews.response`` and then names cause s with the chance that the row of her
    true cause in ``interviews.stated`` gives it. One who would name a cause that this market does not have says the
    true one; a key account that is steered says what she decides to. Luck is a customer's own (seed, replication,
    customer, firm, spell): a further cause, firm or customer changes nobody else's answer.
    Source: Nisbett & Wilson (1977), Telling more than we can know, Psychological Review 84(3), 231-259, for people not
    reporting why they did something; the default table is assumed.

    Returns one row per exit: replication, customer_id, segment, firm, week, cause, answered, stated (missing where she
    did not answer). Raises ``ValueError`` for an empty window.
    """
    start, end = window(results, since, until)
    end = np.inf if until is None else end
    parts = []
    for run in results.runs:
        rows, stated = interviewed(results, run)
        inside = (rows["time"] >= start) & (rows["time"] < end)
        rows, stated = rows[inside], stated[inside]
        parts.append(
            pd.DataFrame(
                {
                    "replication": np.full(len(rows), run.replication),
                    "customer_id": np.asarray(labels(rows, results.names), dtype=object),
                    "segment": decode_names(segment_of(rows["customer"], results.names), results.names.segments),
                    "firm": firms_column(rows["firm"].astype(np.int64), results),
                    "week": rows["time"].astype(np.float64),
                    "cause": decode_names(rows["cause"].astype(np.int64), results.names.causes),
                    "answered": stated >= 0,
                    "stated": decode_names(stated, results.names.causes),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def interviewed(results: Results, run: Run) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """The exits of one replication and, for each, the number of the cause stated, -1 where she did not answer."""
    rows, said = select_events(run, ("exit",)), select_events(run, ("stated",))
    luck = (results.seed, run.replication)
    return rows, stated_causes(rows, results.names, results.scenario, luck, said=said)
