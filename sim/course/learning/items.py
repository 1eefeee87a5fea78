"""How hard the questions of a test were, and whether they tell those who know much from those who know little.

Facility is the mean of the points of a question. Discrimination is the correlation of its points with the points of
all other questions of the test (corrected item-total correlation). Sources: Ebel, R. L. and Frisbie, D. A. (1991),
Essentials of Educational Measurement, 5th edition, chapter 13 (a discrimination below 0.2 is poor); Nunnally, J. C. and
Bernstein, I. H. (1994), Psychometric Theory, 3rd edition (the question itself is left out of the total). From which
facility on a question is too easy or too hard is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

TOO_HARD, TOO_EASY = 0.3, 0.9
"""Facility below which a question is too hard, and above which it is too easy. Assumed."""
POOR = 0.2
FEWEST = 10
"""Students below which no discrimination is given, since it would say nothing."""
Verdict: TypeAlias = Literal["too_easy", "too_hard", "poor", "good"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question as a class answered it."""

    question: str
    answers: int
    facility: float
    """Mean of the points, 0 to 1."""
    discrimination: float | None
    """-1 to 1; None for few students, and where all had the same points."""

    @property
    def verdict(self) -> Verdict:
        """What to look at; ``poor`` means that it does not tell those who know much from the others."""
        if self.facility > TOO_EASY:
            return "too_easy"
        if self.facility < TOO_HARD:
            return "too_hard"
        return "poor" if self.discrimination is not None and self.discrimination < POOR else "good"


def item_analysis(points: Sequence[Mapping[str, float]]) -> tuple[Item, ...]:
    """Facility and discrimination of every question.

    Args:
        points: For each student the points (0 to 1) of each question that was answered, by its id.

    Returns:
        The questions, hardest first.
    """
    questions = sorted({question for one in points for question in one})
    found = []
    for question in questions:
        own = [one[question] for one in points if question in one]
        rest = [_rest(one, question) for one in points if question in one]
        pairs = [(mine, other) for mine, other in zip(own, rest, strict=True) if other is not None]
        found.append(
            Item(
                question=question, answers=len(own), facility=math.fsum(own) / len(own),
                discrimination=correlation(pairs) if len(pairs) >= FEWEST else None,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda item: (item.facility, item.question)))


def _rest(points: Mapping[str, float], question: str) -> float | None:
    """Mean of the points of a student's other answers; None where there are none."""
    others = [value for name, value in points.items() if name != question]
    return math.fsum(others) / len(others) if others else None


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's correlation; None where one side does not vary.

    >>> correlation([(0, 1), (1, 2), (2, 3)])
    1.0
    """
    size = len(pairs)
    means = [math.fsum(pair[side] for pair in pairs) / size for side in (0, 1)]
    products = [(one - means[0]) * (other - means[1]) for one, other in pairs]
    squares = [math.fsum((pair[side] - means[side]) ** 2 for pair in pairs) for side in (0, 1)]
    if min(squares) <= 1e-12:
        return None
    return math.fsum(products) / math.sqrt(squares[0] * squares[1])
