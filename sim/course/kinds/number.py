"""Compute a number from values that each student has for themselves."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sim.course.formulas import FORMULAS
from sim.course.question import Marked, Question, WrongAnswerFormError
from sim.course.text import Language, Text, drawn
from sim.registry import unknown
from sim.scenario.declaration import Declaration


class Drawn(Declaration):
    """A value that is drawn for each student: one of low, low + step, ... high."""

    low: float
    high: float
    step: float = Field(gt=0)

    @model_validator(mode="after")
    def _low_before_high(self) -> Drawn:
        if self.low >= self.high:
            raise ValueError(f"low ({self.low:g}) must lie below high ({self.high:g})")
        return self

    def at(self, address: str) -> float:
        """The value at an address; the same address always gives the same value."""
        steps = round((self.high - self.low) / self.step)
        return round(self.low + self.step * (drawn(address) % (steps + 1)), 10)


class Slip(Declaration):
    """A usual mistake: the formula that gives it, and what the student is told."""

    formula: str
    because: Text


class Number(Question):
    """A number, computed by a formula from given values."""

    kind: Literal["number"]
    given: dict[str, float | Drawn] = Field(min_length=1)
    """Values by name; those with low, high and step are drawn for each student."""
    formula: str
    """Name of the formula of the key, such as ``churn_rate``."""
    unit: Text
    """Unit of the answer."""
    within: Annotated[float, Field(gt=0, lt=0.5)] = 0.01
    """Part of the right answer by which an answer may differ."""
    margin: float = Field(default=0.0, ge=0)
    """Amount by which it may differ where that is more, such as half of the interval of a computed figure."""
    slips: tuple[Slip, ...] = ()
    """Usual mistakes."""

    @model_validator(mode="after")
    def _computable(self) -> Number:
        for name in (self.formula, *(slip.formula for slip in self.slips)):
            if name not in FORMULAS:
                raise ValueError(unknown("formula", name, FORMULAS))
            missing = set(FORMULAS[name].needs) - set(self.given)
            if missing:
                raise ValueError(f"the formula {name} needs {', '.join(sorted(missing))} among the given values")
        for text in (self.text.en, self.text.zh):
            strange = {field for _, field, _, _ in string.Formatter().parse(text) if field} - set(self.given)
            if strange:
                raise ValueError(f"the text names {', '.join(sorted(strange))}, which is not among the given values")
        return self

    def values(self, student: int) -> Mapping[str, float]:
        """The given values of a student; student 0 has the lowest of each drawn value."""
        return {
            name: value if isinstance(value, float)
            else value.at(f"{self.id}/{name}/{student}") if student else value.low
            for name, value in self.given.items()
        }  # fmt: skip

    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """None: a number is asked."""
        return []

    def key(self, student: int = 0) -> float:
        """The right number."""
        return FORMULAS[self.formula].of(self.values(student))

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """One point within the tolerance; a usual mistake is explained. ``answer`` is a finite number."""
        if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
            raise WrongAnswerFormError(f"{answer!r} cannot be marked; give a number, such as 12.5")
        if self.near(answer, self.key(student)):
            return Marked(points=1.0, right=True, explanation=self.explain.said(language, self.values(student)))
        for slip in self.slips:
            if self.near(answer, FORMULAS[slip.formula].of(self.values(student))):
                told = slip.because.said(language, self.values(student))
                return Marked(points=0.0, right=False, explanation=told)
        return Marked(points=0.0, right=False, explanation=self.explain.said(language, self.values(student)))

    def near(self, answer: float, right: float) -> bool:
        """Whether a number counts as the same as another one: within the tolerance of the question."""
        return abs(answer - right) <= max(abs(right) * self.within, self.margin) + 1e-9
