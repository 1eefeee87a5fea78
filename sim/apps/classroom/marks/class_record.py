"""What a class has recorded for its marks: seats of its markets, tests on its page, and open answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sim.apps.classroom.classes.class_file import ClassFile
from sim.apps.classroom.coursework.class_tests import ClassTests
from sim.apps.classroom.coursework.coursework_file import CourseworkFile
from sim.apps.classroom.coursework.open_answers import OpenAnswers
from sim.apps.classroom.marks.gradebook import ClassRecord
from sim.apps.classroom.marks.seat_marks import SeatMarks

Seats = Mapping[str, Mapping[str, SeatMarks]]
"""By market and seat."""


def class_record(file: ClassFile, folder: Path, seats: Seats) -> ClassRecord:
    """The record of a class that is not served, with the coursework in its folder."""
    with closing(CourseworkFile(folder)) as coursework:
        return record_with(file, seats, coursework)


def record_with(file: ClassFile, seats: Seats, coursework: CourseworkFile) -> ClassRecord:
    """The record of a class whose coursework is open.

    Args:
        file: The class.
        seats: What the seats of each market did.
        coursework: Its open answers and tests.

    Returns:
        The record.
    """
    return ClassRecord(
        seats=seats, has_exercise=bool(file.exercise_served), tests=ClassTests(coursework).marks(),
        answers=OpenAnswers(coursework, file.secret).marks(),
    )  # fmt: skip
