"""A stylised fact: what is claimed, by whom, what is run to see, and a judge who may say no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sim.metrics._shared.interval import Interval
from sim.number_text import decimal, percent

Unit: TypeAlias = Literal["percent", "points", "times", "number"]
Outcome: TypeAlias = Literal["comes out", "comes out in part", "does not come out"]
REPLICATIONS = 32
"""Runs of each market from which the figures of a fact come."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One figure of a fact, with its 95% interval over replications."""

    what: str
    value: Interval
    unit: Unit = "percent"
    """How it is said: ``percent`` and ``points`` of parts of one, ``times``, or a plain number."""
    expected: float | None = None
    """The value of the literature or of a closed form to hold it against, if there is one."""

    def said(self, value: float) -> str:
        """A value in the figure's unit."""
        written = {
            "percent": percent(value, 1, sign=True), "points": f"{decimal(100 * value, 2, sign=True)} points",
            "times": f"{decimal(value, 1)}×",
            "number": f"{value:.3g}".replace("-", "−"),
        }  # fmt: skip
        return written[self.unit]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether a claim comes out, in a word and a sentence."""

    outcome: Outcome
    sentence: str


Evidence: TypeAlias = tuple[Measured, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A claim of the literature or the course, put to the test. Nothing in it is tuned to come out."""

    claim: str
    source: str
    runs: str
    """What is run, and what in it is assumed."""
    put_in: str
    """What of it the model holds by assumption, so that finding it is no finding."""
    run: Callable[[], Evidence]
    evaluate: Callable[[Evidence], Verdict]


def sure(above: Interval, least: float = 0.0) -> bool:
    """Whether a value lies above a bound beyond chance."""
    return bool(above.low > least)


def agrees(measured: Measured, within: float = 0.0) -> bool:
    """Whether the interval, widened by ``within`` on each side, holds the expected value."""
    if measured.expected is None:
        return True
    return bool(measured.value.low - within <= measured.expected <= measured.value.high + within)
