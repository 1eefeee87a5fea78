"""How long a market takes to settle: the weeks to be left out where its steady state is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.experiments.comparison.compare import replicate
from sim.experiments.comparison.strategies import Strategy, firm_of, worlds_of
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.measure import Measure
from sim.experiments.provenance import Provenance, provenance_of
from sim.glossary.labels import label
from sim.language.messages import _, comma
from sim.registry import registered, unknown
from sim.results.results import Results
from sim.results.simulate import whole_number
from sim.scenario.scenario import Scenario

BATCH = 5
"""Weeks that are taken together."""


def mser5(series: ArrayLike) -> int | None:
    """How many of the first observations to leave out, so that the mean of the others is surest.

    Formula: with means of batches of five, the d ≤ n / 2 that makes Σ (y_i − ȳ)² / (n − d)² over i > d smallest; 5 d is
    returned, or None where the smallest lies at the end of that range: then no steady state has been seen.
    Source: White (1997), An effective truncation heuristic for bias reduction in simulation output, Simulation 69(6),
    323-334; White, Cobb & Spratt (2000), Winter Simulation Conference, 755-760, for batches of five.

    >>> mser5([50.0] * 10 + [0.0, 1.0] * 40)
    10
    """
    observed = np.asarray(series, dtype=float)
    count = len(observed) // BATCH
    means = observed[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    if count < 4:
        return None
    left = [float(means[drop:].var() / (count - drop)) for drop in range(count // 2 + 1)]
    drop = int(np.argmin(left))
    return None if drop == count // 2 else drop * BATCH


@dataclass(frozen=True, kw_only=True, eq=False)
class WarmUp:
    """From which week on a market, or each of several, has settled."""

    title: str
    firm: str
    of: Measure
    """What was looked at, week by week."""
    series: pd.DataFrame
    """One row per week, one column per strategy: means over replications, in the measure's own unit."""
    weeks: Mapping[str, int | None]
    """Weeks to leave out for each strategy; None where it does not settle."""
    replications: int
    stamp: Provenance
    """Where it comes from."""

    @property
    def settles(self) -> bool:
        """Whether all of them settle."""
        return None not in self.weeks.values()

    @property
    def week(self) -> int:
        """Weeks to leave out for all strategies alike. Raises ``ExperimentError`` where one does not settle."""
        if not self.settles:
            raise ExperimentError(str(self))
        return max(week for week in self.weeks.values() if week is not None)

    @property
    def measure(self) -> Measure:
        """The measure from that week on, to compare strategies by. Raises ``ExperimentError`` as :attr:`week` does."""
        return self.of.but(since=self.week)

    def __str__(self) -> str:
        """In a sentence."""
        if not self.settles:
            told = _("{claim}; give a longer horizon, or compare over the whole run, warm-up and all")
        elif self.week == 0:
            told = _("{claim}; no weeks need be left out")
        else:
            told = _("{claim}; leave the weeks before out")
        return told.format(claim=self.claim)

    @property
    def claim(self) -> str:
        """When it settles, in words."""
        if not self.settles:
            told = _("{measure} of {firm} does not settle within {weeks} weeks ({strategies})")
        elif self.week == 0:
            told = _("{measure} of {firm} is settled from the start (MSER-5, {n} replications)")
        else:
            told = _("{measure} of {firm} settles by week {week} (MSER-5, {n} replications)")
        return told.format(
            measure=label("measure", self.of.kind), firm=self.firm, weeks=len(self.series), n=self.replications,
            strategies=comma().join(name for name, week in self.weeks.items() if week is None),
            week=self.week if self.settles else 0,
        )  # fmt: skip

    __repr__ = __str__


def warm_up(
    scenario: Scenario,
    strategies: Mapping[str, Strategy] | None = None,
    *,
    measure: str | Measure = "profit_per_customer_year",
    replications: int = 10,
    seed: int | None = None,
    where: Execution | None = None,
) -> WarmUp:
    """Find the week from which a market has settled under each of several strategies.

    The mean over replications of the weekly series of the firm in focus is cut where its remainder is surest (MSER-5,
    :func:`mser5`). Compare by ``.measure``: the same measure from that week on.

    Args:
        scenario: The market, as from :func:`sim.load`.
        strategies: For each name changes by path, a programme or several, a policy, or a whole scenario; the market as
            it is if left out.
        measure: Measure that has a weekly value, by name or as a value.
        replications: Number of runs.
        seed: Seed of the random numbers; the scenario's own if left out.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The week from which to measure, with the weekly series behind it.

    Raises:
        ExperimentError: For a measure that has no weekly value.
    """
    if isinstance(measure, str):
        if measure not in registered("measure"):
            raise ExperimentError(unknown("measure", measure, registered("measure")))
        measure = registered("measure")[measure]()  # type: ignore[operator]
    if not isinstance(measure, Measure) or measure.log == "all":
        told = _("{measure} has no weekly value; give one that has, such as 'profit' or 'share'")
        raise ExperimentError(told.format(measure=repr(measure)))
    firm = firm_of(scenario, None)
    worlds = worlds_of(scenario, strategies, firm) if strategies else {scenario.name: scenario}
    size = whole_number("replications", replications, 1)
    luck = whole_number("seed", scenario.seed if seed is None else seed, 0)
    found = replicate(worlds, _Weekly(measure, firm), replications=size, seed=luck, log=measure.log, where=where)
    means = {name: np.mean(runs, axis=0) for name, runs in found.items()}
    stamp = provenance_of(worlds, luck, size)
    table = pd.DataFrame(means, index=pd.RangeIndex(len(next(iter(means.values()))), name="week"))
    return WarmUp(
        title=scenario.title, firm=firm, of=measure, replications=size, stamp=stamp, series=stamp.on(table),
        weeks={name: _settled(series) for name, series in means.items()},
    )  # fmt: skip


def _settled(series: NDArray[np.float64]) -> int | None:
    """As MSER-5, beginning after the last week without a value (nobody was there yet, or somewhere nobody was left)."""
    unknown_weeks = np.flatnonzero(np.isnan(series))
    first = int(unknown_weeks[-1]) + 1 if len(unknown_weeks) else 0
    week = mser5(series[first:])
    return None if week is None else first + week


@dataclass(frozen=True)
class _Weekly:
    measure: Measure
    firm: str

    def __call__(self, results: Results) -> NDArray[np.float64]:
        weeks = int(results.scenario.horizon)
        each = [self.measure.but(since=week, until=week + 1).value(results, self.firm) for week in range(weeks)]
        return np.array(each)
