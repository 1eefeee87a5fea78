"""The normalised gain of a class from a test before and the same test after.

g = (after - before) / (100 - before), with the means of those who answered both, in % of the points: the part of what
the class could still gain that it gained. Source: Hake, R. R. (1998), "Interactive-engagement versus traditional
methods: A six-thousand-student survey of mechanics test data for introductory physics courses", American Journal of
Physics 66(1), 64-74, which calls a gain below 0.3 low, from 0.3 to 0.7 medium, and above that high. The interval is
that of the jackknife over students (Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 11).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

FULL = 100.0
LOW, HIGH = 0.3, 0.7
NORMAL_95 = 1.96
FEWEST = 5
"""Students below which no interval is given."""
Level: TypeAlias = Literal["low", "medium", "high", "loss"]


@dataclass(frozen=True, kw_only=True)
class Gain:
    """Before and after, for those who answered both tests."""

    students: int
    before: float
    """Mean of the test before, % of the points."""
    after: float
    gain: float | None
    """Normalised gain; None where all had all points before, so that nothing was left to gain."""
    low: float | None
    """Lower end of the 95% interval; None for few students."""
    high: float | None

    @property
    def level(self) -> Level | None:
        """Low, medium or high after Hake; ``loss`` below zero."""
        if self.gain is None:
            return None
        if self.gain < 0:
            return "loss"
        return "low" if self.gain < LOW else "medium" if self.gain < HIGH else "high"


def class_gain(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """The gain of a class.

    Args:
        pairs: For each student who answered both tests: % of the points before and after.

    Returns:
        The gain; None where nobody answered both.
    """
    if not pairs:
        return None
    before, after = _mean([one for one, _other in pairs]), _mean([other for _one, other in pairs])
    gain = _normalised(pairs)
    low = high = None
    left_out = [_normalised([*pairs[:place], *pairs[place + 1 :]]) for place in range(len(pairs))]
    known = [one for one in left_out if one is not None]
    if gain is not None and len(pairs) >= FEWEST and len(known) == len(pairs):
        middle, size = _mean(known), len(known)
        error = math.sqrt((size - 1) / size * math.fsum((one - middle) ** 2 for one in known))
        low, high = gain - NORMAL_95 * error, gain + NORMAL_95 * error
    return Gain(students=len(pairs), before=before, after=after, gain=gain, low=low, high=high)


def _normalised(pairs: Sequence[tuple[float, float]]) -> float | None:
    if not pairs:
        return None
    before, after = _mean([one for one, _other in pairs]), _mean([other for _one, other in pairs])
    return (after - before) / (FULL - before) if before < FULL else None


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)
