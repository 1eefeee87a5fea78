"""Collects what a class answered and predicted, for the page of what it has learned. Nobody's name goes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sim.apps.classroom.coursework.class_tests import ClassTests
from sim.apps.classroom.coursework.coursework_file import CourseworkFile
from sim.apps.classroom.marks.hand_ins import HandIn
from sim.course.bank import bank_questions, chapters
from sim.course.learning.learning import Forecasts, Learning, Sitting, class_learning
from sim.course.question import WrongAnswerFormError
from sim.course.quiz import Quiz
from sim.game.decisions.prediction import calibration
from sim.game.presentation.seat_view import scores
from sim.game.session.session import Session


def collected(coursework: CourseworkFile, tests: Sequence[HandIn], ranges: Iterable[tuple[int, int]]) -> Learning:
    """What a class has learned.

    Args:
        coursework: The tests on its page.
        tests: The files that were handed in.
        ranges: For each market the ranges of predictions, and how many held: :func:`ranges_of_market`.

    Returns:
        The counts.
    """
    game = list(ranges)
    found = [one for one in map(sitting_of_file, tests) if one is not None]
    return class_learning(
        [*ClassTests(coursework).sittings(), *found],
        [
            Forecasts(source="game", ranges=sum(one for one, _held in game), inside=sum(held for _one, held in game)),
            Forecasts(
                source="chapters", ranges=sum(one.ranges for one in tests), inside=sum(one.inside for one in tests)
            ),
        ],
    )  # fmt: skip


def ranges_of_market(session: Session) -> tuple[int, int]:
    """How many ranges the seats of a market gave in closed rounds, and how many held the result."""
    state = session.playing
    found = [
        calibration(seat.name, scores(state, seat.name, state.line_of(seat.name), share=True))
        for seat in session.game.deciding
    ]
    return sum(one.margins for one in found), sum(one.inside for one in found)


def sitting_of_file(test: HandIn) -> Sitting | None:
    """A file that was handed in as a test that was taken alone; None where it tells no chapter and no answer."""
    chapter = test.chapter or _chapter_of([one.question for one in test.answers])
    if not chapter or not test.answers:
        return None
    return Sitting(
        who=str(test.student), chapter=chapter, moment="alone", student=test.student,
        asked=tuple(one.question for one in test.answers), answers=_answers(test),
        points={one.question: one.points for one in test.answers},
    )  # fmt: skip


def _chapter_of(questions: Sequence[str]) -> int:
    """The chapter of the bank to which these questions belong; 0 where they belong to none."""
    for chapter in chapters():
        if any(question.id in questions for question in chapter.questions):
            return chapter.number
    return 0


def _answers(test: HandIn) -> dict[str, Any]:
    """The answers to questions of the bank in the form that they mark; questions on an own run are left out."""
    bank, found = bank_questions(), dict[str, Any]()
    quiz = Quiz(questions=(), student=test.student)
    for one in test.answers:
        if one.question in bank and one.typed:
            try:
                found[one.question] = quiz.read(bank[one.question], one.typed)
            except WrongAnswerFormError:
                continue  # the file of another version, in which the question had other options
    return found
