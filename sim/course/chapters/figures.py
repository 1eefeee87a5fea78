"""Figures of a chapter, computed from the runs of a student's own market, and the sentences that hold them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.course.chapters.parts import FigureOf, Reading, Told
from sim.course.figure_text import with_figures
from sim.course.text import Language
from sim.experiments.contrast_results import LEVEL, ContrastResults, reading
from sim.experiments.measure_writer import ShownAs
from sim.metrics._shared.interval import mean_bounds
from sim.number_text import MISSING, decimal, decimal_places, money
from sim.scenario.contrasts import BASE

POINTS = {"en": " points", "zh": " 个百分点"}
TO = {"en": " to ", "zh": " 至 "}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure with its interval. In a sentence it writes itself, as precisely as its interval allows."""

    value: float
    """Percentages and points as such, 12.5 and not 0.125."""
    low: float
    """Lower end of the 95% interval; not a number where there is none."""
    high: float
    shown_as: ShownAs
    difference: bool
    """Whether it is a difference of two markets, so that percentages are points."""
    language: Language = "en"

    @property
    def reading(self) -> Reading:
        """Whether it is clearly above zero, clearly below, or neither."""
        return reading(self.value, self.low, self.high)

    @property
    def half(self) -> float:
        """Half of the interval; 0 where there is none."""
        return (self.high - self.low) / 2 if math.isfinite(self.low) else 0.0

    @property
    def size(self) -> str:
        """The amount without its sign, with its unit."""
        return self._written(abs(self.value))

    @property
    def interval(self) -> str:
        """The 95% interval, with its unit; a dash where there is none."""
        if not math.isfinite(self.low):
            return MISSING
        low, high = (self._written(end, unit=False) for end in (self.low, self.high))
        return f"{low}{TO[self.language]}{high}{self._unit}"

    @property
    def size_interval(self) -> str:
        """The interval of the amount without its sign, for a figure that is clearly above or below zero."""
        low, high = sorted((abs(self.low), abs(self.high)))
        return replace(self, low=low, high=high).interval

    def __str__(self) -> str:
        """The figure with its sign and unit."""
        return self._written(self.value)

    @property
    def _unit(self) -> str:
        if self.shown_as == "percent":
            return POINTS[self.language] if self.difference else "%"
        return ""

    def _written(self, value: float, unit: bool = True) -> str:
        if self.shown_as == "money":
            return money(value) if self.language == "en" else _money_in_chinese(value)
        places = decimal_places(self.half, self.value)
        return decimal(value, places) + (self._unit if unit else "")


def _money_in_chinese(value: float) -> str:
    """An amount in units, 万 or 亿, with three digits that count.

    >>> _money_in_chinese(1_074_000), _money_in_chinese(-412.4), _money_in_chinese(47_230)
    ('107 万', '−412', '4.72 万')
    """
    for unit, word in ((1e8, " 亿"), (1e4, " 万")):
        if abs(value) >= unit:
            part = value / unit
            return decimal(part, max(0, 2 - math.floor(math.log10(abs(part))))) + word
    return decimal(value)


Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class OwnFigures(Mapping[str, Figure]):
    """The figures of a chapter by name; each is computed when it is asked for, and its experiment run if need be."""

    declared: Mapping[str, FigureOf]
    """Figures as the chapter declares them."""
    found: Mapping[str, ContrastResults]
    """Results of each experiment by name."""
    language: Language = "en"
    """Language in which they write themselves."""

    def __getitem__(self, name: str) -> Figure:
        one = self.declared[name]
        if one.run is not None:
            return _figure(one, self.found[one.run], self.language)
        made_of = [self[other] for other in one.made_of]
        first, last = made_of[0], made_of[-1]
        return _part(first, last, self.language) if one.part else _lifetime(first, self.language)

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def __len__(self) -> int:
        return len(self.declared)


def _lifetime(churn: Figure, language: Language) -> Figure:
    """The mean lifetime in years that belongs to a churn rate in % a year, with the ends of its interval."""
    value, high, low = (100 / rate if rate else math.nan for rate in (churn.value, churn.low, churn.high))
    return Figure(value=value, low=low, high=high, shown_as="number", difference=False, language=language)


def _figure(one: FigureOf, found: ContrastResults, language: Language) -> Figure:
    number = next(place for place, measure in enumerate(found.measures) if measure.name == one.on)
    shown_as = found.shown_as(number)

    def of(world: str) -> NDArray[np.float64]:
        return found.values[:, found.worlds.index(world), number]

    values = of(one.between[0]) - of(one.between[1]) if one.between is not None else of(one.of or BASE)
    scale = 100.0 if shown_as == "percent" else 1.0
    value, low, high = (scale * float(bound) for bound in mean_bounds(values, LEVEL))
    return Figure(
        value=value, low=low, high=high, shown_as=shown_as, difference=one.between is not None, language=language
    )


def _part(first: Figure, second: Figure, language: Language) -> Figure:
    value = 100 * first.value / second.value if second.value else math.nan
    return Figure(value=value, low=math.nan, high=math.nan, shown_as="percent", difference=False, language=language)


def sentence(told: Told, figures: Figures) -> str:
    """The sentence that is true of these figures.

    Args:
        told: A sentence of the chapter.
        figures: Figures by name.

    Returns:
        The sentence with its figures.
    """
    template = told.sentences["text" if told.by is None else figures[told.by].reading]
    return filled(template, figures)


def filled(template: str, figures: Figures) -> str:
    """A text of a chapter with its figures, in one line.

    Args:
        template: Text with names of figures in braces.
        figures: Figures by name.

    Returns:
        The text.
    """
    return " ".join(with_figures(template, figures).split())
