"""Which rows of a log are wanted, and whom they are about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.events import RANK
from sim.results.results import Run


def select_events(run: Run, events: tuple[str, ...], since: float = 0.0, until: float = np.inf) -> NDArray[np.void]:
    """The rows of these events with since <= time < until, in the order of the log."""
    rows = run.rows
    if since > 0 or until < np.inf:
        first, last = np.searchsorted(rows["time"], [since, until])
        rows = rows[first:last]
    wanted = rows["event"] == RANK[events[0]]
    for event in events[1:]:
        wanted |= rows["event"] == RANK[event]
    chosen: NDArray[np.void] = rows[wanted]
    return chosen


def customer_key(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """One number for each customer: her place and how many lived in it before her."""
    return rows["customer"].astype(np.int64) << 16 | rows["generation"].astype(np.int64)


def relation_key(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """One number for each customer at each firm: who she is, and which firm the row is about."""
    return customer_key(rows) << 8 | rows["firm"].astype(np.int64)
