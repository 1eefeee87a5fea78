"""What a figure of a claim is expected to be: bounds of its interval or of its mean."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.metrics._shared.interval import Interval
from sim.number_text import significant


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Where the interval of a figure has to lie. What is left out is not asked for."""

    low_above: float | None = None
    low_below: float | None = None
    high_above: float | None = None
    high_below: float | None = None
    mean_above: float | None = None
    mean_below: float | None = None

    def slack(self, value: Interval) -> float:
        """How far the figure lies on the right side of its nearest bound; below 0 where it does not lie there.

        A figure that is not a number lies nowhere; one of which nothing is asked is infinitely far.

        >>> above(2.0).slack(Interval(3.0, 2.5, 3.5, 0.95, 8))
        0.5
        """
        asked = (
            (self.low_above, value.low, 1), (self.low_below, value.low, -1), (self.high_above, value.high, 1),
            (self.high_below, value.high, -1), (self.mean_above, value.mean, 1), (self.mean_below, value.mean, -1),
        )  # fmt: skip
        apart = [float((found - bound) * sign) for bound, found, sign in asked if bound is not None]
        return -math.inf if any(math.isnan(one) for one in apart) else min(apart, default=math.inf)

    def met(self, value: Interval) -> bool:
        """Whether the figure lies there."""
        return self.slack(value) > 0

    def __str__(self) -> str:
        """In words.

        >>> str(above(0)), str(holds(1)), str(mean_between(0.2, 0.3))
        ('clearly above 0', 'not clearly other than 1', 'a mean between 0.2 and 0.3')
        """
        if self.low_below is not None and self.low_below == self.high_above:
            return f"not clearly other than {significant(self.low_below, 4)}"
        said = [
            f"{words} {significant(bound, 4)}"
            for words, bound in (
                ("clearly above", self.low_above), ("clearly below", self.high_below),
                ("not clearly above", self.low_below), ("not clearly below", self.high_above),
            )
            if bound is not None
        ]  # fmt: skip
        if self.mean_above is not None and self.mean_below is not None:
            said.append(f"a mean between {significant(self.mean_above, 4)} and {significant(self.mean_below, 4)}")
        elif self.mean_above is not None or self.mean_below is not None:
            side, bound = ("above", self.mean_above) if self.mean_above is not None else ("below", self.mean_below)
            said.append(f"a mean {side} {significant(bound or 0.0, 4)}")
        return " and ".join(said)


def above(bound: float) -> Bound:
    """The whole interval lies above a value."""
    return Bound(low_above=bound)


def below(bound: float) -> Bound:
    """The whole interval lies below a value."""
    return Bound(high_below=bound)


def between(low: float, high: float) -> Bound:
    """The whole interval lies between two values."""
    return Bound(low_above=low, high_below=high)


def holds(value: float) -> Bound:
    """The interval holds a value: the figure differs from it by no more than chance."""
    return Bound(low_below=value, high_above=value)


def not_above(bound: float) -> Bound:
    """The interval does not lie above a value."""
    return Bound(low_below=bound)


def not_below(bound: float) -> Bound:
    """The interval does not lie below a value."""
    return Bound(high_above=bound)


def mean_between(low: float, high: float) -> Bound:
    """The mean lies between two values, whatever its interval."""
    return Bound(mean_above=low, mean_below=high)


def mean_above(bound: float) -> Bound:
    """The mean lies above a value, whatever its interval."""
    return Bound(mean_above=bound)


def mean_below(bound: float) -> Bound:
    """The mean lies below a value, whatever its interval."""
    return Bound(mean_below=bound)
