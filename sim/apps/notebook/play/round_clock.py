"""The time of a round in a notebook: it closes the round when it is up, while the kernel waits for cells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sim.apps.classroom.seats.drafts import Drafts
from sim.game.session.session import Session


class RoundClock:
    """Looks every second whether the time of the open round is up."""

    def __init__(self, session: Session, drafts: Drafts, closed: Callable[[], None]) -> None:
        """``closed`` is called when the time has closed a round; what was typed is submitted before."""
        self.session, self._drafts, self._closed = session, drafts, closed
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Let it tick every second; where no loop runs, it ticks only when :meth:`tick` is called."""
        if self.session.game.advance != "timer" or self._task is not None:
            return
        try:
            self._task = asyncio.get_running_loop().create_task(self._run())
        except RuntimeError:
            self._task = None

    def stop(self) -> None:
        """Tick no more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @property
    def runs(self) -> bool:
        """Whether it ticks by itself."""
        return self._task is not None and not self._task.done()

    def tick(self) -> None:
        """Close the round if its time is up."""
        if self.session.seconds_left == 0.0 and not self.session.paused:
            self._drafts.submit(self.session)
        if self.session.tick():
            self._closed()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.tick()
