"""What an exercise hands back: points by part with a line of arithmetic each, what to learn from it, and both told."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.errors import SentenceError
from sim.game.presentation.section import Section
from sim.number_text import significant

if TYPE_CHECKING:
    import pandas as pd

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
        lines = [f"{self.title}: {self.total:.0f} of 100"]
        lines += [f"  {mark.part}: {mark.points:.0f}. {mark.arithmetic}" for mark in self.marks]
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
    allowed = "of 0 or more" if (least, most) == (0.0, MOST) else f"from {least:g} to {most:g}"
    faults.append(f"{what}: {given!r} was given; give a number {allowed}")
    return 0.0


def amounts(what: str, given: object, faults: list[str], most: float = MOST, least: float = 0.0) -> dict[str, float]:
    """A number for each name; whatever else is given is noted as faults."""
    if not isinstance(given, Mapping):
        faults.append(f"{what}: {given!r} was given; give a number for each name, such as {{'price': 0.4}}")
        return {}
    faults += [f"{what}: {name!r} is no name; give text" for name in given if not isinstance(name, str)]
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


def framed(heading: str, table: pd.DataFrame, text: str = "") -> Section:
    """A small frame as a section: numbers with the digits that count, what is missing as a dash."""
    rows = tuple(tuple(_cell(value) for value in row) for row in table.itertuples(index=False))
    columns = tuple(str(name).replace("_", " ") for name in table.columns)
    return Section(heading=heading, text=text, columns=columns, rows=rows)


def marked(marks: Marks) -> tuple[Section, ...]:
    """Marks as sections: points by part with their arithmetic, then the words."""
    rows = tuple((mark.part, f"{mark.points:.0f}", mark.arithmetic) for mark in marks.marks)
    parts = Section(heading=f"{marks.title}: {marks.total:.0f} of 100", columns=("part", "points", "how"), rows=rows)
    return (parts, Section(heading="What to learn from it", text="\n".join(marks.words))) if marks.words else (parts,)


def _cell(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if math.isnan(value):
        return "–"
    return significant(round(value, 2) if abs(value) < 100 else round(value))
