"""What a class has besides its markets: its file, kept on the disk at each change, and news for the console."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.apps.classroom.classes.class_file import ClassFile, place_key
from sim.apps.classroom.classes.undo_steps import UndoSteps

if TYPE_CHECKING:
    from sim.apps.classroom.markets.market import Market


class ClassKeeper:
    """Keeps the file of a class, one change after the other."""

    def __init__(self, found: ClassFile, folder: Path) -> None:
        """Keep the class that was found in this folder."""
        self.file, self.folder, self.undo = found, folder, UndoSteps()
        self.revision = 0
        """How often something in the class has changed since the server started."""
        self.closing = False
        self.undoing = asyncio.Lock()
        """Held while an act is undone, so that the same request sent twice undoes it once."""
        self._changing = asyncio.Lock()
        self._news = asyncio.Event()

    async def change(self, changed: Callable[[ClassFile], ClassFile]) -> ClassFile:
        """Write the changed file, then go on from it; returns it. What the function raises changes nothing."""
        async with self._changing:
            fresh = changed(self.file)
            if fresh != self.file:
                await asyncio.to_thread(fresh.write, self.folder)
                self.file = fresh
                self.tell()
            return fresh

    async def summary(self, market: Market) -> dict[str, Any]:
        """The row of a market in the console; a seat that its person has left counts as empty."""
        found = await market.states.summary()
        joined = [seat for seat in found["joined"] if place_key(market.name, seat) not in self.file.freed]
        return found | {"joined": joined}

    def tell(self) -> None:
        """Let all who wait know that something has changed."""
        self.revision += 1
        self._news.set()
        self._news = asyncio.Event()

    async def news(self, revision: int, seconds: float) -> None:
        """Come back when something has changed since this revision, when the time is up, or when the server stops."""
        if self.revision == revision and not self.closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)

    def stop(self) -> None:
        """Answer all who wait."""
        self.closing = True
        self.tell()
