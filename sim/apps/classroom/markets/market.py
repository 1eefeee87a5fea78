"""One market of a class: its game, what its seats are sent, and its debriefs."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from sim.apps.classroom.markets.session_worker import SessionWorker
from sim.apps.classroom.markets.state_cache import StateCache
from sim.apps.classroom.seats.devices import Devices
from sim.apps.classroom.seats.drafts import Drafts
from sim.apps.classroom.web.downloads import DebriefCache
from sim.game.session.session import Session


class Market:
    """A market with the thread that holds its game."""

    def __init__(self, name: str, session: Session, slots: BoundedSemaphore) -> None:
        """Take the session over; ``slots`` is shared by all markets of a class."""
        self.name = name
        self.keeper = SessionWorker(session, slots)
        self.drafts, self.devices = Drafts(session.playing.log.path), Devices()
        self.keeper.before_close = self.drafts.submit
        self.states, self.debriefs = StateCache(self.keeper, self.drafts), DebriefCache(self.keeper)
        self.game, self.codes = session.game, dict(session.codes)
        self.roles: Mapping[str, str] = {seat.name: seat.role for seat in session.game.seats}
        self.instructor = next((name for name, role in self.roles.items() if role == "instructor"), "")
        """Seat of an instructor; empty in a game without one."""
        self._timer: asyncio.Task[None] | None = None

    def public(self) -> list[dict[str, Any]]:
        """The seats, for people who have not joined."""
        return [{"seat": name, "role": role} for name, role in self.roles.items()]

    def code_in_file(self, session: Session, seat: str, given: str) -> str:
        """The code by which the game knows a seat, where the given one is right; for a wrong one a wrong one.

        They differ where the instructor of a class has given the seat a new code.
        """
        own, right = session.codes.get(seat), self.codes.get(seat)
        if own is None or right is None or own == right:
            return given
        return own if hmac.compare_digest(given.encode(errors="replace"), right.encode()) else ""

    def start(self) -> None:
        """Let the time of the game run."""
        self._timer = asyncio.create_task(self.keeper.keep_time())

    async def stop(self) -> None:
        """Answer all who wait and stop the time."""
        await self.keeper.stop()
        if self._timer is not None:
            await self._timer

    def shut(self) -> None:
        """Let the threads go."""
        self.debriefs.shut()
        self.keeper.shut()
