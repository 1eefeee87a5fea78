"""How often an address may be wrong about a pass code."""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from sim.apps.classroom.request_error import RequestError

MOST = 10
"""Wrong codes that an address may send in a minute. Right ones do not count, so a class behind one address can join."""
SPAN = 60.0
ADDRESSES = 10_000
"""Addresses that are remembered."""


class RateLimit:
    """Wrong pass codes by address, over the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has tried yet."""
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, address: str) -> None:
        """Do nothing for an address that may try. Raises :class:`RequestError` for one that was wrong too often."""
        wrong, now = self._wrong.get(address, deque()), self._clock()
        while wrong and now - wrong[0] >= SPAN:
            wrong.popleft()
        if len(wrong) >= MOST:
            wait = math.ceil(SPAN - (now - wrong[0]))
            raise RequestError(
                429, f"too many wrong pass codes from this address; try again in {wait} seconds",
                {"Retry-After": str(wait)},
            )  # fmt: skip

    def wrong(self, address: str) -> None:
        """Note a wrong code."""
        self._wrong.setdefault(address, deque(maxlen=MOST)).append(self._clock())
        self._wrong.move_to_end(address)
        while len(self._wrong) > ADDRESSES:
            self._wrong.popitem(last=False)
