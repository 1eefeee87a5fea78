"""The terminal: what is shown on it, and what someone types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from sim.game.presentation.section import Section
from sim.language.messages import _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

QUIT = ("quit", "exit", "q", "离开")
YES, NO = ("yes", "y", "是"), ("no", "n", "否", "")
WIDEST = 110
"""Columns of a terminal that are used; lines longer than this are hard to read."""


class QuitRequestedError(Exception):
    """Someone has left, or there is nothing more to read."""


class Screen:
    """What a person looks at and types on."""

    def __init__(self) -> None:
        """The terminal that this process writes to and reads from."""
        self.console = Console(highlight=False, soft_wrap=False)
        if self.console.width > WIDEST:
            self.console.width = WIDEST

    def clear(self) -> None:
        """Leave nothing to be seen of what was shown before, not by scrolling up either."""
        if self.console.is_terminal:
            self.console.clear()
            self.console.file.write("\x1b[3J")
            self.console.file.flush()

    def say(self, text: str = "", style: str = "") -> None:
        """A sentence, or several."""
        self.console.print(Text(text, style=style))

    def command(self, words: str) -> None:
        """A line that can be copied into a terminal: it is not broken."""
        self.console.print(Text(words), soft_wrap=True)

    def refuse(self, error: Exception) -> None:
        """What cannot be done, in the words of the part that refuses it."""
        self.say(str(error), "red")

    def tell(self, sections: Iterable[Section]) -> None:
        """Headings, sentences and small tables."""
        for section in sections:
            self.say()
            self.say(section.heading, "bold")
            if section.text:
                self.say(section.text)
            if section.rows:
                self.table(section.columns, section.rows, section.right)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool] = ()) -> None:
        """A small table; cells that do not fit are broken, nothing is left out."""
        table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), show_edge=False)
        for place, column in enumerate(columns):
            side = "right" if place < len(right) and right[place] else "left"
            table.add_column(Text(column), justify=side, overflow="fold")  # type: ignore[arg-type]
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        self.console.print(table)

    def ask(self, prompt: str) -> str:
        """What someone types. Raises :class:`QuitRequestedError` for ``quit`` and at the end of input."""
        while True:
            try:
                text = self.console.input(Text(prompt, style="cyan"), markup=False).strip()
                text.encode("utf-8")
            except EOFError:
                self.say()
                raise QuitRequestedError from None
            except UnicodeError:
                self.say(_("That is not text; type it again."), "red")
                continue
            if text.lower() in QUIT:
                raise QuitRequestedError
            return text

    def agrees(self, question: str) -> bool:
        """Whether someone says yes; Enter is no."""
        while True:
            said = self.ask(_("{question} (yes, or Enter for no) ").format(question=question)).lower()
            if said in YES or said in NO:
                return said in YES
            self.say(_("Type yes or no, or quit to leave."), "red")

    def hand_over(self, name: str) -> None:
        """Let someone else take the keyboard, with nothing left to be seen of what was there."""
        self.clear()
        said = _("Pass the keyboard to {name}. {name}, press Enter when no one else is looking. ")
        self.ask(said.format(name=name))
        self.clear()

    def working(self, text: str) -> AbstractContextManager[object]:
        """Say that something takes long, and how long it has taken, while it does."""
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        bar = Progress(*columns, console=self.console, transient=True)
        bar.add_task(text, total=None)
        return bar

    def waiting(self, text: str) -> AbstractContextManager[object]:
        """Say that something takes its time, while it does."""
        return self.console.status(Text(text))
