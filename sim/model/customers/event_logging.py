"""Writing down what happened: a row of the log and a stroke in the weekly tally."""

from __future__ import annotations

import math

from sim.model.compiled_rule import inlined_rule
from sim.model.state.market import Market, WorkerBuffer

ROWS_RESERVED_PER_EVENT = 512
"""Rows that must be free before a customer's next event: more than one event can write."""


@inlined_rule
def to_cents(money: float) -> int:
    """Money is booked in whole cents, so that sums do not depend on their order."""
    return math.floor(money * 100.0 + 0.5)


@inlined_rule
def log_event(
    m: Market, desk: WorkerBuffer, t: float, i: int, firm: int, event: int, cause: int, programme: int, cents: int
) -> None:
    """One event at week ``t`` to customer ``i`` (or -1) at a firm (or -1), with cause and programme (or -1)."""
    if firm >= 0:
        week = min(int(t), desk.weekly.shape[0] - 1)
        desk.weekly[week, firm, event, 0] += 1
        desk.weekly[week, firm, event, 1] += cents
    if desk.logged[event] == 1:
        row = desk.rows[desk.used[0]]
        row.time = t
        row.cents = cents
        row.customer = i
        row.generation = m.person[i].generation if i >= 0 else 0
        row.firm = firm
        row.event = event
        row.cause = cause
        row.programme = programme
        desk.used[0] += 1
