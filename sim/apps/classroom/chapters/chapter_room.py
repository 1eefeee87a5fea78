"""The work of all students of a class at its chapters: opened when it is asked for, kept in the folder of the class."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from sim.apps.classroom.chapters.chapter_forms import prediction_read, slider_values
from sim.apps.classroom.chapters.chapter_steps import chapter_steps, question_json
from sim.apps.classroom.chapters.kept_results import Followed, KeptResults, Key, Latest, NotRunYetError
from sim.apps.classroom.chapters.picture_shelf import PictureShelf
from sim.apps.classroom.classes.class_file import ClassFile, Person
from sim.course.chapters import words
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.predictions import PredictionError
from sim.course.chapters.progress import FIRST_PREDICTIONS, Progress, joined_texts
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import student_number
from sim.course.question import Question, WrongAnswerFormError
from sim.course.text import language_of_course
from sim.game.errors import GameError
from sim.registry import unknown

MOST_OPEN = 200
"""Students whose work stays open; that of one who comes back later is read again."""
FOLDER = "person_{number:04}"


@dataclass
class _Student:
    """A student whose progress is open, with the chapters that were opened."""

    progress: Progress
    works: dict[int, ChapterWork] = field(default_factory=dict)


class ChapterRoom:
    """Students at the chapters of a class. Any thread may ask; a student's work is changed by one at a time."""

    def __init__(self, found: ClassFile, folder: Path) -> None:
        """Serve the chapters of this class, and keep progress in its folder."""
        self.numbers = tuple(found.chapters)
        self._folder = folder
        self.shelf = PictureShelf(bytes.fromhex(found.secret))
        self.kept = KeptResults(self.shelf)
        self._students: Latest[_Student] = Latest(MOST_OPEN)
        self._summaries: dict[str, tuple[int, list[dict[str, Any]]]] = {}
        self._locks = [Lock() for _place in range(64)]
        self._began = int(time.time() * 1000)
        self._changes: dict[str, int] = {}

    def new_folder(self, taken: int) -> str:
        """Name of a folder that nobody has, for the progress of one more person; ``taken`` people have one."""
        number = taken + 1
        while (self._folder / FOLDER.format(number=number)).exists():
            number += 1
        name = FOLDER.format(number=number)
        (self._folder / name).mkdir()
        return name

    def revision(self, person: Person) -> int:
        """A number that grows whenever what the page of a person shows has changed."""
        return self._began + self._changes.get(person.work, 0)

    def changed(self, person: Person) -> None:
        """Note that the page of a person shows something else now."""
        self._changes[person.work] = self._changes.get(person.work, 0) + 1

    def key(self, person: Person, number: int) -> Key:
        """The market of a person in a chapter."""
        return number, student_number(person.course_name)

    def missing(self, person: Person, number: int) -> Key | None:
        """The market that is to be run before the whole chapter can be shown; None where it is."""
        key = self.key(person, self.known(number))
        return None if self.kept.is_ready(key, language_of_course()) else key

    def known(self, number: int) -> int:
        """The number of a chapter of this class; 0 is the first one. Raises :class:`GameError` for another one."""
        if number == 0:
            return self.numbers[0]
        if number not in self.numbers:
            raise GameError(unknown("chapter", str(number), [str(one) for one in self.numbers]))
        return number

    def state(self, person: Person, number: int) -> dict[str, Any]:
        """What the page of a person shows of a chapter, in plain JSON and the language in use."""
        with self._work(person, number) as work:
            ready = self.kept.is_ready(self.key(person, number), work.language)
            if ready and work.predicted:
                work.run()
            return {
                "chapter": number, "title": work.chapter.title, "minutes": work.chapter.minutes.total,
                "student": work.progress.student, "seed": work.seed,
                "trouble": work.said(work.progress.trouble) if work.progress.trouble else "",
                "steps": chapter_steps(work, self.kept, ready=ready),
                "chapters": [self._line(work, one) for one in self.numbers],
            }  # fmt: skip

    def _line(self, work: ChapterWork, number: int) -> dict[str, Any]:
        chapter, done = course_chapter(number, work.language), work.progress.chapter(number)
        answered = {one.question for one in done.attempts}
        return {
            "number": number, "title": chapter.title, "minutes": chapter.minutes.total,
            "predicted": len(done.predictions) == len(chapter.predict), "answered": len(answered),
            "of": len(chapter.check),
        }  # fmt: skip

    def predict(self, person: Person, number: int, values: Mapping[str, object]) -> str:
        """Record the predictions; returns what is to be said where they were recorded before.

        Raises :class:`GameError` for predictions that are not whole.
        """
        with self._work(person, number) as work:
            if work.predicted:
                return work.said(FIRST_PREDICTIONS)
            given = {one.id: prediction_read(one, values) for one in work.chapter.predict}
            try:
                work.predict(given)
            except PredictionError:
                empty = any(one.choice == "" or (one.choice is None and None in (one.value, one.low, one.high))
                            for one in given.values())  # fmt: skip
                raise GameError(work.said(words.CHOOSE_ALL if empty else words.RANGE_WRONG)) from None
        return ""

    def answer(self, person: Person, number: int, name: str, typed: str) -> dict[str, Any]:
        """Mark an answer and keep it; returns the question as the page shows it then.

        Raises :class:`GameError` for an answer that cannot be marked, and where the chapter is still locked.
        """
        with self._work(person, number) as work:
            self._require_run(work)
            place, question = _question(work, name)
            if not typed.strip():
                raise GameError(work.said(words.NO_ANSWER))
            try:
                work.answer(question, typed)
            except WrongAnswerFormError as error:
                raise GameError(str(error)) from None
            return question_json(work, question, place)

    def reflect(self, person: Person, number: int, text: str, before: str) -> tuple[str, str]:
        """Keep the text; ``before`` is what the page had. Returns the text that is kept, and what is to be said."""
        with self._work(person, number) as work:
            whole, notice = joined_texts(before, text, work.done.reflection)
            work.reflect(whole)
            return whole, work.said(work.progress.trouble or notice or words.KEPT)

    def tried(self, person: Person, number: int, values: Mapping[str, object]) -> tuple[str, str, dict[str, float]]:
        """Picture and words of a trial, and the values with which it was run."""
        with self._work(person, number) as work:
            self._require_predictions(work)
            chosen = slider_values(work.chapter.try_out.sliders, values)
            picture, said = self.kept.tried(work, chosen)
            return picture, said, chosen

    def followed(self, person: Person, number: int, customer: str) -> Followed:
        """The two lives of a customer."""
        with self._work(person, number) as work:
            self._require_predictions(work)
            return self.kept.followed(work, customer)

    def progress(self, person: Person) -> list[dict[str, Any]]:
        """What the console shows of a person: of each chapter what is predicted, answered and right.

        It is kept until something changes, also where that happens while it is made. It may wait for a run.
        """
        changes = self._changes.get(person.work, 0)
        since, found = self._summaries.get(person.work, (-1, []))
        if since != changes:
            with self._lock(person):
                kept = self._student(person).progress
                found = [chapter_summary(kept, number) for number in self.numbers]
            self._summaries[person.work] = changes, found
        return found

    def _require_predictions(self, work: ChapterWork) -> None:
        if not work.predicted:
            raise GameError(work.said(words.LOCKED))

    def _require_run(self, work: ChapterWork) -> None:
        self._require_predictions(work)
        try:
            work.figures()
        except NotRunYetError:
            raise GameError(work.said(words.RUNNING)) from None

    def _lock(self, person: Person) -> Lock:
        return self._locks[hash(person.work) % len(self._locks)]

    @contextmanager
    def _work(self, person: Person, number: int) -> Iterator[ChapterWork]:
        """A person's work at a chapter, in the language in use, for one thread at a time."""
        self.known(number)
        with self._lock(person):
            student = self._student(person)
            if number not in student.works:
                student.works[number] = ChapterWork(number, "en", student.progress, self.kept.market)
            work = student.works[number]
            work.language = language_of_course()
            yield work

    def _student(self, person: Person) -> _Student:
        return self._students.made(person.work, lambda: _Student(read_progress(self._folder, person)))


def read_progress(folder: Path, person: Person) -> Progress:
    """What a person has done in all chapters, from the folder of the class."""
    kept = Progress(folder / person.work)
    kept.student = person.course_name
    return kept


def chapter_summary(kept: Progress, number: int) -> dict[str, Any]:
    """What a person has done in a chapter, in numbers: points are those of the first answers."""
    chapter, done = course_chapter(number), kept.chapter(number)
    first: dict[str, float] = {}
    for one in done.attempts:
        first.setdefault(one.question, one.points)
    return {
        "number": number, "predicted": len(done.predictions) == len(chapter.predict), "answered": len(first),
        "of": len(chapter.check), "points": round(sum(first.values()), 4), "reflected": bool(done.reflection.strip()),
    }  # fmt: skip


def _question(work: ChapterWork, name: str) -> tuple[int, Question]:
    asked = work.own_quiz().questions
    for place, one in enumerate(asked, start=1):
        if one.id == name:
            return place, one
    raise GameError(unknown("question", name[:40], [one.id for one in asked]))
