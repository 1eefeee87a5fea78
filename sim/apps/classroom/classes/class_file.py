"""The small file of a class: which markets it has, their luck, its codes, which markets are open, who sits where.

What is played is in the markets' own game files. This file is written anew as a whole at each change, to a hidden file
that is put to rest on the disk and then renamed, so that a process that is killed leaves the former one or the new one.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sim.course.chapters.student_market import LONGEST_NUMBER
from sim.files.atomic_write import write_file
from sim.files.regular_file import UnreadableFileError, parse_json, read_text
from sim.game.errors import GameError
from sim.language.messages import _

CLASS_FILE = "class.json"
LARGEST = 4_000_000
"""Bytes of a class file that are read."""
MOST_MARKETS = 60
MOST_PEOPLE = 1_000
LONGEST_TEXT = 200
"""Characters of a text in the file."""
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Case(BaseModel):
    """A case of the exercise that a person was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    file: Annotated[str, Field(pattern=r"^case_[0-9]{4,6}(\.recovered)?\.guanxi$")]
    """File in the folder, which holds the answer."""
    seed: Annotated[int, Field(ge=0)]
    mark: Annotated[float, Field(ge=0, le=100)] | None = None
    """Mark of the answer, 0 to 100; None before it is handed in."""
    time: Text = ""
    """When it was handed in, UTC."""

    @property
    def number(self) -> int:
        """Number of its file, by which the page names the case: the seed would let a student make the case, and its
        truth, at home."""
        return int("".join(sign for sign in self.file if sign.isdigit()))


class Person(BaseModel):
    """A person of the class."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Text
    number: Text = ""
    """Student number; empty where the class has none."""
    team: Text = ""
    """People of one team share a seat."""
    market: Text = ""
    """Where the person sits; empty before that."""
    seat: Text = ""
    client: Text = ""
    """Mark of the request that brought the seat; the same request sent again brings the same seat."""
    again: bool = False
    """Whether the person may join once more with the code of the class, as after a move or with a new code."""
    code: Text = ""
    """In the class of an exercise: the code that brings the person back on any device; empty before joining."""
    cases: Annotated[list[Case], Field(max_length=1000)] = []
    """In the class of an exercise: the cases so far, oldest first."""
    work: Annotated[str, Field(pattern=r"^(person_[0-9]{4,6})?$")] = ""
    """In the class of chapters: the folder of the person's progress; empty before joining."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells people apart: name and number."""
        return self.name, self.number

    @property
    def course_name(self) -> str:
        """The student number by which the course knows the person; where the class has none, the name."""
        return (self.number or self.name)[:LONGEST_NUMBER]

    @property
    def best(self) -> float | None:
        """The best mark of all cases; None before one is handed in."""
        return max((case.mark for case in self.cases if case.mark is not None), default=None)


class ClassFile(BaseModel):
    """A class as its file holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Annotated[int, Field(ge=1, le=1)] = 1
    game: Text
    title: Text
    version: Text
    made: Text
    seed: Annotated[int, Field(ge=0)]
    own_luck: bool = False
    """Whether each market has a seed of its own, made from that of the class."""
    practice: bool = False
    """Whether bots sit at all seats, for an instructor who tries it alone."""
    join_code: Annotated[str, Field(min_length=6, max_length=40)]
    instructor_code: Annotated[str, Field(min_length=8, max_length=40)]
    projector_code: Annotated[str, Field(min_length=8, max_length=40)]
    secret: Annotated[str, Field(min_length=32, max_length=128)]
    """Key from which the tokens are derived."""
    task: bool = False
    """Whether it is the class of an exercise, which has no markets: each person solves cases of their own."""
    exercise: Text = ""
    """Name or file of an exercise that is served beside the markets; empty for none."""
    chapters: Annotated[list[Annotated[int, Field(ge=1, le=99)]], Field(max_length=99)] = []
    """Chapters of the course that the class works through; empty in all other classes."""
    markets: Annotated[dict[str, str], Field(max_length=MOST_MARKETS)]
    """File of each market in the folder, by name."""
    open: list[str] = []
    """Markets in which decisions are taken."""
    roster: bool = False
    """Whether only people of the list may join."""
    people: Annotated[list[Person], Field(max_length=MOST_PEOPLE)] = []
    replaced: dict[str, Text] = {}
    """Code of each seat that was given a new one, by market and seat; see :func:`place_key`."""
    freed: list[str] = []
    """Seats that a person has left, so that others may take them, by market and seat."""
    reveal: bool = False
    """Whether the projector page shows the results of the closed rounds."""
    begun: dict[str, Annotated[int, Field(ge=1)]] = {}
    """Cases that are no longer those of a person who was removed, by :func:`person_key`: nobody gets them again."""

    @model_validator(mode="after")
    def _inside_the_folder(self) -> ClassFile:
        for name, file in self.markets.items():
            if not re.fullmatch(r"[\w-]{1,20}", name) or not re.fullmatch(r"[\w-]{1,60}(\.recovered)?\.guanxi", file):
                raise ValueError(f"markets.{name}: {file!r} is no name of a game file in this folder")
        if bool(self.markets) + self.task + bool(self.chapters) != 1:
            raise ValueError("markets: a class has markets, or it is that of an exercise or of chapters")
        if self.exercise and not self.markets:
            raise ValueError("exercise: it is served beside markets, and this class has none")
        if len(set(self.markets.values())) < len(self.markets):
            raise ValueError("markets: two markets have the same file")
        unknown = {*self.open, *(person.market for person in self.people if person.market)} - set(self.markets)
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]!r} is no market of this class")
        return self

    @property
    def exercise_served(self) -> str:
        """Name or file of the exercise that is served, alone or beside markets; empty for none."""
        return self.game if self.task else self.exercise

    def begun_by(self, person: Person) -> int:
        """How many cases are no longer those of this person; former versions wrote number and name with a blank."""
        return self.begun.get(person_key(*person.key), self.begun.get(f"{person.number} {person.name}", 0))

    def but(self, **changes: object) -> ClassFile:
        """The same class, but with these fields changed."""
        return self.model_copy(update=changes)

    def write(self, folder: Path) -> None:
        """Keep it in this folder, whole or not at all. Raises :class:`GameError` where it cannot be written."""
        try:
            write_file(folder / CLASS_FILE, self.model_dump_json(indent=1).encode() + b"\n", mode=0o600)
        except OSError as error:
            why = error.strerror or error
            raise GameError(
                _("{path} cannot be written: {reason}. Free some space, or choose another disk.").format(
                    path=folder / CLASS_FILE, reason=why
                )
            ) from None


def place_key(market: str, seat: str) -> str:
    """A seat of a market as a key of the class file.

    >>> place_key("3", "Azure")
    '3/Azure'
    """
    return f"{market}/{seat}"


def person_key(name: str, number: str) -> str:
    """A person as a key of the class file and of the database for open answers and tests.

    >>> person_key("Li", "7")
    '["Li", "7"]'
    """
    return json.dumps([name, number], ensure_ascii=False)


def read_class_file(folder: str | os.PathLike[str]) -> ClassFile:
    """The class that is kept in a folder. Raises :class:`GameError` for a file that is missing, damaged or edited."""
    path = Path(folder) / CLASS_FILE
    try:
        return ClassFile.model_validate(parse_json(read_text(path, LARGEST)))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"]) or "the file"
        why = f"{place}: {fault['msg'].lower()}"
    except (UnreadableFileError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:300]
    raise GameError(
        _(
            "{path} is not the file of a class, or is damaged ({reason}). The games are safe in their own files; "
            "guanxi serve FILE opens one of them."
        ).format(path=path, reason=why)
    )
