"""What all parts of a chapter in a notebook share: the student's work, and the views that show it."""

from __future__ import annotations

from collections.abc import Callable

from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.progress import Progress
from sim.course.chapters.student_market import StudentMarket, student_number
from sim.course.text import Language


class ChapterState(ChapterWork):
    """A chapter for one student; parts of the page are views of it."""

    market: StudentMarket

    def __init__(self, number: int, language: Language, progress: Progress) -> None:
        """Nothing is run yet.

        Args:
            number: Number of the chapter.
            language: Language of the page at first.
            progress: What the student has done so far.
        """
        super().__init__(number, language, progress)
        self._views: list[Callable[[], None]] = []

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
        self.changed()
