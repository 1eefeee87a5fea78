"""Sentences above pictures that state a finding: what is more, what is less, and what is not clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.language.messages import _, translate
from sim.metrics._shared.interval import Interval
from sim.number_text import percent, points, points_number

UNCLEAR = "no clear difference"
"""English words of every sentence for an effect that chance alone could explain."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One sentence in three readings, for a difference that is above zero, below zero, or not clear.

    Each may name ``{size}``, the size of the difference without its sign, ``{interval}``, its interval in brackets (or
    that there was one run only), and words of the chart's own. Mark each for the catalogue.
    """

    more: str
    less: str
    unclear: str
    unit: Callable[[float], str] = points
    """How a difference is written."""

    def told(self, found: Interval, **words: str) -> str:
        """The reading that the interval of the difference calls for; of one run the sign decides, and it is told."""
        more = found.mean > 0
        if np.isnan(found.low):
            sided = self.more if more else self.less
            text, ends = (self.unclear if found.mean == 0 else sided), _(" in this one run")
        elif found.low <= 0 <= found.high:
            text, ends = self.unclear, interval_words(found, self.unit)
        else:
            text, ends = (self.more if more else self.less), interval_words(found, self.unit)
        return translate(text).format(size=self.unit(abs(found.mean)), interval=ends, **words)


def interval_words(found: Interval, unit: Callable[[float], str]) -> str:
    """The interval of a difference in brackets: sizes where its sign is clear, bounds with signs where it is not.

    >>> interval_words(Interval(-0.2, -0.3, -0.1, 0.95, 9), percent)
    ' (95% interval 10% to 30%)'
    >>> interval_words(Interval(0.1, -0.1, 0.3, 0.95, 9), percent)
    ' (95% interval −10% to 30%)'
    """
    low, high = found.low, found.high
    if low > 0 or high < 0:
        low, high = sorted((abs(low), abs(high)))
    first, last = _signed(low, points_number if unit is points else unit), _signed(high, unit)
    return _(" ({level} interval {low} to {high})").format(level=percent(found.level), low=first, high=last)


def _signed(value: float, unit: Callable[[float], str]) -> str:
    """A number with a minus sign where it is below zero, also in units that leave signs away."""
    text = unit(abs(value))
    return f"−{text}" if value < 0 and any(letter in "123456789" for letter in text) else text
