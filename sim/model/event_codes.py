"""Numbers of the events that customers' rules write, as constants that compiled code can read."""

from __future__ import annotations

from sim.model.events import RANK

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
