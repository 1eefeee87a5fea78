"""The open tasks that a class can be given: exercises of the course with a rubric, and the reflections of chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.course.chapters.reader import chapter_files
from sim.course.text import language_of_course
from sim.game.errors import GameError
from sim.language.choice import ENGLISH, in_language
from sim.language.messages import _
from sim.scenario.files.load import document_of, shipped
from sim.scenario.files.side_texts import side_file

REFLECTION = "reflection_"


@dataclass(frozen=True, kw_only=True)
class OpenTask:
    """One task, in one language."""

    id: str
    """The same in all languages: ``D2``, or ``reflection_1`` for the reflection of chapter 1."""
    title: str
    ask: str
    """What is asked, in paragraphs."""
    rubric: tuple[tuple[str, str, str, str], ...]
    """For each line what is looked at, and what 0, 1 and 2 points are given for."""


def task_names() -> tuple[str, ...]:
    """Ids of all tasks, in the order in which they are listed."""
    exercises = [one["id"] for one in _exercises(ENGLISH)["exercises"] if "rubric" in one]
    return (*exercises, *(f"{REFLECTION}{number}" for number in sorted(chapter_files())))


def open_task(name: str) -> OpenTask:
    """A task in the language in use; in English where it has no course texts. Raises :class:`GameError`."""
    if name not in task_names():
        said = _("there is no task {name}; the tasks are {names}")
        raise GameError(said.format(name=name[:40] or "–", names=", ".join(task_names())))
    return _task(name, language_of_course())


@cache
def _task(name: str, language: str) -> OpenTask:
    """A task from the files of the course as they are: tests of the course check that the files make sense."""
    exercises = _exercises(language)
    if not name.startswith(REFLECTION):
        one = next(one for one in exercises["exercises"] if one["id"] == name)
        return OpenTask(id=name, title=f"{name} · {one['title']}", ask=one["ask"], rubric=_rubric(one["rubric"]))
    number = int(name.removeprefix(REFLECTION))
    chapter = _content(chapter_files()[number], language)
    with in_language(language):
        title = _("Reflection of chapter {n}: {title}").format(n=number, title=chapter["title"])
    return OpenTask(id=name, title=title, ask=chapter["reflection"], rubric=_rubric(exercises["reflection_rubric"]))


@cache
def _exercises(language: str) -> Any:
    return _content(shipped() / "course" / "kit" / "exercises.yaml", language)


def _content(path: Path, language: str) -> Any:
    """The texts of a file in a language."""
    return document_of(path if language == ENGLISH else side_file(path, language)).content


def _rubric(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)
