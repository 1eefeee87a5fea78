"""The time of a round, where a timer closes it: a task of the kernel's own loop, which blocks nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import ipywidgets  # type: ignore[import-untyped]

from sim.game.session.session import Session
from sim.reports.html_page import paragraph


class Clock:
    """Shows the time left, and closes the round when it is up."""

    def __init__(self, session: Session, closed: Callable[[], None]) -> None:
        """``closed`` is called when the time has closed a round."""
        self.session, self._closed = session, closed
        self.label = ipywidgets.HTML()
        self._task: asyncio.Task[None] | None = None
        self.show()

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

    def tick(self) -> None:
        """Close the round if its time is up, and show what is left."""
        if self.session.tick():
            self._closed()
        self.show()

    def show(self) -> None:
        """Show what is left."""
        left = self.session.seconds_left
        if left is None:
            self.label.value = ""
            return
        words = f"{int(left) // 60}:{int(left) % 60:02d} left in this round"
        self.label.value = paragraph(f"⏱ {words}", "gx-note")

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.tick()
