"""The gradebook of a class: one row for each person, a mark for each part, and the mark by the weights."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.apps.classroom.classes.class_file import ClassFile, Person, person_key
from sim.apps.classroom.marks.marks_file import MarksFile, mean_tests
from sim.apps.classroom.marks.parts import PARTS, weighted
from sim.apps.classroom.marks.seat_marks import SeatMarks
from sim.course.chapters.student_market import StudentNumberError
from sim.course.chapters.student_market import student_number as course_number
from sim.course.open_answers.rubric import mean_of_tasks


@dataclass(frozen=True, kw_only=True)
class ClassRecord:
    """What the markets and exercises of a class brought."""

    seats: Mapping[str, Mapping[str, SeatMarks]] = field(default_factory=dict)
    """By market and seat."""
    has_exercise: bool = False
    """Whether the class is served an exercise; who has not answered it then has 0."""
    tests: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Marks of the tests on the class page that count, 0 to 100, by test and person; who has none then has 0."""
    answers: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    """Marks of open answers, 0 to 100, by task and person; None where nobody has marked yet, 0 for who has none."""


@dataclass(frozen=True, kw_only=True)
class GradebookRow:
    """One person."""

    person: Person
    marks: Mapping[str, float | None]
    """By part, 0 to 100; None where nothing can be marked."""
    mark: float | None
    """By the weights, 0 to 100."""
    seat: SeatMarks | None
    """What the seat did; None for a person without a seat in a game."""


def gradebook(file: ClassFile, kept: MarksFile, record: ClassRecord) -> tuple[GradebookRow, ...]:
    """One row for each person of the class, by team and number, then name.

    People who share a seat share its marks for participation, predictions and decisions. A person who has not joined
    has 0 for participation and predictions where rounds are closed.
    """
    begun = any(one.rounds for seats in record.seats.values() for one in seats.values())
    files = mean_tests(kept.tests)
    rows = [_row(person, kept, record, _tests(person, kept, record, files), begun=begun) for person in file.people]
    return tuple(sorted(rows, key=lambda row: (row.person.team, row.person.number, row.person.name)))


def _row(
    person: Person, kept: MarksFile, record: ClassRecord, tests: float | None, *, begun: bool
) -> GradebookRow:  # fmt: skip
    seat = record.seats.get(person.market, {}).get(person.seat)
    decisions = kept.decisions.get(person.market)
    absent = 0.0 if begun and not person.market else None
    marks = dict(
        zip(
            PARTS,
            (
                seat.participation if seat else _exercise_participation(person) if record.has_exercise else absent,
                seat.predictions if seat else absent,
                decisions.marks.get(person.seat) if decisions else None,
                (person.best or 0.0) if record.has_exercise else None,
                tests,
                _answers(person, record),
            ),
            strict=True,
        )
    )
    return GradebookRow(person=person, marks=marks, mark=weighted(marks, kept.weights), seat=seat)


def _tests(person: Person, kept: MarksFile, record: ClassRecord, means: Mapping[int, float]) -> float | None:
    """The mean over all tests: those that were handed in as files, of which the means are given, and on the page."""
    who, files = person_key(*person.key), len({one.test for one in kept.tests})
    marks = [given.get(who, 0.0) for given in record.tests.values()]
    every = files + len(marks)
    return (files * means.get(student_number(person), 0.0) + math.fsum(marks)) / every if every else None


def _answers(person: Person, record: ClassRecord) -> float | None:
    """The mean over all open tasks whose marks are shown."""
    who = person_key(*person.key)
    return mean_of_tasks({task: given.get(who, 0.0) for task, given in record.answers.items()})


def _exercise_participation(person: Person) -> float:
    """100 for a person who has handed in a case, else 0."""
    return 100.0 if person.best is not None else 0.0


def student_number(person: Person) -> int:
    """The number by which a quiz or a chapter knows the student; −1 for a person without number and name."""
    try:
        return course_number(person.course_name)
    except StudentNumberError:
        return -1


def unmatched(people: Sequence[Person], kept: MarksFile) -> list[int]:
    """Numbers of students that handed in a test and are not in the class."""
    known = {student_number(person) for person in people}
    return sorted({one.student for one in kept.tests} - known)
