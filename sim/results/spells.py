"""How long customers stay with a firm, or members with a programme: openings paired with what closes them."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.model.events import RANK
from sim.results.event_filters import relation_key, select_events
from sim.results.results import Run

Whose: TypeAlias = Literal["customers", "members"]
OPENED_AND_CLOSED: dict[str, tuple[str, str]] = {
    "customers": ("acquisition", "exit"),
    "members": ("join", "end of membership"),
}


class Spells(NamedTuple):
    """The stays of one replication, as plain columns of equal length."""

    start_event: NDArray[np.void]
    """The row of the log with which each stay began."""
    end: NDArray[np.float64]
    """Week in which it ended, or the horizon."""
    ended: NDArray[np.bool_]
    """Whether it ended; else it was still going on at the horizon."""
    cause: NDArray[np.int64]
    """Number of the cause that ended it, -1 for none."""

    @property
    def start(self) -> NDArray[np.float64]:
        """Week in which each stay began."""
        return self.start_event["time"].astype(np.float64)

    @property
    def weeks(self) -> NDArray[np.float64]:
        """Length of each stay as far as it was seen."""
        return self.end - self.start

    @property
    def firm(self) -> NDArray[np.int64]:
        """Number of the firm of each stay."""
        return self.start_event["firm"].astype(np.int64)


def relationship_spells(run: Run, horizon: float, of: Whose = "customers") -> Spells:
    """Pair each acquisition with the exit that ends it (or each joining with the end of the membership)."""
    if of not in OPENED_AND_CLOSED:
        raise ValueError(f"of={of!r}: stays are those of 'customers' or of 'members'; give one of the two")
    opens, closes = OPENED_AND_CLOSED[of]
    rows = select_events(run, (opens, closes))
    programme = rows["programme"].astype(np.int64) + 1 if of == "members" else np.zeros(len(rows), dtype=np.int64)
    whose = relation_key(rows) << 8 | programme
    order = np.argsort(whose, kind="stable")
    rows, whose = rows[order], whose[order]
    opening = rows["event"] == RANK[opens]
    same = np.zeros(len(rows), dtype=bool)
    same[1:] = whose[1:] == whose[:-1]
    before = np.concatenate([[False], opening[:-1]]) & same
    kept = opening != before  # an associate who becomes a full member joins twice and stays once
    rows, opening, whose = rows[kept], opening[kept], whose[kept]
    at = np.flatnonzero(opening)
    follows = np.minimum(at + 1, len(rows) - 1)
    ended = (follows > at) & ~opening[follows] & (whose[follows] == whose[at])
    end = np.where(ended, rows["time"][follows], horizon)
    cause = np.where(ended, rows["cause"][follows], -1).astype(np.int64)
    order = np.argsort(rows["time"][at], kind="stable")
    return Spells(rows[at][order], end[order], ended[order], cause[order])
