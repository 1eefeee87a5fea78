"""A claim as a row of the table: what is claimed and by whom, what is run, what is measured and what is expected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import SupportsFloat, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.experiments.claims.bound import Bound, above, below, exactly
from sim.experiments.claims.market import Changes, ClaimMarket, Worlds, worlds_of
from sim.experiments.execution.cache_keys import scenario_hash
from sim.experiments.stylised_facts.fact import Evidence, Measured, Outcome, Unit, Verdict
from sim.metrics._shared.interval import Interval, interval, share_interval
from sim.results.results import Results

Floats: TypeAlias = NDArray[np.float64]
Reading: TypeAlias = Callable[[Results], Floats]
"""What is read off the results of a world: one value for each replication."""
PooledReading: TypeAlias = Callable[[Results], Interval]
"""What is read off all replications of a world together."""
Paired: TypeAlias = Callable[[Worlds], Floats]
"""What is read off several worlds: one value for each replication."""
Look: TypeAlias = Callable[[Worlds], Floats | Interval]
"""What is read off several worlds: one value for each replication, or a value with its interval."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a claim, and where it is expected to lie."""

    what: str
    look: Look
    expected: Bound
    unit: Unit = "number"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim that can be put to the test: by default, paired differences between worlds with the same luck."""

    claim: str
    """What is claimed, in a sentence; a finding of the simulator that no source has is told as such."""
    source: str
    """Who claims it, or "a finding of the model"."""
    course: tuple[str, ...]
    """The ideas of the course that it belongs to, such as ``A12``."""
    market: ClaimMarket
    figures: tuple[Figure, ...]
    put_in: str = ""
    """What of it the model holds by assumption, so that finding it is no finding."""
    outcome: Outcome = "comes out"
    """What comes out at the seed of the scenario; a test asserts it."""

    @property
    def scenario(self) -> str:
        """Name of the scenario in whose market it is tried."""
        return self.market.scenario

    @property
    def runs(self) -> str:
        """What is run, in words."""
        worlds = ", ".join(name for name in self.market.worlds if name)
        numbers = sorted({self.market.replications_of(name) for name in self.market.worlds})
        return f"scenario {self.scenario}; worlds: {worlds}; {' or '.join(map(str, numbers))} replications"

    def run(self, seed: int | None = None, but: Changes | None = None) -> Evidence:
        """The figures with their intervals, at the scenario's seed or another, with further changes in every world."""
        worlds = worlds_of(self.market, seed) if but is None else Worlds(self.market, seed, but)
        return self.read(worlds)

    def read(self, worlds: Worlds) -> Evidence:
        """The figures, read off worlds that have been or will be run."""
        found = []
        for figure in self.figures:
            value = figure.look(worlds)
            value = value if isinstance(value, Interval) else interval(value)
            found.append(
                Measured(what=figure.what, value=value, unit=figure.unit, bound=figure.expected.said(figure.unit))
            )
        return tuple(found)

    def met(self, found: Evidence) -> tuple[bool, ...]:
        """Whether each figure lies where it is expected."""
        return tuple(one.expected.met(seen.value) for one, seen in zip(self.figures, found, strict=True))

    def evaluate(self, found: Evidence) -> Verdict:
        """Comes out if all figures of which something is expected lie there, in part if some do."""
        tested = [(seen, good) for one, seen, good in zip(self.figures, found, self.met(found), strict=True)
                  if one.expected != Bound()]  # fmt: skip
        met = [good for _, good in tested]
        missed = [seen for seen, good in tested if not good]
        if not missed:
            return Verdict(outcome="comes out", sentence=f"{_counted(len(met))} as expected")
        told = "; ".join(f"{one.what}: {one.said(one.value.mean)}, expected {one.bound}" for one in missed)
        outcome: Outcome = "comes out in part" if any(met) else "does not come out"
        return Verdict(outcome=outcome, sentence=f"{len(missed)} of {_counted(len(met))} not as expected: {told}")

    def provenance(self) -> dict[str, str]:
        """The hash of each world, by its name."""
        return {name: scenario_hash(self.market.world(name)) for name in self.market.worlds}


def _counted(number: int) -> str:
    return f"{number} figure{'s' * (number > 1)}"


def change(read: Reading, world: str, than: str, times: float = 1.0) -> Paired:
    """What is read off a world less ``times`` what is read off another, replication by replication."""

    def look(worlds: Worlds) -> Floats:
        return read(worlds[world]) - times * read(worlds[than])

    return look


def value(read: Reading | PooledReading, world: str) -> Look:
    """What is read off one world."""
    return lambda worlds: read(worlds[world])


def more(
    what: str, read: Reading, world: str, than: str | None = None, times: float = 1.0, unit: Unit = "number"
) -> Figure:  # fmt: skip
    """A figure that is expected to lie above 0: of one world, or less ``times`` that of another."""
    look = value(read, world) if than is None else change(read, world, than, times)
    return Figure(what=what, look=look, expected=above(0.0), unit=unit)


def less(
    what: str, read: Reading, world: str, than: str | None = None, times: float = 1.0, unit: Unit = "number"
) -> Figure:  # fmt: skip
    """A figure that is expected to lie below 0: of one world, or less ``times`` that of another."""
    look = value(read, world) if than is None else change(read, world, than, times)
    return Figure(what=what, look=look, expected=below(0.0), unit=unit)


def runs_in_which(what: str, look: Look, expected: Bound | None = None) -> Figure:
    """A figure for the part of runs in which something holds, by default expected to be all of them.

    ``look`` gives 1 for a replication in which it holds and 0 for another; the interval is Wilson's.
    """

    def share(worlds: Worlds) -> Interval:
        return share_interval(np.asarray(look(worlds), dtype=float))

    return Figure(what=f"part of runs in which {what}", look=share, expected=expected or exactly(1), unit="percent")


def pooled(value: SupportsFloat) -> Interval:
    """A figure of all replications together, which has no interval."""
    return Interval(float(value), np.nan, np.nan, 0.95, 0, "a figure of all replications together")
