"""A part of what a seat is told: a heading, sentences, a small table. Notebook, page and terminal show it alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from sim.game.words import account_word, clauses, door_word, listed, need_word, option_word, word
from sim.glossary.labels import cause_name
from sim.language.messages import _
from sim.number_text import significant
from sim.scenario.decisions.account_decision import AccountDecision
from sim.scenario.decisions.decision import SETTLEMENTS
from sim.scenario.firm.departments.relationship_managers import DOORS

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
    named = account_word if isinstance(decision, AccountDecision) else word
    return clauses(_moved(name, named(name), value) for name, value in moved) or _("everything stays as it is")


def _moved(name: str, lever: str, value: Any) -> str:
    several = _("{lever}: {values}")
    if isinstance(value, Mapping):
        said = WORDS_OF.get(name, _word)
        pairs = (f"{word(str(each))} {said(held)}" for each, held in value.items())
        return several.format(lever=lever, values=listed(pairs))
    if isinstance(value, tuple):
        return several.format(lever=lever, values=_word(value))
    return f"{lever} {_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, tuple):
        return _(" and ").join(_word(each) for each in value) or word("none")
    if hasattr(value, "study"):
        return _("{study} among {people} people").format(study=word(value.study), people=value.people)
    if hasattr(value, "kind"):
        return word(str(value.kind))
    if isinstance(value, BaseModel):
        return listed(f"{word(name)} {_word(each)}" for name, each in value if each is not None)
    if isinstance(value, bool):
        return word("yes" if value else "no")
    return significant(value) if isinstance(value, int | float) else option_word(str(value))


def _cause(value: Any) -> str:
    return option_word(value) if value in SETTLEMENTS else cause_name(str(value))


def _needs(value: Any) -> str:
    return _(" and ").join(map(need_word, value)) or word("none")


def _door(value: Any) -> str:
    return door_word(DOORS[value]) if isinstance(value, int) else _word(value)


WORDS_OF: dict[str, Callable[[Any], str]] = {"tell": _needs, "close": _cause, "says": _cause, "door": _door}
"""How the values of these parts of a decision are said."""
