"""What an exercise hands back: points by part with a line of arithmetic each, what to learn from it, and both told."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import SentenceError
from sim.game.presentation.section import Section
from sim.game.words import word
from sim.language.messages import _
from sim.number_text import significant

if TYPE_CHECKING:
    import pandas as pd

NO_WORDS: Mapping[str, str] = {}
FULL = 100.0
MOST = 1e12
"""No amount in an answer is larger: beyond it cents can no longer be counted."""


class AnswerError(SentenceError, ValueError):
    """An answer cannot be marked as it is; ``faults`` holds everything that is wrong with it, one sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the faults in the order in which a reader meets them."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(self.faults)


class Mark(NamedTuple):
    """Points for one part of an answer."""

    part: str
    """The same in each language; :func:`part_word` says what people read for it."""
    points: float
    """From 0 to 100."""
    arithmetic: str
    """How they come about, in a line that can be worked out again."""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """An answer marked: points by part, and in words what was right, what was missed, what nobody could have known."""

    title: str
    marks: tuple[Mark, ...]
    words: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """The mean of all parts, each counting alike, 0 to 100."""
        return math.fsum(mark.points for mark in self.marks) / len(self.marks)

    @property
    def table(self) -> pd.DataFrame:
        """One row per part: part, points, arithmetic."""
        return pd.DataFrame(self.marks, columns=list(Mark._fields))

    def points(self, part: str) -> float:
        """The points of one part. Raises ``KeyError`` for a part that is not there."""
        return {mark.part: mark.points for mark in self.marks}[part]

    def __str__(self) -> str:
        """Title and total, the parts with their arithmetic, then the words."""
        lines = [_("{title}: {points} of 100").format(title=self.title, points=f"{self.total:.0f}")]
        line = _("  {part}: {points}. {how}")
        lines += [
            line.format(part=part_word(mark.part), points=f"{mark.points:.0f}", how=mark.arithmetic)
            for mark in self.marks
        ]
        return "\n".join([*lines, *self.words])


def refuse(faults: list[str]) -> None:
    """Raise :class:`AnswerError` when there are any faults."""
    if faults:
        raise AnswerError(faults)


def amount(what: str, given: object, faults: list[str], most: float = MOST, least: float = 0.0) -> float:
    """A number from ``least`` to ``most``; anything else (text, ``True``, not a number) is noted as a fault.

    >>> noted = []
    >>> amount("shares.price", "much", noted), noted
    (0.0, ["shares.price: 'much' was given; give a number of 0 or more"])
    """
    plain = isinstance(given, int | float | np.integer | np.floating) and not isinstance(given, bool)
    if plain and least <= given <= most:  # type: ignore[operator]
        return float(given)  # type: ignore[arg-type]
    free, bounded = (
        _("{what}: {given} was given; give a number of 0 or more"),
        _("{what}: {given} was given; give a number from {least} to {most}"),
    )
    said = free if (least, most) == (0.0, MOST) else bounded
    faults.append(said.format(what=what, given=repr(given), least=f"{least:g}", most=f"{most:g}"))
    return 0.0


def amounts(what: str, given: object, faults: list[str], most: float = MOST, least: float = 0.0) -> dict[str, float]:
    """A number for each name; whatever else is given is noted as faults."""
    if not isinstance(given, Mapping):
        said = _("{what}: {given} was given; give a number for each name, such as {example}")
        faults.append(said.format(what=what, given=repr(given), example="{'price': 0.4}"))
        return {}
    odd = _("{what}: {name} is no name; give text")
    faults += [odd.format(what=what, name=repr(name)) for name in given if not isinstance(name, str)]
    named = {name: value for name, value in given.items() if isinstance(name, str)}
    return {name: amount(f"{what}.{name}", value, faults, most, least) for name, value in named.items()}


def closeness(said: Mapping[str, float], true: Mapping[str, float], weight: Mapping[str, float] | None = None) -> float:
    """How near estimates come: 100 × (1 − Σ w |said − true| / Σ w |true|), never below 0; 100 where all is nothing.

    Source: the weighted absolute percentage error, Hyndman & Koehler (2006), International Journal of Forecasting
    22(4), 679-688.

    >>> closeness({"price": 50.0}, {"price": 100.0, "service": 100.0})
    25.0
    """
    off, whole = distance(said, true, weight)
    if whole == 0:
        return FULL if off == 0 else 0.0
    return FULL * max(0.0, 1.0 - off / whole)


def distance(
    said: Mapping[str, float], true: Mapping[str, float], weight: Mapping[str, float] | None = None
) -> tuple[float, float]:
    """Σ w |said − true| and Σ w |true|; a name left out of ``said`` counts 0."""
    parts = {name: 1.0 if weight is None else weight[name] for name in true}
    off = math.fsum(parts[name] * abs(said.get(name, 0.0) - value) for name, value in true.items())
    return off, math.fsum(parts[name] * abs(value) for name, value in true.items())


def framed(heading: str, table: pd.DataFrame, text: str = "", words: Mapping[str, str] = NO_WORDS) -> Section:
    """A small frame as a section: numbers with the digits that count, what is missing as a dash.

    ``words`` says what people read for names in the frame, of columns and in cells.
    """
    rows = tuple(tuple(_cell(value, words) for value in row) for row in table.itertuples(index=False))
    columns = tuple(words.get(str(name)) or str(name).replace("_", " ") for name in table.columns)
    return Section(heading=heading, text=text, columns=columns, rows=rows)


def marked(marks: Marks) -> tuple[Section, ...]:
    """Marks as sections: points by part with their arithmetic, then the words."""
    rows = tuple((part_word(mark.part), f"{mark.points:.0f}", mark.arithmetic) for mark in marks.marks)
    heading = _("{title}: {points} of 100").format(title=marks.title, points=f"{marks.total:.0f}")
    parts = Section(heading=heading, columns=(_("part"), _("points"), _("how")), rows=rows)
    learn = Section(heading=_("What to learn from it"), text="\n".join(marks.words))
    return (parts, learn) if marks.words else (parts,)


def part_words() -> dict[str, str]:
    """What people read for the parts of marks."""
    return {
        "causes": _("causes"), "churn": _("churn"), "profit lost": _("profit lost"), "order": _("order"),
        "spend": _("spend"), "unstoppable": _("unstoppable"), "likeness": _("likeness"), "profit": _("profit"),
        "know": _("know"), "conclude": _("conclude"), "decide": _("decide"),
    }  # fmt: skip


def part_word(part: str) -> str:
    """What people read for a part of marks, also for one of a visit or a statement by its number.

    >>> part_word("visit 2: know"), part_word("statement 1")
    ('visit 2: know', 'statement 1')
    """
    found = re.fullmatch(r"(?:(visit|statement) (\d+))(?:: (.*))?", part)
    words = part_words()
    if found is None:
        return words.get(part, word(part))
    what, number, inner = found.groups()
    if inner:
        return _("visit {number}: {part}").format(number=number, part=words.get(inner, inner))
    numbered = _("statement {number}") if what == "statement" else _("visit {number}")
    return numbered.format(number=number)


def _cell(value: object, words: Mapping[str, str]) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return words.get(str(value)) or str(value)
    if math.isnan(value):
        return "–"
    return significant(round(value, 2) if abs(value) < 100 else round(value))
