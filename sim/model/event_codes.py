"""Numbers of the events that customers' rules write, as constants that compiled code can read."""

from __future__ import annotations

from sim.model.events import RANK

ARRIVES = RANK["arrival"]
RETURNS = RANK["return"]
EXPIRES = RANK["expiry"]
CHANGES_TIER = RANK["tier"]
RENEWS = RANK["renewal"]
ACQUIRED = RANK["acquisition"]
BUYS = RANK["purchase"]
GOODS = RANK["goods"]
TAILORING = RANK["tailoring"]
HANDLING = RANK["handling"]
SAVED = RANK["saved"]
EARNED = RANK["points earned"]
USED = RANK["points used"]
ORDERS = RANK["order"]
NEEDS = RANK["need"]
REWARDED = RANK["reward"]
BENEFIT = RANK["benefit"]
LATE = RANK["delivery late"]
JOINS = RANK["join"]
ENDS_MEMBERSHIP = RANK["end of membership"]
EXITS = RANK["exit"]
MOVES_AWAY = RANK["moving away"]
