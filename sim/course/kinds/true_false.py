"""Is a statement true?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sim.course.question import Marked, Question, WrongAnswerFormError
from sim.course.text import Language


class TrueFalse(Question):
    """A statement that is true or false."""

    kind: Literal["true_false"]
    true: bool
    """Whether the statement is true."""

    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """True and false, in words."""
        return ["true", "false"] if language == "en" else ["正确", "错误"]

    def key(self, student: int = 0) -> bool:
        """Whether the statement is true."""
        return self.true

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """One point for the right judgement; ``answer`` is ``True`` or ``False``."""
        if not isinstance(answer, bool):
            raise WrongAnswerFormError(f"{answer!r} cannot be marked; give True or False")
        right = answer == self.true
        return Marked(points=float(right), right=right, explanation=self.explain.said(language))
