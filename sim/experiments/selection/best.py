"""The best of several strategies, chosen with a promised probability of being right: the procedure KN.

Source: Kim & Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation, ACM
Transactions on Modeling and Computer Simulation 11(3), 251-273. It allows common random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.comparison.strategies import Strategy, worlds_of
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash, versions
from sim.experiments.execution.execution import Execution
from sim.experiments.execution.job_runner import JobRunner
from sim.experiments.execution.one_run import Job
from sim.experiments.measure import Figure, Judge, judge
from sim.experiments.provenance import Provenance
from sim.metrics._shared.worked_examples import number
from sim.number_text import percent
from sim.scenario.scenario import Scenario

Draw: TypeAlias = Callable[[Sequence[int], int], NDArray[np.float64]]
"""Given the places of systems and a replication, the output of each of them; more is better."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """How a selection went."""

    best: int
    """The place of the system chosen."""
    dropped: tuple[int | None, ...]
    """Replications that each system had when it was dropped; None for one that stood to the end."""
    replications: int
    """Replications of those that stood to the end."""
    at_most: int
    """Replications after which it would have ended in any case, as known after the first stage."""


def first_stage_factor(systems: int, first: int, confidence: float) -> float:
    """The factor h² by which variances of differences are multiplied.

    Formula: h² = 2 η (n₀ − 1), η = ½ ((2 α / (k − 1))^(−2 / (n₀ − 1)) − 1), α = 1 − confidence (Kim & Nelson 2001 with
    c = 1, and α / (k − 1) for each rival, which holds whatever the systems have in common).

    >>> round(first_stage_factor(5, 10, 0.95), 3)
    11.429
    """
    eta = 0.5 * float((2 * (1 - confidence) / (systems - 1)) ** (-2 / (first - 1)) - 1)
    return 2 * eta * (first - 1)


def select(draw: Draw, systems: int, indifference: float, *, confidence: float = 0.95, first: int = 10) -> Selection:
    """Run KN: replications one by one, those systems dropped that cannot be best any more.

    Formula: after r replications, i stays if mean_i ≥ mean_l − max(0, δ / (2r) · (h² S²_il / δ² − r)) for every l
    that is still in; S²_il is the variance of the differences of the first stage. It ends when one is left, or after
    max ⌊h² S²_il / δ²⌋ + 1 replications with the one of the largest mean.
    """
    factor = first_stage_factor(systems, first, confidence)
    values = np.stack([draw(range(systems), number) for number in range(first)])
    gaps = values[:, :, None] - values[:, None, :]
    reach = np.asarray(factor * gaps.var(axis=0, ddof=1) / indifference**2)
    longest = math.floor(float(reach.max()))
    standing = list(range(systems))
    dropped: list[int | None] = [None] * systems
    total = values.sum(axis=0)
    taken = first
    while taken <= longest and len(standing) > 1:
        for one in [i for i in standing if _behind(i, standing, total / taken, reach, indifference, taken)]:
            dropped[one] = taken
        standing = [one for one in standing if dropped[one] is None]
        if len(standing) == 1:
            break
        total[standing] += draw(standing, taken)
        taken += 1
    best = max(standing, key=lambda one: float(total[one]))
    return Selection(best=best, dropped=tuple(dropped), replications=taken, at_most=max(first, longest + 1))


def _behind(
    one: int, standing: Sequence[int], mean: NDArray[np.float64], reach: NDArray[np.float64], zone: float, taken: int
) -> bool:
    """Whether some other is ahead by more than luck and indifference leave room for."""
    return any(
        mean[one] < mean[other] - max(0.0, zone / (2 * taken) * (float(reach[one, other]) - taken))
        for other in standing if other != one
    )  # fmt: skip


FIRST = 10
"""Replications of the first stage: with fewer, the variances are known so badly that it takes longer in all."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Best:
    """The strategy chosen, and how it came to be chosen."""

    best: str
    promise: str
    """What is promised of the choice, in a sentence."""
    title: str
    worlds: Mapping[str, Scenario]
    measure: Judge
    seed: int
    values: Mapping[str, tuple[float, ...]]
    """The measure of each strategy in the replications it had: 0, 1, 2, ..."""
    dropped: Mapping[str, int]
    """Replications after which each strategy was dropped; one that is not there stood to the end."""
    versions: Mapping[str, str]
    hashes: Mapping[str, str]

    @property
    def table(self) -> pd.DataFrame:
        """One row per strategy: strategy, mean, deviation, replications, dropped_after, chosen."""
        table = pd.DataFrame(
            {
                "strategy": list(self.values),
                "mean": [float(np.mean(own)) for own in self.values.values()],
                "deviation": [float(np.std(own, ddof=1)) for own in self.values.values()],
                "replications": [len(own) for own in self.values.values()],
                "dropped_after": pd.array([self.dropped.get(name) for name in self.values], dtype="Int64"),
                "chosen": [name == self.best for name in self.values],
            }
        )
        luck = f"seed {self.seed}, {max(map(len, self.values.values()))} replications at most"
        return Provenance(worlds=self.hashes, luck=luck, versions=self.versions).on(table)

    def __str__(self) -> str:
        """The choice and what is promised of it."""
        runs = sum(len(own) for own in self.values.values())
        what = f"{self.measure.name.replace('_', ' ')} of {self.measure.firm}"
        chosen = f"{self.best} is chosen as the best of {len(self.values)} in {what}, {runs:,} runs in all."
        return f"{chosen} {self.promise}"

    __repr__ = __str__


def best(
    scenario: Scenario,
    strategies: Mapping[str, Strategy],
    *,
    measure: Figure = "profit_per_customer_year",
    indifference: float,
    confidence: float = 0.95,
    where: Execution | None = None,
) -> Best:
    """Run strategies of the firm in focus until one can be chosen as the best with the stated confidence.

    Strategies that cannot be best any more are dropped on the way. The longest it can take is known, and said, after
    ten replications of each.
    Source: Kim & Nelson (2001), ACM Transactions on Modeling and Computer Simulation 11(3), 251-273; the promise holds
    for normal figures, which sums over many customers nearly are.

    Args:
        scenario: The market, as from :func:`sim.load`.
        strategies: For each name changes by path, a programme or several, a policy, or a whole scenario.
        measure: Figure of the firm in focus that is looked at: a registered name, a measure, or a function of results
            that returns a number.
        indifference: Smallest difference that matters, in the unit in which the measure is written (money; points for a
            share).
        confidence: Probability with which the chosen strategy is the best, between 0.5 and 1.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The chosen strategy, and how it was chosen.

    Raises:
        ExperimentError: For an indifference that is not above 0, a confidence outside 0.5 to 1, strategies that are the
            same, or an unknown measure.
        ScenarioError: For changes that cannot be made.
    """
    if not (isinstance(indifference, int | float) and indifference > 0 and math.isfinite(indifference)):
        raise ExperimentError(
            f"indifference={indifference!r}: give the smallest difference that matters to you, a number above 0"
        )
    if not 0.5 < confidence < 1:
        raise ExperimentError(f"confidence={confidence!r}: give a probability between 0.5 and 1; 0.95 is usual")
    race = _Race(scenario, strategies, measure, where)
    zone = indifference / race.measure.scale
    chosen = select(race.draw, len(race.names), zone, confidence=confidence, first=FIRST)
    promise = (
        f"If it is better than every other by {number(indifference)} or more, the choice is right with at least "
        f"{percent(confidence)} probability (Kim & Nelson 2001); where others come nearer, it is one of the near-best."
    )
    dropped = {name: after for name, after in zip(race.names, chosen.dropped, strict=True) if after is not None}
    taken = [dropped.get(name, chosen.replications) for name in race.names]
    return race.result(race.names[chosen.best], promise, dropped, taken)


class _Race:
    """The worlds of strategies, run as far as someone asks for."""

    def __init__(
        self, scenario: Scenario, strategies: Mapping[str, Strategy], measure: Figure, where: Execution | None
    ) -> None:
        self._title, own = scenario.title, scenario.focal_firm
        self._worlds = worlds_of(scenario, strategies, own)
        self.names = list(self._worlds)
        self.measure = judge(measure, own)
        self._seed = scenario.seed
        self._work = JobRunner(where)
        self._known: dict[tuple[str, int], float] = {}

    def draw(self, places: Sequence[int], replication: int) -> NDArray[np.float64]:
        """The measure of these strategies in a replication, turned so that more is better.

        Where several workers stand ready, further replications are made with it; that changes no value.
        """
        names = [self.names[place] for place in places]
        if any((name, replication) not in self._known for name in names):
            ahead = 2 * self._work.where.hands if replication >= FIRST and self._work.many else 1
            upto = FIRST if replication == 0 and len(names) > 1 else replication + ahead
            missing = [(n, r) for r in range(replication, upto) for n in names if (n, r) not in self._known]
            jobs = [
                Job(world=name, scenario=self._worlds[name], luck=(self._seed, r), log=self.measure.log)
                for name, r in missing
            ]
            self._known |= dict(zip(missing, self._work.do(jobs, self.measure, first=len(names)), strict=True))
        sign = 1.0 if self.measure.better == "more" else -1.0
        return np.array([sign * self._known[name, replication] for name in names])

    def result(self, chosen: str, promise: str, dropped: Mapping[str, int], taken: Sequence[int]) -> Best:
        """What came out, with the replications that counted."""
        return Best(
            best=chosen, promise=promise, title=self._title, worlds=self._worlds, measure=self.measure,
            seed=self._seed, dropped=dropped, versions=versions(),
            values={
                name: tuple(self._known[name, replication] for replication in range(size))
                for name, size in zip(self.names, taken, strict=True)
            },
            hashes={name: scenario_hash(world) for name, world in self._worlds.items()},
        )  # fmt: skip
