"""The work of one student at one chapter: predictions, the runs of the student's market, answers, the reflection.

Notebook and page show the same work; neither knows more about it than this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Protocol

from sim.course.chapters import words
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.check import BothLanguages, questions
from sim.course.chapters.figures import Figures
from sim.course.chapters.hand_in import hand_in
from sim.course.chapters.parts import NumberPrediction, Prediction
from sim.course.chapters.predictions import Outcome, Predicted, options_of, outcomes, recorded
from sim.course.chapters.progress import ChapterProgress, Progress
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import StudentMarket, seed_of, student_number
from sim.course.question import Marked, Question
from sim.course.quiz import Quiz
from sim.course.text import LANGUAGES, Language, Text
from sim.number_text import significant

GUEST = "guest"


class OwnMarket(Protocol):
    """The market of a student in a chapter, as the work needs it."""

    @property
    def student(self) -> int:
        """Student number."""

    def figures(self, language: Language = "en") -> Figures:
        """All figures of the chapter, in a language."""


MarketOf = Callable[[CourseChapter, int], OwnMarket]
"""Makes the market of a student from the English chapter and the student number."""


class ChapterWork:
    """A chapter as one student works at it."""

    market: OwnMarket

    def __init__(
        self, number: int, language: Language, progress: Progress, market_of: MarketOf = StudentMarket
    ) -> None:
        """Nothing is run yet.

        Args:
            number: Number of the chapter.
            language: Language in which the chapter is shown at first.
            progress: What the student has done so far.
            market_of: Makes the market of the student.
        """
        self.chapters: dict[Language, CourseChapter] = {known: course_chapter(number, known) for known in LANGUAGES}
        self.language, self.progress = language, progress
        self._market_of, self._lock = market_of, RLock()
        self._new_market()

    def _new_market(self) -> None:
        self.market = self._market_of(self.chapters["en"], student_number(self.progress.student or GUEST))
        self._compared = False
        self.quiz: Quiz | None = None

    @property
    def chapter(self) -> CourseChapter:
        """The chapter in the language in use."""
        return self.chapters[self.language]

    @property
    def done(self) -> ChapterProgress:
        """What the student has done in this chapter."""
        return self.progress.chapter(self.chapter.number)

    @property
    def seed(self) -> int:
        """Seed of the student's market."""
        return seed_of(self.market.student, self.chapter.number)

    @property
    def predicted(self) -> bool:
        """Whether all predictions are recorded, so that the result may be seen."""
        return all(one.id in self.done.predictions for one in self.chapter.predict)

    @property
    def has_run(self) -> bool:
        """Whether the outcomes of the predictions are known."""
        return self._compared

    def predict(self, given: Mapping[str, Predicted]) -> None:
        """Record all predictions of the chapter, once; those that are recorded already stay as they are.

        Args:
            given: What the student answered, by the id of each prediction.

        Raises:
            PredictionError: For an answer that cannot be recorded; nothing is recorded then.
        """
        found = {one.id: recorded(one, given.get(one.id, Predicted())) for one in self.chapter.predict}
        with self._lock:
            self.done.predictions = {**found, **self.done.predictions}
            self.progress.save()

    def run(self) -> None:
        """Run what the predictions are compared with, unless that is done, and record how they came out."""
        with self._lock:
            if self._compared:
                return
            asked = [one.id for one in self.chapter.predict if one.id in self.done.predictions]
            found = dict(zip(asked, self.outcomes(), strict=True))
            self.done.outcomes = {name: (one.is_range, one.good) for name, one in found.items()}
            self._compared = True
            self.progress.save()

    def figures(self) -> Figures:
        """Figures of the student's market in the language in use; each is computed when it is asked for."""
        return self.market.figures(self.language)

    def outcomes(self) -> list[Outcome]:
        """Predictions beside their results."""
        return outcomes(self.chapter, self.done.predictions, self.figures(), self.language)

    def recorded_words(self, one: Prediction) -> str:
        """A recorded prediction in words, such as ``5 points (3 – 8)``."""
        given = self.done.predictions[one.id]
        if isinstance(one, NumberPrediction):
            value, low, high = (significant(part or 0.0) for part in (given.value, given.low, given.high))
            return f"{value} {one.unit} ({low} – {high})"
        return options_of(one).get(given.choice or "", "")

    def verdict(self, one: Outcome) -> str:
        """Whether a prediction came true, in words."""
        good, bad = (words.INSIDE, words.OUTSIDE) if one.is_range else (words.RIGHT, words.WRONG)
        return self.said(good if one.good else bad)

    def own_quiz(self) -> Quiz:
        """The check questions of the student, with the answers so far."""
        with self._lock:
            if self.quiz is None:
                both = BothLanguages(
                    en=self.chapters["en"], zh=self.chapters["zh"], figures=self.market.figures("en"),
                    figures_zh=self.market.figures("zh"),
                )  # fmt: skip
                self.quiz = Quiz(questions=questions(both), student=self.market.student)
            self.quiz.attempts, self.quiz.language = self.done.attempts, self.language
            return self.quiz

    def answer(self, question: Question, typed: str) -> Marked:
        """Mark an answer to a check question, and keep it.

        Args:
            question: The question.
            typed: The answer as :meth:`sim.course.quiz.Quiz.answer` reads it.

        Returns:
            Points and explanation.

        Raises:
            WrongAnswerFormError: If it cannot be marked; it is then not kept.
        """
        with self._lock:
            marked = self.own_quiz().answer(question, typed)
            self.progress.save()
            return marked

    def last_answer(self, question: Question) -> str:
        """What the student typed last for a question; empty where nothing was."""
        return next((one.typed for one in reversed(self.done.attempts) if one.question == question.id), "")

    def so_far(self, question: Question) -> list[str]:
        """How the last answer to a question was judged, why, and how many there were; empty for a new question."""
        typed = self.last_answer(question)
        if not typed:
            return []
        quiz = self.own_quiz()
        marked = quiz.mark(question, typed)
        tries = sum(one.question == question.id for one in quiz.attempts)
        return [quiz.judgement(marked) + marked.explanation, self.said(words.TRIES, tries=tries)]

    def reflect(self, text: str) -> None:
        """Keep the student's text.

        Args:
            text: The whole text.
        """
        with self._lock:
            self.done.reflection = text
            self.progress.save()

    def hand_in(self) -> str:
        """The file to hand in, as text."""
        return hand_in(self.chapters["en"], self.progress.student, self.own_quiz(), self.done)

    def said(self, text: Text, **values: object) -> str:
        """A text in the language in use.

        Args:
            text: The text in both languages.
            values: What stands in its places.

        Returns:
            The text with its values.
        """
        return text.said(self.language).format(**values) if values else text.said(self.language)
