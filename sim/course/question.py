"""What all kinds of question share: identity, text, explanation, and how an answer is marked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from sim.course.text import Language, Text, drawn
from sim.errors import SentenceError
from sim.scenario.declaration import Declaration


class WrongAnswerFormError(SentenceError, ValueError):
    """An answer cannot be marked, such as a letter where a number is asked; the message says what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """An answer with its marks."""

    points: float
    """From 0 (wrong) to 1 (right)."""
    right: bool
    explanation: str
    """Why the answer is right or wrong, in the language that was asked for."""


class Question(Declaration):
    """A question of the bank. A kind of question is a class with ``kind``, ``mark`` and ``key``."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    """Name of the question, the same in both languages."""
    course: str = Field(pattern=r"^[A-G]\d+$")
    """Idea of the course, such as B1."""
    level: Literal["easy", "medium", "hard"]
    """Difficulty, as the author judges it."""
    text: Text
    """What is asked."""
    explain: Text
    """Why the right answer is right."""

    def values(self, student: int) -> Mapping[str, float]:
        """The values of a student's question by name; empty where all students have the same question."""
        return {}

    def order(self, student: int, number: int) -> list[int]:
        """The order in which a student sees so many options: places of the options as declared.

        Args:
            student: Number of the student, by which the order is drawn.
            number: Number of options.

        Returns:
            The places, each once.
        """
        return sorted(range(number), key=lambda place: drawn(f"order/{self.id}/{place}/{student}"))

    def asked(self, language: Language, student: int = 0) -> str:
        """The question as a student reads it.

        Args:
            language: ``en`` or ``zh``.
            student: Number of the student, by which the values are drawn.

        Returns:
            The text of the question.
        """
        return self.text.said(language, self.values(student))

    @abstractmethod
    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """The lines to choose from, as declared; empty where a number is asked."""

    @abstractmethod
    def key(self, student: int = 0) -> Any:
        """The right answer, in the form that ``mark`` takes."""

    @abstractmethod
    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """Mark an answer.

        Args:
            answer: The answer, in the form of the kind of question.
            language: Language of the explanation.
            student: Number of the student, by which the values were drawn.

        Returns:
            Points and explanation.

        Raises:
            WrongAnswerFormError: If the answer has a form that cannot be marked.
        """


def places_in(answer: Any, number: int) -> list[int]:
    """Places of options, checked.

    Args:
        answer: A place or several, counted from 0.
        number: Number of options.

    Returns:
        The places in the order given.

    Raises:
        WrongAnswerFormError: If a place is not there or stands twice.
    """
    given = [answer] if isinstance(answer, int) and not isinstance(answer, bool) else answer
    places = list(given) if isinstance(given, list | tuple | set | frozenset) else [given]
    fine = all(isinstance(place, int) and not isinstance(place, bool) and 0 <= place < number for place in places)
    if not fine or len(set(places)) < len(places):
        raise WrongAnswerFormError(
            f"{answer!r} cannot be marked; give places from 0 to {number - 1}, each at most once"
        )
    return places
