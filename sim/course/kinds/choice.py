"""Choose one option, or all that are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from sim.course.question import Marked, Question, WrongAnswerFormError, places_in
from sim.course.text import Language, Text
from sim.scenario.declaration import Declaration


class Option(Declaration):
    """One option."""

    text: Text
    right: bool = False
    """Whether it belongs to the right answer."""
    because: Text | None = None
    """What a student who chose it, and should not have, is told."""


class _Choice(Question):
    choose: tuple[Option, ...] = Field(min_length=2, max_length=8)
    """The options."""

    @model_validator(mode="after")
    def _explained(self) -> _Choice:
        for option in self.choose:
            if not option.right and option.because is None:
                raise ValueError(f"the wrong option {option.text.en!r} needs 'because': what the student is told")
        return self

    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """The options as declared."""
        return [option.text.said(language, self.values(student)) for option in self.choose]

    def _right(self) -> list[int]:
        return [place for place, option in enumerate(self.choose) if option.right]

    def _told(self, wrong: list[int], language: Language) -> str:
        """What is said of the options that were chosen wrongly."""
        told = [self.choose[place].because for place in wrong]
        return " ".join(text.said(language) for text in told if text is not None)


class SingleChoice(_Choice):
    """One of several options is right."""

    kind: Literal["single"]

    @model_validator(mode="after")
    def _one_is_right(self) -> SingleChoice:
        if len(self._right()) != 1:
            raise ValueError(f"one option must have 'right: true', not {len(self._right())}")
        return self

    def key(self, student: int = 0) -> int:
        """Place of the right option, from 0."""
        return self._right()[0]

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """One point for the right option; ``answer`` is a place, from 0."""
        places = places_in(answer, len(self.choose))
        if len(places) != 1:
            raise WrongAnswerFormError(f"{answer!r} names {len(places)} options; choose one")
        right = places == self._right()
        explanation = self.explain.said(language) if right else self._told(places, language)
        return Marked(points=float(right), right=right, explanation=explanation)


class MultipleChoice(_Choice):
    """Several options may be right."""

    kind: Literal["multiple"]

    @model_validator(mode="after")
    def _some_are_right(self) -> MultipleChoice:
        if not 0 < len(self._right()) < len(self.choose):
            raise ValueError("at least one option must be right, and at least one wrong")
        return self

    def key(self, student: int = 0) -> list[int]:
        """Places of the right options, from 0."""
        return self._right()

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """The part of the right options that were chosen, less the part of the wrong ones; never below 0."""
        chosen, right = set(places_in(answer, len(self.choose))), set(self._right())
        wrong = sorted(chosen - right)
        points = len(chosen & right) / len(right) - len(wrong) / (len(self.choose) - len(right))
        exact = chosen == right
        told = "" if exact else self._told(wrong, language)
        return Marked(
            points=max(points, 0.0),
            right=exact,
            explanation=" ".join((told + " " + self.explain.said(language)).split()),
        )
