"""Who joined a programme, rose in it and left it, in the order of the log, with the level reached."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.windows import require_purchases
from sim.model.events import RANK
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run

NOBODY, ASSOCIATE, FULL = 0, 1, 2


class Steps(NamedTuple):
    """Steps of memberships, shape (steps,), by customer and time."""

    time: NDArray[np.float64]
    customer: NDArray[np.int64]
    """The customer's key, as in :func:`sim.results.event_filters.customer_key`."""
    before: NDArray[np.int64]
    """NOBODY, ASSOCIATE or FULL before the step."""
    after: NDArray[np.int64]


def membership_steps(results: Results, run: Run, firm: int, programme: int) -> Steps:
    """The steps of all memberships of one programme at one firm.

    The log does not say at which level a customer joins a club that has associates: she is an associate if she joins
    at a purchase before she has bought often enough, and a full member if she joins by invitation, with enough
    purchases, or once more. Raises :class:`IncompleteLogError` where that needs purchases which were not kept.
    """
    quantities = _quantities(results, firm, programme)
    if quantities is not None:
        require_purchases(results, "members_over_time, where a club has associates,")
    rows = select_events(run, ("purchase", "join", "end of membership", "exit"))
    rows = rows[rows["firm"] == firm]
    joins, ends, exits, buys = (
        rows["event"] == RANK[event] for event in ("join", "end of membership", "exit", "purchase")
    )
    other = (joins | ends) & (rows["programme"] != programme)
    rows = rows[~other]
    key = customer_key(rows)
    order = np.lexsort((rows["event"], rows["time"], key))
    rows, key = rows[order], key[order]
    joins, ends, exits, buys = (
        rows["event"] == RANK[event] for event in ("join", "end of membership", "exit", "purchase")
    )
    first = np.ones(len(rows), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    joined_before = _since(joins, first | ends) - joins
    rises = joins & (joined_before > 0)
    level = np.where(joins, FULL, NOBODY)
    if quantities is not None:
        at_purchase = np.zeros(len(rows), dtype=bool)
        at_purchase[1:] = buys[:-1] & ~first[1:] & (rows["time"][1:] == rows["time"][:-1])
        bought = _since(buys, first | np.concatenate([[False], exits[:-1]]))
        enough = (quantities > 0) & (bought >= quantities)
        level[joins & ~rises & at_purchase & ~enough] = ASSOCIATE
    steps = joins | ends
    after = level[steps]
    before = np.zeros(len(after), dtype=np.int64)
    before[1:] = np.where(key[steps][1:] == key[steps][:-1], after[:-1], NOBODY)
    return Steps(np.asarray(rows["time"][steps], dtype=np.float64), key[steps], before, after.astype(np.int64))


def _since(counted: NDArray[np.bool_], starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of these there were from the last start on, this row included; a start's own row counts."""
    total = np.cumsum(counted)
    before = np.where(starts, total - counted, 0)
    since: NDArray[np.int64] = total - np.maximum.accumulate(before)
    return since


def _quantities(results: Results, firm: int, programme: int) -> int | None:
    """Purchases that make a full member of a programme with associates; None for a programme without."""
    kind = results.names.programmes[programme]
    own = [part for part in results.scenario.firms[firm].programmes if part.kind == kind]
    copied = [part for other in results.scenario.firms for part in other.programmes if part.kind == kind]
    for part in own or copied:
        terms = part.terms()
        if terms.get("associate_quantity", 0.0) > 0:
            return int(terms["club_quantity"])
    return None


def programmes_with_members(results: Results) -> list[tuple[int, int]]:
    """Firm and programme, as numbers, wherever anyone joined in any replication."""
    found: set[tuple[int, int]] = set()
    for run in results.runs:
        joins = select_events(run, ("join",))
        found |= set(zip(joins["firm"].tolist(), joins["programme"].tolist(), strict=True))
    return sorted(found)
