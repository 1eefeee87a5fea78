"""The chapters of a class in its gradebook: each chapter counts as a test, by the first answer to each question."""

from __future__ import annotations

from pathlib import Path

from sim.apps.classroom.chapters.chapter_room import read_progress
from sim.apps.classroom.classes.class_file import ClassFile
from sim.apps.classroom.marks.hand_ins import FirstAnswer, HandIn, test_name
from sim.apps.classroom.marks.marks_file import MarksFile
from sim.course.chapters.progress import ChapterProgress
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import student_number

FULL = 100.0


def chapter_tests(found: ClassFile, folder: Path) -> list[HandIn]:
    """The tests that a class has made by working at its chapters.

    Args:
        found: The class.
        folder: Its folder.

    Returns:
        One for each person and chapter in which a question was answered; the name of the test is the same as that of a
        file that a notebook of the chapter writes.
    """
    tests = []
    for person in found.people:
        if person.work:
            kept, student = read_progress(folder, person), student_number(person.course_name)
            every = ((number, kept.chapter(number)) for number in found.chapters)
            tests += [_test(number, student, done) for number, done in every if done.attempts]
    return tests


def with_chapters(kept: MarksFile, found: ClassFile, folder: Path) -> MarksFile:
    """The tests and weights of a class together with what was answered in its chapters, which counts before files."""
    return kept.with_tests(chapter_tests(found, folder)) if found.chapters else kept


def _test(number: int, student: int, done: ChapterProgress) -> HandIn:
    asked = [item.id for item in course_chapter(number).check]
    first: dict[str, FirstAnswer] = {}
    for one in done.attempts:
        first.setdefault(one.question, FirstAnswer(question=one.question, typed=one.typed, points=one.points))
    ranges = [good for is_range, good in done.outcomes.values() if is_range]
    points = sum(one.points for one in first.values())
    return HandIn(
        student=student, test=test_name(asked), mark=round(FULL * points / len(asked), 4), chapter=number,
        answers=[*first.values()], ranges=len(ranges), inside=sum(ranges),
    )  # fmt: skip
