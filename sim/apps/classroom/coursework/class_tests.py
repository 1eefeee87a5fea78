"""Tests that a class answers on its page: the same questions of the bank before and after a chapter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from sim.apps.classroom.coursework.coursework_file import CourseworkFile, now
from sim.course.bank import AnyQuestion, bank_questions, questions_for_test
from sim.course.chapters.reader import chapter_files
from sim.course.learning.learning import Sitting
from sim.course.question import WrongAnswerFormError
from sim.course.quiz import Quiz
from sim.course.text import Language, drawn
from sim.game.errors import GameError
from sim.language.messages import _
from sim.scenario.files.load import document_of

When: TypeAlias = Literal["before", "after"]
WHENS: tuple[When, ...] = ("before", "after")
FEWEST, MOST = 2, 10
"""Questions that a test may have."""
LONGEST_TYPED = 200
FULL = 100.0


@dataclass(frozen=True, kw_only=True)
class ClassTest:
    """One test of a class and the answers to it."""

    id: str
    """Such as ``2_before``."""
    chapter: int
    moment: When
    questions: tuple[str, ...]
    open: bool
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By person and question: what was typed, as :meth:`sim.course.quiz.Quiz.answer` takes it."""

    def quiz(self, who: str, language: Language = "en") -> Quiz:
        """The test as a person sees it; the test after has other numbers and another order than the one before."""
        bank = bank_questions()
        asked = [bank[name] for name in self.questions]
        return Quiz(questions=asked, student=self.number(who), language=language)

    def number(self, who: str) -> int:
        """The number by which values and the order of options are drawn for a person."""
        return 1 + drawn(f"class test/{self.moment}/{who}") % 10**12

    def points(self, who: str) -> dict[str, float]:
        """Points, 0 to 1, of the questions that a person has answered."""
        quiz = self.quiz(who)
        typed = self.answers.get(who, {})
        return {one.id: quiz.mark(one, typed[one.id]).points for one in quiz.questions if one.id in typed}

    def mark(self, who: str) -> float:
        """The mark of a person, 0 to 100; a question without an answer counts 0."""
        return FULL * sum(self.points(who).values()) / len(self.questions)

    def sitting(self, who: str) -> Sitting:
        """The test of a person as the learning page counts it."""
        quiz, typed = self.quiz(who), self.answers[who]
        return Sitting(
            who=who,
            chapter=self.chapter,
            moment=self.moment,
            student=quiz.student,
            asked=self.questions,
            answers={one.id: quiz.read(one, typed[one.id]) for one in quiz.questions if one.id in typed},
            points=self.points(who),
        )


class ClassTests:
    """Reads and changes the tests of a class. What is not allowed raises :class:`GameError`."""

    def __init__(self, file: CourseworkFile) -> None:
        """Keep them in this file."""
        self._file = file

    def all(self) -> tuple[ClassTest, ...]:
        """Every test that was opened, by chapter, the one before first, with the answers of everybody."""
        return self._tests(self._file.rows("SELECT test, who, question, typed FROM test_answer"))

    def of_person(self, who: str) -> tuple[ClassTest, ...]:
        """The same with the answers of one person."""
        query = "SELECT test, who, question, typed FROM test_answer WHERE who = ?"
        return self._tests(self._file.rows(query, who))

    def _tests(self, given: Iterable[Sequence[str]]) -> tuple[ClassTest, ...]:
        answers: dict[str, dict[str, dict[str, str]]] = {}
        for test, who, question, typed in given:
            answers.setdefault(test, {}).setdefault(who, {})[question] = typed
        query = "SELECT id, chapter, moment, questions, open FROM test ORDER BY chapter, moment DESC"
        return tuple(
            ClassTest(
                id=name,
                chapter=chapter,
                moment=_moment(moment),
                questions=_known(questions),
                open=bool(is_open),
                answers=answers.get(name, {}),
            )
            for name, chapter, moment, questions, is_open in self._file.rows(query)
        )

    def test(self, name: str) -> ClassTest:
        """One test without its answers. Raises :class:`GameError` for one that was not opened."""
        found = next((one for one in self._tests([]) if one.id == name), None)
        if found is None:
            raise GameError(_("this test is not open; wait until the instructor opens it"))
        return found

    def open(self, chapter: int, moment: When, number: int) -> ClassTest:
        """Open a test, or a test before again. The test after asks what the test before has asked.

        Args:
            chapter: Number of the chapter.
            moment: Before or after it.
            number: How many questions, where none were chosen before.

        Returns:
            The test.

        Raises:
            GameError: For another number of questions, and for a test after that was closed: its answers are known.
        """
        if not FEWEST <= number <= MOST:
            said = _("questions: {given} was given; give a whole number from {fewest} to {most}")
            raise GameError(said.format(given=number, fewest=FEWEST, most=MOST))
        found = [one for one in self._tests([]) if one.chapter == chapter]
        if any(one.moment == moment == "after" and not one.open for one in found):
            raise GameError(_("this test was closed and its right answers were shown, so it cannot be opened again"))
        known = {one.moment: one.questions for one in found}
        asked = known.get(moment) or known.get("before") or known.get("after") or _chosen(chapter, number)
        given = (f"{chapter}_{moment}", chapter, moment, json.dumps([*asked]))
        query = "INSERT INTO test VALUES (?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET open = 1"
        self._file.change((query, given), self._file.tell())
        return self.test(given[0])

    def close(self, name: str) -> None:
        """Close a test: what was answered counts, and the results of a test after are shown."""
        self._file.change(("UPDATE test SET open = 0 WHERE id = ?", (self.test(name).id,)), self._file.tell())

    def answer(self, name: str, who: str, question: str, typed: str) -> None:
        """Keep the answer of a person to a question; it can be changed while the test is open."""
        found = self.test(name)
        if not found.open:
            raise GameError(_("this test is closed; what you answered before counts"))
        if question not in found.questions:
            raise GameError(_("this question is not in the test; look at the page again"))
        if not isinstance(typed, str) or len(typed) > LONGEST_TYPED:
            raise GameError(_("give the answer as a text of up to {most} characters").format(most=LONGEST_TYPED))
        try:
            found.quiz(who).read(bank_questions()[question], typed)
        except WrongAnswerFormError as error:
            raise GameError(str(error)) from None
        query = "INSERT OR REPLACE INTO test_answer VALUES (?, ?, ?, ?, ?)"
        self._file.change((query, (name, who, question, typed.strip(), now())))

    def marks(self) -> dict[str, dict[str, float]]:
        """Marks of the tests that count, those after a chapter that are closed: by test and person."""
        counted = [one for one in self.all() if one.moment == "after" and not one.open]
        return {one.id: {who: one.mark(who) for who in one.answers} for one in counted}

    def sittings(self) -> list[Sitting]:
        """Every test of every person, as the learning page counts them."""
        return [one.sitting(who) for one in self.all() for who in one.answers]


def _chosen(chapter: int, number: int) -> tuple[str, ...]:
    """Questions of the bank that are not in the check part of the chapter, easiest first; all of them if need be."""
    content: Any = document_of(chapter_files()[chapter]).content
    taken = {item["id"] for item in content["check"]}
    found: list[AnyQuestion] = questions_for_test(chapter, number, taken)
    more = [one for one in questions_for_test(chapter, MOST) if one not in found]
    return tuple(one.id for one in [*found, *more][:number])


def _known(kept: str) -> tuple[str, ...]:
    found = json.loads(kept)
    if not found or not all(name in bank_questions() for name in found):
        raise GameError(
            _(
                "a test asks a question that this version of Guanxi does not have; open the class with the "
                "version that made the test"
            )
        )
    return tuple(found)


def _moment(kept: str) -> When:
    return kept if kept in WHENS else "before"
