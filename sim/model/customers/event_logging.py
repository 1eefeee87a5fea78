"""Logging an event: a row of the log, and a count in its week; and the events that customers' rules log."""

from __future__ import annotations

import math

from sim.model.compile_cache import inlined_rule
from sim.model.events import RANK
from sim.model.state.market import Market, WorkerBuffer

ARRIVAL_EVENT = RANK["arrival"]
MOVES_HOME = RANK["moves home"]
RETURN = RANK["return"]
POINTS_EXPIRY = RANK["expiry"]
TIER_CHANGE = RANK["tier"]
RENEWAL_EVENT = RANK["renewal"]
ACQUISITION = RANK["acquisition"]
PURCHASE_EVENT = RANK["purchase"]
GOODS = RANK["goods"]
TAILORING = RANK["tailoring"]
HANDLING = RANK["handling"]
HANDLING_SAVED = RANK["saved"]
POINTS_EARNED = RANK["points earned"]
POINTS_USED = RANK["points used"]
ORDER = RANK["order"]
SERVICE_REQUEST = RANK["need"]
REWARD = RANK["reward"]
BENEFIT = RANK["benefit"]
LATE_DELIVERY = RANK["delivery late"]
JOIN = RANK["join"]
END_OF_MEMBERSHIP = RANK["end of membership"]
EXIT = RANK["exit"]
MOVING_AWAY = RANK["moving away"]
"""Numbers of events as constants, as compiled code reads them."""

ROWS_RESERVED_PER_EVENT = 512
"""Rows that must be free before a customer's next event: more than one event can write."""


@inlined_rule
def to_cents(money: float) -> int:
    """Money is booked in whole cents, so that sums do not depend on their order."""
    return math.floor(money * 100.0 + 0.5)


@inlined_rule
def log_event(
    market: Market,
    buffer: WorkerBuffer,
    now: float,
    customer: int,
    firm: int,
    event: int,
    cause: int,
    programme: int,
    cents: int,
) -> None:
    """One event now to a customer (or -1) at a firm (or -1), with cause and programme (or -1)."""
    if firm >= 0:
        week = min(int(now), buffer.weekly.shape[0] - 1)
        buffer.weekly[week, firm, event, 0] += 1
        buffer.weekly[week, firm, event, 1] += cents
    if buffer.logged[event] == 1:
        row = buffer.rows[buffer.used[0]]
        row.time = now
        row.cents = cents
        row.customer = customer
        row.generation = market.person[customer].generation if customer >= 0 else 0
        row.firm = firm
        row.event = event
        row.cause = cause
        row.programme = programme
        buffer.used[0] += 1
