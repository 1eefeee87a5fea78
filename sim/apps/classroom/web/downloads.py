"""What a seat takes home: the debrief, made beside the game and once only, and the tables of its export."""

from __future__ import annotations

import asyncio
import io
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.apps.classroom.markets.session_worker import SessionWorker
from sim.game.debrief.debrief import for_whom
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.language.choice import current_language
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.game.debrief.debrief import Debrief


class Asked(NamedTuple):
    """A debrief that someone may read."""

    number: int
    """Of the last entry in the log."""
    line: str
    seat: str
    """For whom; empty for an instructor."""
    copy: Session
    """The game as it stood then."""


class DebriefCache:
    """The debriefs of a game as far as it has come; they are kept until something is done in it."""

    def __init__(self, keeper: SessionWorker) -> None:
        """Debriefs of the game that is kept there."""
        self._keeper = keeper
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="debrief")
        self._number = 0
        self._found: dict[tuple[str, str], Debrief] = {}
        self._pages: dict[tuple[str, str, str], bytes] = {}

    async def page(self, seat: str, line: str | None = None) -> bytes:
        """The debrief of the line that a seat plays on, or, for an instructor, of any, as a page of its own.

        Raises ``GameError`` for who may not read it, or not yet.
        """
        asked = await self._keeper.ask(lambda session: _asked(session, seat, line))
        context = copy_context()  # the language of the request goes along
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: context.run(self._made, asked)
        )  # fmt: skip

    def shut(self) -> None:
        """Let what has begun come to its end, and the thread go."""
        self._thread.shutdown(cancel_futures=True)

    def _made(self, asked: Asked) -> bytes:
        """Only ever called in the one thread, one at a time."""
        with asked.copy:
            if asked.number != self._number:
                self._number = asked.number
                self._found.clear()
                self._pages.clear()
            language = current_language()
            held = self._pages.get((asked.line, asked.seat, language))
            if held is None:
                found = self._found.get((asked.line, language))
                if found is None:
                    found = self._found[asked.line, language] = asked.copy.debrief(line=asked.line)
                held = self._pages[asked.line, asked.seat, language] = _page(replace(found, seat=asked.seat))
        return held


def _asked(session: Session, seat: str, line: str | None) -> Asked:
    """What is to be made, in the game's own thread. Raises ``GameError`` where it must not be."""
    playing, place = session.playing, session.game.seat(seat)
    if line is not None and place.role != "instructor":
        raise GameError(
            _("{seat} can read the debrief of its own line; only an instructor reads others.").format(seat=seat)
        )
    shown = playing.line_of(seat) if line is None else playing.line(line)
    whose = for_whom(playing, shown, place)
    if not shown.round:
        raise GameError(_("No round of line {line} is closed yet, so there is no debrief.").format(line=shown.name))
    return Asked(len(session.entries), shown.name, whose, session.copy())


def _page(found: Debrief) -> bytes:
    from sim.reports.debrief.debrief_page import text

    return text(found).encode()


def export_zip(session: Session, seat: str) -> bytes:
    """A zip of the seat's export; an instructor's holds the whole game. Raises ``GameError`` for who has none."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / session.game.name
        session.export(folder, seat=seat)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, f"{folder.name}/{file.name}")
    return packed.getvalue()
