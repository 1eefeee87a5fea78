"""How a measure and its differences are written: as number, percent or money, as precisely as the interval allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from sim.language.messages import _
from sim.number_text import MISSING, bounds, decimal, decimal_places, money

ShownAs: TypeAlias = Literal["number", "percent", "money"]


@dataclass(frozen=True)
class MeasureWriter:
    """Writes values of a measure and their differences, with as many places as the interval is worth."""

    shown_as: ShownAs
    places: int

    def value(self, value: float) -> str:
        """A value of the measure."""
        if self.shown_as == "money":
            return money(value)
        return decimal(100 * value, self.places) + "%" if self.shown_as == "percent" else decimal(value, self.places)

    def difference(self, value: float, sign: bool = False) -> str:
        """The difference of two values; ``sign`` puts a plus before a positive one."""
        if self.shown_as == "money":
            return money(value, sign=sign)
        if self.shown_as == "percent":
            return _("{number} points").format(number=decimal(100 * value, self.places, sign))
        return decimal(value, self.places, sign)

    def interval(self, low: float, high: float) -> str:
        """From low to high; a dash where there is no interval."""
        if np.isnan(low):
            return MISSING
        if self.shown_as == "money":
            return bounds(low, high, money)
        scale = 100 if self.shown_as == "percent" else 1
        told = _("{low} to {high} points") if self.shown_as == "percent" else _("{low} to {high}")
        return told.format(low=decimal(scale * low, self.places), high=decimal(scale * high, self.places))


def measure_writer(shown_as: ShownAs, mean: float, low: float, high: float) -> MeasureWriter:
    """The writer for a measure whose difference has this mean and this interval."""
    scale = 100 if shown_as == "percent" else 1
    return MeasureWriter(shown_as, decimal_places(scale * (high - low) / 2 if high > low else 0.0, scale * mean))
