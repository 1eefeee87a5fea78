"""What a figure of a claim is expected to be: bounds of its interval or of its mean."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.experiments.stylised_facts.fact import Unit
from sim.metrics._shared.interval import Interval
from sim.number_text import significant

EXACT = 1e-9
"""How far a figure may lie from a value that it has to have, because of rounding."""


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

    def said(self, unit: Unit = "number") -> str:
        """In words, with values in the unit of the figure.

        >>> above(0).said(), holds(1).said("times"), mean_between(0.2, 0.3).said("percent"), exactly(1).said("percent")
        ('clearly above 0', 'not clearly other than 1×', 'a mean between 20% and 30%', 'exactly 100%')
        """
        write = _WRITTEN[unit]
        if self.low_below is not None and self.low_below == self.high_above:
            return f"not clearly other than {write(self.low_below)}"
        clearly = (
            ("clearly above", self.low_above), ("clearly below", self.high_below),
            ("not clearly above", self.low_below), ("not clearly below", self.high_above),
        )  # fmt: skip
        words = [f"{side} {write(bound)}" for side, bound in clearly if bound is not None]
        if self.mean_above is not None and self.mean_below is not None:
            if self.mean_below - self.mean_above <= 3 * EXACT:
                words.append(f"exactly {write((self.mean_above + self.mean_below) / 2)}")
            else:
                words.append(f"a mean between {write(self.mean_above)} and {write(self.mean_below)}")
        elif self.mean_above is not None:
            words.append(f"a mean above {write(self.mean_above)}")
        elif self.mean_below is not None:
            words.append(f"a mean below {write(self.mean_below)}")
        return " and ".join(words)


_WRITTEN: dict[Unit, Callable[[float], str]] = {
    "percent": lambda value: f"{significant(round(100 * value, 6), 3)}%",
    "points": lambda value: f"{significant(round(100 * value, 6), 3)} points",
    "times": lambda value: f"{significant(round(value, 6), 3)}×",
    "number": lambda value: significant(round(value, 6), 5),
}


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


def exactly(value: float) -> Bound:
    """The figure has this value, but for rounding: something holds in every run, or happens in none."""
    return Bound(mean_above=value - EXACT, mean_below=value + EXACT)


def not_above(bound: float) -> Bound:
    """The interval does not lie above a value."""
    return Bound(low_below=bound)


def mean_between(low: float, high: float) -> Bound:
    """The mean lies between two values, whatever its interval."""
    return Bound(mean_above=low, mean_below=high)


def mean_above(bound: float) -> Bound:
    """The mean lies above a value, whatever its interval."""
    return Bound(mean_above=bound)


def mean_below(bound: float) -> Bound:
    """The mean lies below a value, whatever its interval."""
    return Bound(mean_below=bound)
