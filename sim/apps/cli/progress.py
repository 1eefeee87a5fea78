"""How far a long run has come: a bar on a terminal, now and then a line elsewhere, nothing for a short run."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sim.number_text import percent

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0
"""Seconds after which a run counts as long."""
SILENCE = 30.0
"""Seconds between two lines where there is no terminal."""


class Progressing:
    """Hears of a run's progress and shows it on the error channel."""

    def __init__(self, weeks: float, replications: int) -> None:
        """``weeks`` of one replication, and how many replications there are."""
        self._weeks, self._replications = weeks, replications
        self._next = time.monotonic() + PATIENCE
        self._bar: Progress | None = None

    def __call__(self, replication: int, week: float) -> None:
        """Show that this replication has come to this week."""
        done = replication * self._weeks + week
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done)
        elif time.monotonic() >= self._next:
            if sys.stderr.isatty():
                self._open()
                return
            part = done / (self._weeks * self._replications)
            which = f", replication {replication + 1} of {self._replications}" if self._replications > 1 else ""
            print(f"week {week:g} of {self._weeks:g}{which}: {percent(part)}", file=sys.stderr)
            self._next = time.monotonic() + SILENCE

    def __enter__(self) -> Self:
        """Use it in a ``with`` block, which takes the bar away."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._bar.add_task("weeks", total=self._weeks * self._replications)
        self._bar.start()
