"""What all parts of a chapter in a notebook share: language, student, progress, runs of the student's market."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock

from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.check import BothLanguages, questions
from sim.course.chapters.figures import Figures
from sim.course.chapters.predictions import Outcome, outcomes
from sim.course.chapters.progress import ChapterProgress, Progress
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import StudentMarket, seed_of, student_number
from sim.course.quiz import Quiz
from sim.course.text import LANGUAGES, Language, Text

GUEST = "guest"


class ChapterState:
    """A chapter for one student; parts of the page are views of it."""

    def __init__(self, number: int, language: Language, progress: Progress) -> None:
        """Nothing is run yet.

        Args:
            number: Number of the chapter.
            language: Language of the page at first.
            progress: What the student has done so far.
        """
        self.chapters: dict[Language, CourseChapter] = {known: course_chapter(number, known) for known in LANGUAGES}
        self.language, self.progress = language, progress
        self._views: list[Callable[[], None]] = []
        self._lock = RLock()
        self._new_market()

    def _new_market(self) -> None:
        self.market = StudentMarket(self.chapters["en"], student_number(self.progress.student or GUEST))
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
    def predicted(self) -> bool:
        """Whether all predictions are recorded, so that the result may be seen."""
        return all(one.id in self.done.predictions for one in self.chapter.predict)

    @property
    def has_run(self) -> bool:
        """Whether the outcomes of the predictions are known."""
        return self._compared

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

    def own_quiz(self) -> Quiz:
        """The check questions of the student, with the answers so far."""
        with self._lock:
            if self.quiz is None:
                both = BothLanguages(
                    en=self.chapters["en"], zh=self.chapters["zh"], figures=self.market.figures("en"),
                    figures_zh=self.market.figures("zh"),
                )  # fmt: skip
                self.quiz = Quiz(questions=questions(both), student=self.market.student, attempts=self.done.attempts)
            self.quiz.language = self.language
            return self.quiz

    def figures(self) -> Figures:
        """Figures of the student's market in the language in use; each is computed when it is asked for."""
        return self.market.figures(self.language)

    def outcomes(self) -> list[Outcome]:
        """Predictions beside their results."""
        return outcomes(self.chapter, self.done.predictions, self.figures(), self.language)

    def said(self, text: Text, **values: object) -> str:
        """A text in the language in use.

        Args:
            text: The text in both languages.
            values: What stands in its places.

        Returns:
            The text with its values.
        """
        return text.said(self.language).format(**values) if values else text.said(self.language)

    @property
    def seed(self) -> int:
        """Seed of the student's market."""
        return seed_of(self.market.student, self.chapter.number)

    def watch(self, view: Callable[[], None]) -> None:
        """Have a view built anew when language, student or result change.

        Args:
            view: Called without arguments.
        """
        self._views.append(view)

    def changed(self) -> None:
        """Build all views anew."""
        for view in list(self._views):
            view()

    def use_student(self, typed: str) -> None:
        """Go over to another student.

        Args:
            typed: Student number as typed; empty for a guest.

        Raises:
            StudentNumberError: For what is no student number.
        """
        if typed.strip():
            student_number(typed)
        with self._lock:
            self.progress.student = typed.strip()
            self.progress.save()
            self._new_market()
        self.changed()

    def use_language(self, language: Language) -> None:
        """Show the page in another language.

        Args:
            language: ``en`` or ``zh``.
        """
        self.language = language
        if self.quiz is not None:
            self.quiz.language = language
        self.changed()
