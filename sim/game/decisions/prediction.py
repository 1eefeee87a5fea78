"""What a seat expects of a round before it decides, and how near it came."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field, model_validator

from sim.game.seat_view.round_outcome import AccountOutcome, RoundOutcome
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
            raise ValueError("nothing is expected; give share, churn or profit, or gain for a key account")
        for figure in ALL_FIGURES:
            if getattr(self, figure) is None and getattr(self, f"{figure}_within") is not None:
                raise ValueError(f"{figure}_within: there is no {figure} that could be off; give {figure} too")
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
