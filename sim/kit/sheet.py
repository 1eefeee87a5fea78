"""A sheet of the kit: headings, paragraphs, lists and tables from a file, with the places of computed figures.

A sheet is a file of ``scenarios/course/kit``; its Chinese twin beside it has the same parts in the same order. Figures
stand in it as ``{name}`` and are put in when the kit is made, so that no number of the model is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import Field, model_validator

from sim.course.figure_text import with_figures
from sim.language.choice import ENGLISH, current_language
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as, shipped
from sim.scenario.files.side_texts import side_file

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""Where a figure stands."""
Cell: TypeAlias = int | str


class Table(Declaration):
    """A table of a sheet."""

    columns: tuple[str, ...] = Field(min_length=1)
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: int = Field(default=0, ge=0, le=40)
    """Further rows without text, to be filled in by hand."""
    minutes: int | None = Field(default=None, ge=1)
    """What the first column adds up to, in minutes, where the table is a plan."""

    @model_validator(mode="after")
    def _whole(self) -> Table:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells and the table {len(self.columns)} columns: {row[0]!r}")
        if self.minutes is not None:
            found = sum(row[0] for row in self.rows if isinstance(row[0], int))
            if found != self.minutes:
                raise ValueError(f"the minutes of the plan add up to {found}, not to {self.minutes}")
        return self


class Part(Declaration):
    """One part of a sheet; what it has is shown in the order of the fields."""

    heading: str = ""
    new_page: bool = False
    """Whether it begins on a page of its own when it is printed."""
    text: str = ""
    """Paragraphs, apart by an empty line."""
    bullets: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """A numbered list."""
    table: Table | None = None
    note: str = ""
    lines: int = Field(default=0, ge=0, le=40)
    """Empty lines to write on."""


class Sheet(Declaration):
    """A sheet of the kit in one language."""

    title: str
    about: str = ""
    """One or two sentences below the title: for whom it is, and how to use it."""
    compact: bool = False
    """Whether it is printed in smaller type, so that it stays on one page."""
    parts: tuple[Part, ...] = ()


def kit_folder() -> Path:
    """The folder of the kit's texts."""
    return shipped() / "course" / "kit"


def read_sheet(name: str) -> Sheet:
    """A sheet in the language in use; English where it has no twin in it.

    Args:
        name: Name of a file of ``scenarios/course/kit`` without its ending.

    Returns:
        The sheet, with the places of its figures unfilled.

    Raises:
        ScenarioError: For a file with faults; it names each with line and column.
    """
    return read_as(Sheet, in_language_of_reader(kit_folder() / f"{name}.yaml"))


def in_language_of_reader(path: Path) -> Path:
    """The twin of a file in the language in use, or the file itself."""
    twin = side_file(path, current_language())
    return twin if current_language() != ENGLISH and twin.exists() else path


def filled_sheet(sheet: Sheet, figures: Mapping[str, str]) -> Sheet:
    """A sheet with its figures put in. Raises ``MissingFigureError`` for a place without a figure."""
    return Sheet.model_validate(_filled(sheet.model_dump(exclude_unset=True), figures))


def places_of(sheet: Sheet) -> list[str]:
    """Names of the figures of a sheet, in the order of the text, each as often as it stands there."""
    return [name for text in _texts(sheet.model_dump()) for name in PLACE.findall(text)]


def _filled(value: Any, figures: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return with_figures(value, figures)
    if isinstance(value, Mapping):
        return {key: _filled(held, figures) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_filled(held, figures) for held in value)
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _texts(held)
