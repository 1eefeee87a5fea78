"""Calibration: whether somebody who says how sure she is knows how sure she can be. It is scored apart from profit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from sim.game.decisions.prediction import ALL_FIGURES, SURE, Score

FEW = 5
"""Margins below which nothing can be said: even somebody who is always right could be lucky."""
Z = 1.96


@dataclass(frozen=True, kw_only=True)
class FigureCalibration:
    """One seat's predictions of one figure."""

    figure: str
    stated: int
    """Predictions beside what came."""
    error: float
    """Mean of |came − expected|, in the figure's unit."""
    margins: int
    """How many were stated with a margin."""
    inside: int
    """How many of these came within it."""
    penalty: float | None
    """Mean interval score of these (see :class:`sim.game.decisions.prediction.Score`); None without margins."""


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """One seat's predictions so far, all figures together and each by itself."""

    seat: str
    stated: int
    margins: int
    inside: int
    figures: tuple[FigureCalibration, ...]

    @property
    def part_inside(self) -> float | None:
        """How often what came lay within the margin; None where none was stated."""
        return self.inside / self.margins if self.margins else None

    @property
    def sentence(self) -> str:
        """What it comes to, in a sentence. Well calibrated is whoever is inside eight times in ten.

        Off by chance alone: |inside − .8 n| up to 1.96 √(n × .8 × .2), the normal approximation to the binomial.
        """
        if not self.stated:
            return f"{self.seat} has expected nothing yet that has come about."
        if not self.margins:
            return f"{self.seat} has given no margins, so nobody can tell how sure it was."
        said = f"{self.seat} was within its margins {self.inside} of {self.margins} times; 8 in 10 was the aim"
        if self.margins < FEW:
            return f"{said}. These are too few to judge."
        off = self.inside - SURE * self.margins
        if abs(off) <= Z * sqrt(self.margins * SURE * (1 - SURE)):
            return f"{said}. That is as it should be."
        return f"{said}. " + ("Its margins are too narrow: it was too sure." if off < 0 else
                              "Its margins are wider than they need be: it could have been surer.")  # fmt: skip


def calibration(seat: str, scores: Sequence[Score]) -> Calibration:
    """What a seat's scores come to."""
    figures = []
    for figure in ALL_FIGURES:
        mine = [score for score in scores if score.figure == figure]
        penalties = [score.penalty for score in mine if score.penalty is not None]
        if mine:
            figures.append(
                FigureCalibration(
                    figure=figure,
                    stated=len(mine),
                    error=fsum(score.error for score in mine) / len(mine),
                    margins=len(penalties),
                    inside=sum(score.inside is True for score in mine),
                    penalty=fsum(penalties) / len(penalties) if penalties else None,
                )
            )
    return Calibration(
        seat=seat,
        stated=sum(one.stated for one in figures),
        margins=sum(one.margins for one in figures),
        inside=sum(one.inside for one in figures),
        figures=tuple(figures),
    )
