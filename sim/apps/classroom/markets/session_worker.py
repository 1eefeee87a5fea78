"""The keeper of a game: one thread through which everything goes that touches the session, and news of what changed.

A session is for one thread, and closing a round can take a second. So each market has a thread of its own, and the loop
that talks to the seats stays free. Of all these threads only a few compute at once, because Python runs one at a time
and the loop has to wait for its turn among them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from threading import BoundedSemaphore
from typing import TypeVar

from sim.game.session.session import Session

Answer = TypeVar("Answer")
BEAT = 0.25
"""Seconds between two looks at the timer."""
SETBACK = 5.0
"""Seconds before another try where a round could not be closed."""
GONE = 45.0
"""Seconds without a word after which a seat counts as away; a page asks every twenty."""
AT_WORK = 4
"""Markets that compute or write at once; the others wait for their turn. Some of them wait for the disk meanwhile."""


def _nothing(_session: Session) -> None:
    pass


class SessionWorker:
    """Asks the session one thing at a time, in the order in which things come."""

    def __init__(self, session: Session, slots: BoundedSemaphore | None = None) -> None:
        """Take the session over; only this object may use it while requests come in.

        ``slots`` is shared by the markets of a class: who computes holds one.
        """
        self._session = session
        self._slots = slots or BoundedSemaphore(AT_WORK)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="game")
        self._news = asyncio.Condition()
        self._heard: dict[str, float] = {}
        self._told: list[Callable[[], None]] = []
        self.game = session.game
        self.length = len(session.entries)
        """Entries in the log."""
        self.turn = 0
        """How often those who wait for news were woken."""
        self.closing = False
        self.before_close: Callable[[Session], None] = _nothing
        """What is done in the game's thread before the time closes a round."""

    async def ask(self, act: Callable[[Session], Answer]) -> Answer:
        """What the session answers; those who wait for news are woken when the log has grown."""
        loop, context = asyncio.get_running_loop(), copy_context()  # the language of the request goes along
        try:
            return await loop.run_in_executor(self._thread, lambda: context.run(self._computed, act))
        finally:
            length = len(self._session.playing.record.entries)
            if length != self.length:
                self.length = length
                await self.wake()

    def _computed(self, act: Callable[[Session], Answer]) -> Answer:
        with self._slots:
            return act(self._session)

    def tell(self, listener: Callable[[], None]) -> None:
        """Call this function in the loop each time the log has grown."""
        self._told.append(listener)

    async def news(self, turn: int, seconds: float) -> None:
        """Come back when others were woken since this turn, when the time is up, or when the server stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._news:
                await self._news.wait_for(lambda: self.turn != turn or self.closing)

    async def stop(self) -> None:
        """Answer all requests that wait."""
        self.closing = True
        await self.wake()

    async def keep_time(self) -> None:
        """Close rounds whose time is up, for as long as the server runs."""
        while self.game.advance == "timer" and not self.closing:
            try:
                await self.ask(self._tick)
            except Exception:  # a full disk, say: the round stays open, and there is another try
                logging.getLogger("uvicorn.error").exception("the timer could not close the round; trying again")
                await asyncio.sleep(SETBACK)
            await asyncio.sleep(BEAT)

    def _tick(self, session: Session) -> None:
        if session.seconds_left == 0.0 and not session.paused:
            self.before_close(session)
        session.tick()

    def heard(self, seat: str) -> None:
        """Note that a seat is there."""
        self._heard[seat] = time.monotonic()

    def gone(self, seat: str) -> None:
        """Forget that a seat was there."""
        self._heard.pop(seat, None)

    def here(self) -> list[str]:
        """Seats that were heard of in the last moments, in order of the game."""
        now = time.monotonic()
        return [seat.name for seat in self.game.seats if now - self._heard.get(seat.name, -GONE) < GONE]

    def shut(self) -> None:
        """Let what has begun come to its end, and the thread go."""
        self._thread.shutdown()

    async def wake(self) -> None:
        """Let all who wait look again."""
        self.turn += 1
        for listener in self._told:
            listener()
        async with self._news:
            self._news.notify_all()
