"""Strategies compared under the same luck, and replications of one strategy."""

from __future__ import annotations

import dataclasses
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.experiments.comparison.comparison import Comparison
from sim.experiments.comparison.paired import longer_side
from sim.experiments.comparison.strategies import Strategy, firm_of, of_strategy, worlds_of
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import scenario_hash, versions
from sim.experiments.execution.execution import Execution
from sim.experiments.execution.job_runner import JobRunner
from sim.experiments.execution.one_run import Job
from sim.experiments.measure import Figure, Judge, Measure, judge
from sim.model.state.size_guard import refuse_too_large
from sim.number_text import significant
from sim.results.results import LogLevel, Results
from sim.results.simulate import whole_number
from sim.scenario.files.scenario_warnings import UnlikelyScenarioWarning, scenario_warnings
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class StoppingRule:
    """Replications in a row until every interval is narrow enough: ``replications=StoppingRule(half_width=0.5)``."""

    half_width: float
    """An interval is at most so wide on either side, in the unit in which the measure is said."""
    first: int = 20
    """Replications before the first look; with few of them the deviation is known badly."""
    at_most: int = 1000
    """Replications after which it ends in any case."""

    def __post_init__(self) -> None:
        """Refuse what is no target."""
        if not (isinstance(self.half_width, int | float) and self.half_width > 0 and math.isfinite(self.half_width)):
            raise ExperimentError(f"half_width={self.half_width!r}: give a number above 0, in the unit of the measure")
        whole_number("first", self.first, 2)
        whole_number("at_most", self.at_most, 2)


def first_and_most(replications: int | StoppingRule) -> tuple[int, int]:
    """With how many replications to begin, and to end at the latest."""
    if isinstance(replications, StoppingRule):
        return min(replications.first, replications.at_most), replications.at_most
    first = whole_number("replications", replications, 1)
    if first == 1:
        raise ExperimentError(
            "replications=1: one run of each says nothing of chance; give 2 or more (20 is usual), "
            "or StoppingRule(half_width=...)"
        )
    return first, first


T = TypeVar("T")


def replicate(
    worlds: Mapping[str, Scenario],
    read: Callable[[Results], T],
    *,
    replications: int | range = 20,
    seed: int = 1,
    log: LogLevel = "all",
    where: Execution | None = None,
) -> dict[str, list[T]]:
    """Run each world with the luck (seed, 0), (seed, 1), ... and read off each run what is wanted.

    Replication r of one world has the luck of replication r of every other: the same customers, the same chances.

    Args:
        worlds: The markets by name.
        read: Function of the results of one replication; it returns anything that can be sent between processes.
        replications: Number of runs of each world, or a range of replication numbers.
        seed: Seed of the random numbers.
        log: Events that are kept: ``all``, or ``exits``, which is faster, where no single purchases are looked at.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        What was read, for each world in the order of replications; the same whatever the workers.

    Raises:
        ExperimentError: For a run from which nothing could be read; the message says which.
    """
    seed = whole_number("seed", seed, 0)
    numbers = replications if isinstance(replications, range) else range(whole_number("replications", replications, 1))
    jobs = [
        Job(world=name, scenario=scenario, luck=(seed, number), log=log)
        for number in numbers for name, scenario in worlds.items()
    ]  # fmt: skip
    values = JobRunner(where).do(jobs, read, first=len(worlds))
    return {name: values[place :: len(worlds)] for place, name in enumerate(worlds)}


def compare(
    scenario: Scenario,
    strategies: Mapping[str, Strategy],
    *,
    measure: Figure = "profit_per_customer_year",
    replications: int | StoppingRule = 20,
    firm: str | None = None,
    where: Execution | None = None,
) -> Comparison:
    """Run each strategy with the same customers and the same luck, and test how much they differ.

    Differences are paired: what luck does to both strategies alike falls out of them. Intervals are
    Student's, lengthened to the side to which the differences are skewed (:mod:`sim.metrics._shared.interval`).
    Source: Law (2015), Simulation Modeling and Analysis, ch. 10 and 11; sequential stopping: Chow & Robbins (1965),
    Annals of Mathematical Statistics 36, 457-462: coverage is right in the limit of a small half-width, and a little
    below with few replications.

    Args:
        scenario: The market, as from :func:`sim.load`.
        strategies: For each name changes by path, a programme or several, a policy, or a whole scenario.
        measure: Figure by which they are judged: a registered name, a :class:`Measure`, or a function of the results of
            one replication that returns a number.
        replications: Number of runs of each strategy, or a :class:`StoppingRule` until the intervals are narrow enough.
        firm: Name of the firm whose strategies they are; the one in focus if left out.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        The comparison: means, paired differences with intervals, and sentences.

    Raises:
        ExperimentError: For strategies that are the same, an unknown measure, one replication, or a run in which the
            measure has no value (it says which).
        ScenarioError: For bad changes, and for runs beyond the limits of :func:`sim.size_limits`.
    """
    firm = firm_of(scenario, firm)
    worlds = worlds_of(scenario, strategies, firm)
    first, most = first_and_most(replications)
    ready = judge(measure, firm)
    _remark(worlds)
    work = JobRunner(where)
    _refuse_too_large(worlds, ready, work)
    work.planned = most * len(worlds)
    values = _values(work, worlds, ready, scenario.seed, range(first))
    found = Comparison(
        title=scenario.title, worlds=worlds, measure=ready, values=values, seed=scenario.seed, versions=versions(),
        hashes={name: scenario_hash(world) for name, world in worlds.items()}, notes=_window(measure, scenario.horizon),
    )  # fmt: skip
    if isinstance(replications, StoppingRule):
        found = _until_precise(found, work, replications.half_width, most)
    if work.store and work.store.stopped:
        found = dataclasses.replace(found, notes=(*found.notes, f"{work.store.stopped}."))
    return found


def again(found: Comparison, where: Execution | None = None) -> Comparison:
    """The same comparison, every run of it made anew (or taken from a store, where there is one)."""
    values = _values(JobRunner(where), found.worlds, found.measure, found.seed, range(found.replications))
    return dataclasses.replace(found, values=values, versions=versions())


def _until_precise(found: Comparison, work: JobRunner, half_width: float, most: int) -> Comparison:
    """Go on until every interval is narrow enough.

    The next look is where the deviation so far says that it will suffice, but at half as many again at most; that
    depends on nothing but the values, so neither do the replications that are made.
    """
    target = half_width / found.measure.scale
    while (wanted := int(found.needed(half_width)["still_needed"].max())) and found.replications < most:
        have = found.replications
        upto = min(have + wanted, math.ceil(1.5 * have), most)
        more = _values(work, found.worlds, found.measure, found.seed, range(have, upto))
        found = dataclasses.replace(found, values=np.concatenate([found.values, more]))
    table = found.pairs
    widest = float(longer_side(table).max())
    if widest > target:
        note = (
            f"Stopped at {most} replications, as asked: "
            f"the widest interval reaches {significant(widest * found.measure.scale, 3)} to one side, "
            f"not {half_width:g} at most."
        )
    else:
        note = (
            f"Went on until every interval reached at most {half_width:g} to either side; stopping so, the intervals "
            "hold a little less often than they say (Chow & Robbins 1965; Law 2015, ch. 9)."
        )
    return dataclasses.replace(found, notes=(*found.notes, note))


def _window(measure: Figure, horizon: float) -> tuple[str, ...]:
    """Which weeks are looked at, where it is not all of them."""
    if not isinstance(measure, Measure) or (measure.since == 0 and measure.until is None):
        return ()
    until = horizon if measure.until is None else measure.until
    return (f"Weeks {measure.since} to {until:g} are looked at, the others left out.",)


def _values(
    work: JobRunner, worlds: Mapping[str, Scenario], ready: Judge, seed: int, numbers: Sequence[int]
) -> NDArray[np.float64]:
    """The measure of each world in these replications, shape (replications, worlds)."""
    jobs = [
        Job(world=name, scenario=scenario, luck=(seed, number), log=ready.log)
        for number in numbers for name, scenario in worlds.items()
    ]  # fmt: skip
    return np.array(work.do(jobs, ready, first=len(worlds)), dtype=float).reshape(len(numbers), len(worlds))


def _refuse_too_large(worlds: Mapping[str, Scenario], ready: Judge, work: JobRunner) -> None:
    """Raise ``ScenarioError`` for every world that a run of would be too large."""
    faults = []
    for name, world in worlds.items():
        try:
            refuse_too_large(world, kept=ready.log, at_a_time=work.where.hands)
        except ScenarioError as error:
            faults += [of_strategy(name, fault) for fault in error.faults]
    if faults:
        raise ScenarioError(faults)


def _remark(worlds: Mapping[str, Scenario]) -> None:
    for name, world in worlds.items():
        for said in scenario_warnings(world):
            warnings.warn(f"{said} (strategy {name!r})", UnlikelyScenarioWarning, stacklevel=3)
