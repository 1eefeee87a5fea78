"""Tests that students hand in: the files that ``guanxi quiz`` writes, checked and read as points from 0 to 100."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.course.bank import chapters
from sim.course.question import WrongAnswerFormError
from sim.course.quiz import Quiz, is_unchanged
from sim.files.regular_file import UnreadableFileError, read_text
from sim.game.errors import GameError
from sim.language.messages import _

LARGEST = 64_000
"""Characters of a file that is handed in; one of sixty questions has about ten thousand."""
Points = Annotated[float, Field(ge=0, le=1000)]
Short = Annotated[str, Field(max_length=200)]


class _Attempt(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    question: Short
    points: Annotated[float, Field(ge=0, le=1)]
    typed: Short = ""


class _Record(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    student: Annotated[int, Field(ge=0)]
    questions: Annotated[list[Short], Field(min_length=1, max_length=1000)]
    attempts: Annotated[list[_Attempt], Field(max_length=100_000)] = []
    chapter: Annotated[int, Field(ge=0, le=1000)] = 0
    outcomes: Annotated[
        dict[Short, Annotated[list[bool], Field(min_length=2, max_length=2)]], Field(max_length=1000)
    ] = {}
    """For each prediction whether it is a range, and whether it was good."""


class FirstAnswer(BaseModel):
    """The first answer to a question of a test."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    question: Short
    typed: Short = ""
    points: Annotated[float, Field(ge=0, le=1)]


class HandIn(BaseModel):
    """One test of one student, as the class keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    student: Annotated[int, Field(ge=0)]
    """Number of the student, as a whole number."""
    test: Short
    """Which test it is: the same for all who answered the same questions."""
    mark: Annotated[float, Field(ge=0, le=100)]
    """Points of the first attempt at each question, as a part of a hundred; a question that was left out counts 0."""
    chapter: Annotated[int, Field(ge=0)] = 0
    """Number of the chapter where the file says it; 0 for the file of a quiz."""
    answers: Annotated[list[FirstAnswer], Field(max_length=1000)] = []
    """The first answer to each question; none in a class of an earlier version."""
    ranges: Annotated[int, Field(ge=0)] = 0
    """Predictions with a range beside their result."""
    inside: Annotated[int, Field(ge=0)] = 0
    """How many of these ranges hold the result."""


def read_hand_in(text: str, name: str) -> HandIn:
    """One file that a student handed in.

    Args:
        text: Its content.
        name: Its name, for the message where something is wrong.

    Returns:
        The test with its mark.

    Raises:
        GameError: For a file that is no record of a quiz, or was changed after the quiz had written it.
    """
    shown = name[:80]
    if len(text) > LARGEST:
        said = _("{file}: longer than {most} characters; give a file that guanxi quiz has written")
        raise GameError(said.format(file=shown, most=f"{LARGEST:,}"))
    try:
        record = _Record.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError):
        said = _("{file} is no file that guanxi quiz has written; let the student run: guanxi quiz CHAPTER --out FILE")
        raise GameError(said.format(file=shown)) from None
    if not is_unchanged(text):
        said = _("{file} was changed after the quiz had written it; ask the student for the file as it was")
        raise GameError(said.format(file=shown))
    first = _first_answers(record, shown)
    answers = [first[question] for question in record.questions if question in first]
    points = sum(attempt.points for attempt in answers)
    ranges = [good for is_range, good in record.outcomes.values() if is_range]
    return HandIn(
        student=record.student, test=test_name(record.questions),
        mark=round(100 * points / len(record.questions), 4), chapter=record.chapter,
        answers=[FirstAnswer(**attempt.model_dump()) for attempt in answers], ranges=len(ranges), inside=sum(ranges),
    )  # fmt: skip


def test_name(questions: Sequence[str]) -> str:
    """The name of a test: the same for all who answered the same questions, by the ids of which it is made."""
    return f"{questions[0]} ({hashlib.sha256(json.dumps(sorted(questions)).encode()).hexdigest()[:12]})"


def _first_answers(record: _Record, shown: str) -> dict[str, _Attempt]:
    """The first answer to each question.

    Points for questions of the bank are computed from what was typed: the digest of a file has no key, so that anyone
    can make one that fits. Questions about a student's own market cannot be marked without running it.
    """
    known = {question.id: question for chapter in chapters() for question in chapter.questions}
    quiz = Quiz(questions=[known[name] for name in record.questions if name in known], student=record.student)
    first: dict[str, _Attempt] = {}
    for attempt in record.attempts:
        question = known.get(attempt.question)
        if question is not None and attempt.question not in first:
            try:
                points = round(quiz.mark(question, attempt.typed).points, 4)
            except WrongAnswerFormError as error:
                said = _("{file}: an answer to the question {question} cannot be marked: {reason}")
                raise GameError(said.format(file=shown, question=attempt.question, reason=error)) from None
            attempt = attempt.model_copy(update={"points": points})
        first.setdefault(attempt.question, attempt)
    return first


def read_hand_ins(paths: Iterable[Path]) -> list[HandIn]:
    """The tests in these files and in the JSON files of these folders.

    Raises :class:`GameError` for a file that cannot be read or is no record of a quiz.
    """
    found = []
    for path in paths:
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not files:
            said = _("{folder} holds no file that ends in .json; give the folder with the files of the students")
            raise GameError(said.format(folder=path))
        for file in files:
            try:
                text = read_text(file, 4 * LARGEST)
            except UnreadableFileError as error:
                raise GameError(str(error)) from None
            found.append(read_hand_in(text, file.name))
    return found
