"""A stylised fact: what is claimed, by whom, what is run to see, a judge who may say no, and the verdict."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

import pandas as pd

from sim.experiments.errors import ExperimentError
from sim.experiments.provenance import Provenance
from sim.experiments.stylised_facts import markets
from sim.metrics._shared.interval import Interval
from sim.number_text import decimal, percent, significant
from sim.registry import registered, unknown

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
    bound: str = ""
    """Where it was expected to lie, in words, for the figures of a claim."""

    def said(self, value: float) -> str:
        """A value in the figure's unit."""
        written = {
            "percent": percent(value, 1, sign=True), "points": f"{decimal(100 * value, 2, sign=True)} points",
            "times": f"{decimal(value, 1)}×",
            "number": significant(value, 3),
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
    course: tuple[str, ...] = ()
    """The ideas of the course that it belongs to, such as ``A12``."""
    outcome: Outcome = "comes out"
    """What comes out at the seed of its markets; a test asserts it."""


def sure(above: Interval, least: float = 0.0) -> bool:
    """Whether a value lies above a bound beyond chance."""
    return bool(above.low > least)


def agrees(measured: Measured, within: float = 0.0) -> bool:
    """Whether the interval, widened by ``within`` on each side, holds the expected value."""
    if measured.expected is None:
        return True
    return bool(measured.value.low - within <= measured.expected <= measured.value.high + within)


@dataclass(frozen=True, kw_only=True)
class FactResult:
    """A fact with its evidence and verdict."""

    name: str
    fact: Fact
    evidence: Evidence
    verdict: Verdict

    @property
    def stamp(self) -> Provenance:
        """Where it comes from: a fact is known by the sources that declare its markets, with their seeds, and judge."""
        return _stamp([self])


def facts() -> dict[str, Fact]:
    """All facts by name."""
    return {name: cast("Fact", fact) for name, fact in registered("fact").items()}


def run_stylised_fact(name: str) -> FactResult:
    """Run a stylised fact and judge whether the simulation shows it.

    Args:
        name: Name of the fact; ``guanxi gallery`` lists all.

    Returns:
        The figures of the fact, and the verdict.

    Raises:
        ExperimentError: For an unknown name.
    """
    known = facts()
    if name not in known:
        raise ExperimentError(unknown("fact", name, known))
    fact = known[name]
    evidence = fact.run()
    return FactResult(name=name, fact=fact, evidence=evidence, verdict=fact.evaluate(evidence))


def gallery_table(seen: Iterable[FactResult]) -> pd.DataFrame:
    """One row per figure: fact, figure, value, low, high, expected, replications, outcome."""
    seen = list(seen)
    table = pd.DataFrame(
        [
            {"fact": one.name, "figure": m.what, "value": m.value.mean, "low": m.value.low, "high": m.value.high,
             "expected": m.expected, "unit": m.unit, "replications": m.value.replications,
             "outcome": one.verdict.outcome}
            for one in seen for m in one.evidence
        ]
    )  # fmt: skip
    return _stamp(seen).on(table)


def _stamp(seen: Iterable[FactResult]) -> Provenance:
    shared = inspect.getsource(markets)
    known = {
        one.name: hashlib.sha256((inspect.getsource(inspect.getmodule(one.fact.run) or markets) + shared).encode())
        for one in seen
    }
    luck = "seeds and replications as declared with each fact"
    return Provenance(worlds={name: digest.hexdigest() for name, digest in known.items()}, luck=luck, called="facts")
