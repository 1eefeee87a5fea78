"""The shipped questions, chapter by chapter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from sim.course.kinds.choice import MultipleChoice, SingleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.kinds.true_false import TrueFalse
from sim.course.text import Text
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as, shipped

AnyQuestion: TypeAlias = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Number | Ordering | Matching, Field(discriminator="kind")
]


class Chapter(Declaration):
    """The questions of one chapter of the course."""

    number: int = Field(ge=1, le=8)
    title: Text
    questions: tuple[AnyQuestion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Chapter:
        ids = [question.id for question in self.questions]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"two questions have the id {', '.join(twice)}; give each its own")
        return self


def read_chapter(path: Path) -> Chapter:
    """The chapter that a file declares.

    Args:
        path: A file such as those of ``scenarios/questions``.

    Returns:
        The chapter.

    Raises:
        ScenarioError: If the file has faults; it names each with line and column.
    """
    return read_as(Chapter, path)


@cache
def chapters() -> tuple[Chapter, ...]:
    """The shipped chapters, by number."""
    files = sorted((shipped() / "questions").glob("*.yaml"))
    return tuple(sorted((read_chapter(path) for path in files), key=lambda chapter: chapter.number))


@cache
def bank_questions() -> Mapping[str, AnyQuestion]:
    """Every shipped question by its id."""
    return {question.id: question for chapter in chapters() for question in chapter.questions}


LEVELS = ("easy", "medium", "hard")


def questions_for_test(chapter: int, number: int, without: Collection[str] = ()) -> list[AnyQuestion]:
    """The questions of a chapter for a test before or after it, easiest first.

    Args:
        chapter: Number of the chapter.
        number: How many; fewer where the chapter has fewer.
        without: Ids of questions that are left out where others remain, such as those of its check part.

    Returns:
        The questions.
    """
    bank = [one for part in chapters() if part.number == chapter for one in part.questions]
    free = [one for one in bank if one.id not in without] or bank
    return sorted(free, key=lambda one: LEVELS.index(one.level))[:number]
