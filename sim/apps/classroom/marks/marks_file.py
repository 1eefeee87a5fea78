"""What the instructor adds to the record of a class: weights and tests, and marks that take long to compute."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.apps.classroom.marks.hand_ins import HandIn
from sim.apps.classroom.marks.parts import USUAL, checked_weights
from sim.files.atomic_write import write_file
from sim.files.regular_file import UnreadableFileError, parse_json, read_text
from sim.game.errors import GameError
from sim.language.messages import _

MARKS_FILE = "marks.json"
LARGEST = 64_000_000
"""Bytes of the file that are read."""
MOST_TESTS = 20_000
Mark = Annotated[float, Field(ge=0, le=100)]


class MarketDecisions(BaseModel):
    """Marks for the decisions in one market, and how far its game had come when they were computed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    closed: Annotated[int, Field(ge=0)]
    """Number of the last entry in the log of the game that closed a round."""
    marks: dict[str, Mark | None]
    """Mark by seat; None where a firm moved no lever."""


class MarksFile(BaseModel):
    """Weights, tests and computed marks of a class."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Annotated[int, Field(ge=1, le=1)] = 1
    weights: dict[str, float] = USUAL
    tests: Annotated[list[HandIn], Field(max_length=MOST_TESTS)] = []
    decisions: dict[str, MarketDecisions] = {}
    """By market."""

    def but(self, **changes: object) -> MarksFile:
        """The same, but with these fields changed."""
        return self.model_copy(update=changes)

    def with_tests(self, fresh: Iterable[HandIn]) -> MarksFile:
        """The same with these tests; a file that is handed in again counts once, and of two the one that came last."""
        kept = {(one.student, one.test): one for one in (*self.tests, *fresh)}
        if len(kept) > MOST_TESTS:
            said = _("{number} tests; a class keeps up to {most}; begin a new class")
            raise GameError(said.format(number=f"{len(kept):,}", most=f"{MOST_TESTS:,}"))
        return self.but(tests=list(kept.values()))

    def write(self, folder: Path) -> None:
        """Keep it in the folder of the class, whole or not at all. Raises :class:`GameError`."""
        try:
            write_file(folder / MARKS_FILE, self.model_dump_json(indent=1).encode() + b"\n", mode=0o600)
        except OSError as error:
            said = _("{file} cannot be written: {why}; free space or choose another disk")
            raise GameError(said.format(file=folder / MARKS_FILE, why=error.strerror or error)) from None


def read_marks_file(folder: str | os.PathLike[str]) -> MarksFile:
    """What the folder of a class holds; the usual weights where there is no file yet.

    Raises :class:`GameError` for a file that is damaged or was edited to something that cannot be read.
    """
    path = Path(folder) / MARKS_FILE
    if not path.exists():
        return MarksFile()
    try:
        found = MarksFile.model_validate(parse_json(read_text(path, LARGEST)))
        return found.but(weights=checked_weights(found.weights))
    except ValidationError as error:
        fault = error.errors()[0]
        why = f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg'].lower()}"
    except (UnreadableFileError, GameError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:300]
    said = _("{file} is damaged or was edited ({why}); move it away, then set the weights and read the tests again")
    raise GameError(said.format(file=path, why=why))


def mean_tests(tests: Iterable[HandIn]) -> Mapping[int, float]:
    """The mean mark of each student over all tests that the class has; a test that is not handed in counts 0."""
    held = list(tests)
    number = len({one.test for one in held})
    sums: dict[int, float] = {}
    for one in held:
        sums[one.student] = sums.get(one.student, 0.0) + one.mark
    return {student: total / number for student, total in sums.items()}
