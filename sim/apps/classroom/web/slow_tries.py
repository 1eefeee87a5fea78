"""Turns of an address that sent many wrong codes: each further try waits, a right one is let in all the same.

A class behind one address of its school cannot be locked out by one student who tries codes; and the one who tries
gets no more than a few tries a second, far too few to find a code of six letters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sim.apps.classroom.web.request_parsing import RequestError
from sim.language.messages import _

TURN_SECONDS = 0.5
"""Seconds between two tries of such an address."""
MOST_WAITING = 60
"""Tries of one address that may wait for their turn: half a minute."""


class SlowTries:
    """Lets the tries of one address through one after the other."""

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        """Nobody waits yet."""
        self._sleep = sleep
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    async def turn(self, address: str) -> None:
        """Come back when it is the turn of this try. Raises :class:`RequestError` where too many wait already."""
        lock, waiting = self._turns.get(address, (asyncio.Lock(), 0))
        if waiting >= MOST_WAITING:
            raise RequestError(
                429,
                _("Many wrong codes come from this address; wait a moment, then send the code again."),
                {"Retry-After": str(round(MOST_WAITING * TURN_SECONDS))},
            )
        self._turns[address] = lock, waiting + 1
        try:
            async with lock:
                await self._sleep(TURN_SECONDS)
        finally:
            lock, waiting = self._turns[address]
            if waiting > 1:
                self._turns[address] = lock, waiting - 1
            else:
                del self._turns[address]
