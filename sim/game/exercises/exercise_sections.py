"""Tables of an exercise, told: a frame as a section."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.game.exercises.marking import Marks
from sim.game.presentation.section import Section
from sim.number_text import significant

if TYPE_CHECKING:
    import pandas as pd


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
