"""A part of what a seat is told: a heading, sentences, a small table. Notebook, page and terminal show it alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sim.number_text import significant

NUMBER = re.compile(r"[-−+]?[\d,]+(\.\d+)?(e[-+]?\d+)?%?|–|")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, what is said under it, and a small table."""

    heading: str
    text: str = ""
    """Sentences; each line is a paragraph."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells as they are to be shown."""

    @property
    def right(self) -> tuple[bool, ...]:
        """Which columns hold numbers only, and so stand to the right."""
        return tuple(
            all(NUMBER.fullmatch(row[place]) for row in self.rows)
            and any(character.isdigit() for row in self.rows for character in row[place])
            for place in range(len(self.columns))
        )

    def plain(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {"heading": self.heading, "text": self.text, "columns": list(self.columns),
                "rows": [list(row) for row in self.rows], "right": list(self.right)}  # fmt: skip


def describe_decision(decision: BaseModel) -> str:
    """A decision in a line of words.

    >>> from sim.scenario.decisions.decision import Decision
    >>> describe_decision(Decision(price=0.95, communication={"advertising": 30}))
    'price 0.95; communication: advertising 30'
    """
    moved = [(name, value) for name, value in decision if value not in (None, {}, ())]
    return "; ".join(f"{name.replace('_', ' ')}{_moved(value)}" for name, value in moved) or "everything stays as it is"


def _moved(value: Any) -> str:
    if isinstance(value, Mapping):
        return ": " + ", ".join(f"{str(name).replace('_', ' ')} {_word(each)}" for name, each in value.items())
    if isinstance(value, tuple):
        return f": {_word(value)}"
    return f" {_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return " and ".join(_word(each) for each in value) or "none"
    if hasattr(value, "study"):
        return f"{value.study} among {value.people} people"
    if hasattr(value, "kind"):
        return str(value.kind)
    if isinstance(value, BaseModel):
        return ", ".join(f"{name.replace('_', ' ')} {_word(each)}" for name, each in value if each is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return significant(value) if isinstance(value, int | float) else str(value)
