"""What a seat expects of a round, how near it came, and whether it knows how sure it can be (calibration)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from pydantic import Field, model_validator

from sim.game.presentation.round_outcome import AccountOutcome, RoundOutcome
from sim.language.messages import _
from sim.scenario.declaration import Declaration

SURE = 0.8
"""How often what comes should lie within the margins that were stated."""
FIGURES = ("share", "churn", "profit")
"""What a firm expects, in the order in which it is asked for."""
ACCOUNT_FIGURES = ("gain",)
"""What a key account expects."""
ALL_FIGURES = FIGURES + ACCOUNT_FIGURES


class Prediction(Declaration):
    """What a firm or a key account expects of a round.

    Eight times in ten a figure should be off by no more than ``_within``.
    """

    share: float | None = Field(default=None, ge=0, le=1)
    """Its part of the money spent in the market."""
    share_within: float | None = Field(default=None, gt=0, le=1)
    """By how much it may be off."""
    churn: float | None = Field(default=None, ge=0, le=100)
    """Customers lost, per customer and year."""
    churn_within: float | None = Field(default=None, gt=0, le=100)
    """By how much it may be off."""
    profit: float | None = Field(default=None, ge=-1e12, le=1e12)
    """Income less cost of the round, money."""
    profit_within: float | None = Field(default=None, gt=0, le=1e12)
    """By how much it may be off."""

    gain: float | None = Field(default=None, ge=-1e12, le=1e12)
    """For a key account: what the round brings you, money."""
    gain_within: float | None = Field(default=None, gt=0, le=1e12)
    """By how much it may be off."""

    @model_validator(mode="after")
    def _says_something(self) -> Prediction:
        if all(getattr(self, figure) is None for figure in ALL_FIGURES):
            raise ValueError(_("nothing is expected; give share, churn or profit, or gain for a key account"))
        for figure in ALL_FIGURES:
            if getattr(self, figure) is None and getattr(self, f"{figure}_within") is not None:
                said = _("{figure}_within: there is no {figure} that could be off; give {figure} too")
                raise ValueError(said.format(figure=figure))
        return self

    @property
    def figures(self) -> tuple[str, ...]:
        """What is expected, by name."""
        return tuple(figure for figure in ALL_FIGURES if getattr(self, figure) is not None)


@dataclass(frozen=True, kw_only=True)
class Score:
    """A figure that was expected beside the one that came."""

    round: int
    figure: str
    expected: float
    within: float | None
    came: float
    error: float
    """|came − expected|."""
    inside: bool | None
    """Whether it came within the margin; None where none was stated."""
    penalty: float | None
    """Interval score: 2 within + (2 / .2) × what the error exceeds the margin by; small is good. None without margin.

    Source: Gneiting & Raftery (2007), J. American Statistical Association 102(477), 359-378."""


def scored(prediction: Prediction, outcome: RoundOutcome | AccountOutcome) -> tuple[Score, ...]:
    """How near each figure came that was expected."""
    found = []
    for figure in prediction.figures:
        if not hasattr(outcome, figure):
            continue
        expected, within = getattr(prediction, figure), getattr(prediction, f"{figure}_within")
        came = float(getattr(outcome, figure))
        error = abs(came - expected)
        penalty = None if within is None else 2 * within + 2 / (1 - SURE) * max(0.0, error - within)
        found.append(
            Score(round=outcome.round, figure=figure, expected=expected, within=within, came=came, error=error,
                  inside=None if within is None else error <= within, penalty=penalty)
        )  # fmt: skip
    return tuple(found)


FEW = 5
"""Margins below which nothing can be said: even a player who is always right could be lucky."""
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
        """What it comes to, in a sentence. A player who is inside eight times in ten is well calibrated.

        Off by chance alone: |inside − .8 n| up to 1.96 √(n × .8 × .2), the normal approximation to the binomial.
        """
        if not self.stated:
            return _("{seat} has expected nothing yet that has come about.").format(seat=self.seat)
        if not self.margins:
            return _("{seat} has given no margins, so nobody can tell how sure it was.").format(seat=self.seat)
        off = self.inside - SURE * self.margins
        if self.margins < FEW:
            said = _(
                "{seat} was within its margins {inside} of {margins} times; 8 in 10 was the aim. "
                "These are too few to judge."
            )
        elif abs(off) <= Z * sqrt(self.margins * SURE * (1 - SURE)):
            said = _(
                "{seat} was within its margins {inside} of {margins} times; 8 in 10 was the aim. "
                "That is as it should be."
            )
        elif off < 0:
            said = _(
                "{seat} was within its margins {inside} of {margins} times; 8 in 10 was the aim. "
                "Its margins are too narrow: it was too sure."
            )
        else:
            said = _(
                "{seat} was within its margins {inside} of {margins} times; 8 in 10 was the aim. "
                "Its margins are wider than they need be: it could have been surer."
            )
        return said.format(seat=self.seat, inside=self.inside, margins=self.margins)


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
