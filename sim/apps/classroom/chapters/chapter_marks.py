"""The chapters of a class in its gradebook: each chapter counts as a test, by the first answer to each question."""

from __future__ import annotations

from pathlib import Path

from sim.apps.classroom.chapters.chapter_room import chapter_summary, read_progress
from sim.apps.classroom.classes.class_file import ClassFile
from sim.apps.classroom.marks.hand_ins import HandIn, test_name
from sim.apps.classroom.marks.marks_file import MarksFile
from sim.course.chapters.own_questions import CheckItem
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
        for number in found.chapters if person.work else ():
            done = chapter_summary(read_progress(folder, person), number)
            if done["answered"]:
                mark = round(FULL * done["points"] / done["of"], 4)
                student = student_number(person.course_name)
                tests.append(HandIn(student=student, test=_name(number), mark=mark))
    return tests


def with_chapters(kept: MarksFile, found: ClassFile, folder: Path) -> MarksFile:
    """The tests and weights of a class together with what was answered in its chapters, which counts before files."""
    return kept.with_tests(chapter_tests(found, folder)) if found.chapters else kept


def _name(number: int) -> str:
    items: tuple[CheckItem, ...] = course_chapter(number).check
    return test_name([item.id for item in items])
