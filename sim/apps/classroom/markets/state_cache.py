"""What seats are sent, computed once per revision, seat and language, and shared by all who ask.

A state has two parts. The *content* (sections, forms, messages) changes when the seat acts or a round closes; it is
computed once and kept as JSON. The *progress* (who is missing, the time) changes with each decision of another seat and
is added to it, so that a decision does not compute the pages of all other seats anew.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sim.apps.classroom.markets.market_summary import FigureCache, summary_of
from sim.apps.classroom.markets.session_worker import SessionWorker
from sim.apps.classroom.seats.drafts import Drafts
from sim.apps.classroom.seats.seat_state import content_revision_of, revision_of, state_of, time_of
from sim.game.log.kept_file import Clock
from sim.game.session.session import Session
from sim.language.choice import current_language


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a market has come, for one length of its log."""

    length: int
    revisions: dict[str, int]
    """By seat, the last entry that changed what it is sent."""
    contents: dict[str, int]
    """By seat, the last entry that changed the content of its page."""
    waiting_for: dict[str, list[str]]
    """By seat, who has not decided on the line that it plays on."""
    seconds_left: float | None
    paused: bool
    measured: datetime
    """When the time was read, by the clock of the game."""
    clock: Clock

    def of(self, seat: str) -> dict[str, Any]:
        """The part of a seat's state that changes without it."""
        return {"revision": self.revisions[seat], "waiting_for": self.waiting_for[seat]} | self.time()

    def time(self) -> dict[str, Any]:
        """How long the round is open still."""
        left = self.seconds_left
        if left is not None and not self.paused:
            left = max(0.0, left - (self.clock() - self.measured).total_seconds())
        return {"seconds_left": left, "paused": self.paused}


def progress_of(session: Session) -> Progress:
    """How far a game has come, seat by seat."""
    state = session.playing
    missing = {line.name: [] if state.world(line).over else state.missing(line) for line in state.lines_played()}
    names = [seat.name for seat in session.game.seats]
    return Progress(
        length=len(state.record.entries),
        revisions={name: revision_of(session, name) for name in names},
        contents={name: content_revision_of(session, name) for name in names},
        waiting_for={name: missing[state.line_of(name).name] for name in names},
        measured=state.now(),
        clock=state.now,
        **time_of(session),
    )


class StateCache:
    """The states of all seats of a market, that were asked for."""

    def __init__(self, keeper: SessionWorker, drafts: Drafts) -> None:
        """States of the game that is kept there."""
        self._keeper, self._drafts = keeper, drafts
        self._figures = FigureCache()
        self._progress: Progress | None = None
        self._summary: tuple[int, dict[str, Any]] = (-1, {})
        self._contents: dict[tuple[str, str], tuple[int, bytes]] = {}
        self._measuring = asyncio.Lock()
        self._making: dict[tuple[str, str], asyncio.Lock] = {}
        self.computed = 0
        """How many contents were computed."""

    async def progress(self) -> Progress:
        """How far the market has come; computed once for each length of the log."""
        found = self._progress
        if found is None or found.length != self._keeper.length:
            async with self._measuring:
                found = self._progress
                if found is None or found.length != self._keeper.length:
                    found = self._progress = await self._keeper.ask(progress_of)
        return found

    async def state(self, seat: str, extra: dict[str, Any]) -> bytes:
        """The whole state of a seat as JSON, in the language in use, with what is ``extra``."""
        key = seat, current_language()
        async with self._making.setdefault(key, asyncio.Lock()):
            progress = await self.progress()
            kept = self._contents.get(key)
            if kept is None or kept[0] < progress.contents[seat]:
                kept = self._contents[key] = await self._keeper.ask(lambda session: self._content(session, seat))
                self.computed += 1
        return kept[1][:-1] + b"," + json.dumps(progress.of(seat) | extra).encode()[1:]

    async def summary(self) -> dict[str, Any]:
        """The row of this market in the console; computed once for each length of the log."""
        progress = await self.progress()
        if self._summary[0] != progress.length:
            self._summary = await self._keeper.ask(
                lambda session: (len(session.playing.record.entries), summary_of(session, self._figures))
            )
        return self._summary[1] | progress.time()

    def _content(self, session: Session, seat: str) -> tuple[int, bytes]:
        """The content of a seat's page, and the last entry that changed it."""
        found = state_of(session, seat) | {"outcome": self._drafts.outcome(session, seat)}
        for name in ("revision", "waiting_for", "seconds_left", "paused"):
            del found[name]
        return content_revision_of(session, seat), json.dumps(found).encode()
