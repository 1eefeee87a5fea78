"""Whether members renew, by how many club events they attended."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column, ratio, require_purchases
from sim.metrics.programmes.membership_steps import programmes_with_members
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run

CLASSES = ("0", "1", "2 to 3", "4 or more")
_EDGES = (1, 2, 4)


@register("metric", "renewals_by_attendance")
def renewals_by_attendance(results: Results) -> pd.DataFrame:
    """The part of members who renew at the end of a period, by the club events they attended in it.

    Formula: renewal rate = renewals / (renewals + lapses) among periods with so many events attended; a membership
    that ends because the customer leaves the firm is no decision.
    Source: Bhattacharya (1998), When customers are members, Journal of the Academy of Marketing Science 26(1), 31-44.

    Who attends much is more sociable besides, so the difference is not all the events' doing.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm and class of events attended: renewals, lapses, rate; clubs without renewals have
        no rows.

    Raises:
        IncompleteLogError: Where attendance was not kept.
    """
    require_purchases(results, "renewals_by_attendance")
    frames = [pd.DataFrame({"replication": [], "firm": [], "attended": [], "renewals": [], "lapses": [], "rate": []})]
    for firm, programme in programmes_with_members(results):
        for run in results.runs:
            attended, renews = _decisions(run, firm, programme)
            place = np.searchsorted(_EDGES, attended, side="right")
            renewals, lapses = (np.bincount(place[renews == kept], minlength=len(CLASSES)) for kept in (True, False))
            if len(renews) == 0:
                continue
            frames.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(len(CLASSES), firm), results),
                        "attended": list(CLASSES),
                        "renewals": renewals,
                        "lapses": lapses,
                        "rate": ratio(renewals, renewals + lapses),
                    }
                )
            )
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _decisions(run: Run, firm: int, programme: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Events attended in each period that ended with a decision, and whether the member renewed."""
    rows = select_events(run, ("join", "renewal", "attendance", "end of membership", "exit"))
    here = (rows["firm"] == firm) & ((rows["programme"] == programme) | (rows["event"] == RANK["exit"]))
    rows = rows[here]
    key = customer_key(rows)
    order = np.lexsort((rows["event"], rows["time"], key))
    rows, key = rows[order], key[order]
    renews, ends, exits = (rows["event"] == RANK[event] for event in ("renewal", "end of membership", "exit"))
    lapses = ends.copy()
    lapses[:-1] &= ~(exits[1:] & (key[1:] == key[:-1]) & (rows["time"][1:] == rows["time"][:-1]))
    starts = (rows["event"] == RANK["join"]) | renews
    came = np.cumsum(rows["event"] == RANK["attendance"])
    since = np.maximum.accumulate(np.where(starts, came, 0))
    decided = np.flatnonzero(renews | lapses)
    begun = np.concatenate([[0], since[:-1]])
    return (came[decided] - begun[decided]).astype(np.int64), np.asarray(renews[decided])
