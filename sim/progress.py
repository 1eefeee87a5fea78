"""How far long work has come: a bar on a terminal or in a notebook, else a line now and then."""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sim.language.messages import _
from sim.number_text import decimal, percent

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

SECONDS_BEFORE_SHOWN = 2.0
"""Work that takes less is short."""
SECONDS_BETWEEN_LINES = 30.0
"""Where there is neither a terminal nor a notebook."""


class ProgressBar:
    """Shows on the error channel how much of some work is done; a ``with`` block takes the bar away."""

    def __init__(
        self, description: str, total: float, *, delay: float = SECONDS_BEFORE_SHOWN, quiet: bool = False
    ) -> None:
        """``total`` is the work in any unit, ``delay`` the seconds before it is shown; ``quiet`` shows nothing."""
        self.description, self.total, self.quiet = description, total, quiet
        self.done = 0.0
        self._next = time.monotonic() + delay
        self._bar: Progress | None = None

    def update(self, done: float, line: str = "") -> None:
        """Show that so much is done, in the unit of the total; ``line`` says it in words where there is no bar."""
        self.done = done
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done)
        elif not self.quiet and time.monotonic() >= self._next:
            told = _("{what}, {done} of {total}")
            self._show(line or told.format(what=self.description, done=decimal(done), total=decimal(self.total)))

    def advance(self) -> None:
        """Show that one more of the total is done."""
        self.update(self.done + 1)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self, line: str) -> None:
        from rich.console import Console

        console = Console(stderr=True)
        if can_show_bar(console):
            from rich.progress import Progress

            # what is printed meanwhile to the error channel appears above the bar; output that may be piped stays alone
            self._bar = Progress(console=console, transient=True, redirect_stdout=False)
            task = self._bar.add_task(self.description, total=self.total)
            self._bar.update(task, completed=self.done)
            self._bar.start()
        else:
            print(f"{line}: {percent(self.done / self.total)}", file=sys.stderr)
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES


def can_show_bar(console: Console) -> bool:
    """Whether lines can be drawn over again: on a terminal, and in a notebook that has ipywidgets."""
    return sys.stderr.isatty() or (console.is_jupyter and find_spec("ipywidgets") is not None)
