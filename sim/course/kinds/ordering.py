"""Put items into order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any, Literal

from pydantic import Field

from sim.course.question import Marked, Question, WrongAnswerFormError, places_in
from sim.course.text import Language, Text


class Ordering(Question):
    """Items that have one right order."""

    kind: Literal["ordering"]
    items: tuple[Text, ...] = Field(min_length=3, max_length=8)
    """The items in their right order."""

    def options(self, language: Language, student: int = 0) -> Sequence[str]:
        """The items as declared, which is their right order; show them in another (:meth:`order`)."""
        return [item.said(language) for item in self.items]

    def order(self, student: int, number: int) -> list[int]:
        """The order in which a student sees the items, which is never the right one."""
        shown = super().order(student, number)
        return [*shown[1:], shown[0]] if shown == sorted(shown) else shown

    def key(self, student: int = 0) -> list[int]:
        """Places of the items in their right order."""
        return list(range(len(self.items)))

    def mark(self, answer: Any, language: Language = "en", student: int = 0) -> Marked:
        """The part of all pairs that stand in the right order; ``answer`` has the places of all items in order."""
        places = places_in(answer, len(self.items))
        if len(places) != len(self.items):
            raise WrongAnswerFormError(f"the order has {len(places)} items; give all {len(self.items)}, each once")
        pairs = list(combinations(places, 2))
        points = sum(first < second for first, second in pairs) / len(pairs)
        right = places == self.key()
        told = "" if right else self._wrong_pair(places, language)
        return Marked(points=points, right=right, explanation=told + self.explain.said(language))

    def _wrong_pair(self, places: list[int], language: Language) -> str:
        said = self.options(language)
        first, second = next((one, other) for one, other in pairwise(places) if one > other)
        if language == "zh":
            return f"“{said[second]}”应在“{said[first]}”之前。"
        return f"“{said[second]}” comes before “{said[first]}”. "
