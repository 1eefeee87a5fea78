"""How often one seat may do something in a minute, so that one page that has gone wrong cannot slow all others."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Hashable

from sim.apps.classroom.web.access import SPAN_SECONDS
from sim.apps.classroom.web.request_parsing import RequestError
from sim.language.messages import ngettext

MOST_ACTS = 120
"""Decisions, predictions and notes that one seat may send in a minute."""
MOST_DRAFTS = 300
"""Drafts of one seat in a minute; a page saves what is typed at most about once a second."""


class ActLimit:
    """Acts of each seat over the last minute. Only known seats are counted, so it does not grow."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has done anything yet; ``most`` acts in a minute are allowed."""
        self._most, self._clock = most, clock
        self._acts: dict[Hashable, deque[float]] = {}

    def count(self, seat: Hashable) -> None:
        """Count one act of a seat. Raises :class:`RequestError` (429) where it is one too many; it is not counted."""
        acts, now = self._acts.setdefault(seat, deque(maxlen=self._most)), self._clock()
        if len(acts) == self._most and now - acts[0] < SPAN_SECONDS:
            wait = math.ceil(SPAN_SECONDS - (now - acts[0]))
            raise RequestError(
                429, ngettext(
                    "This seat has sent {most} requests in a minute, and more are not taken; send it again in {n} "
                    "second.",
                    "This seat has sent {most} requests in a minute, and more are not taken; send it again in {n} "
                    "seconds.", wait,
                ).format(most=self._most, n=wait),
                {"Retry-After": str(wait)},
            )  # fmt: skip
        acts.append(now)
