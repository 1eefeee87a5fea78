"""A scenario's question answered: the base and its contrasts run with the same luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.experiments.contrast_results import ContrastResults
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.execution.job_runner import JobRunner
from sim.experiments.execution.one_run import Job
from sim.experiments.measure import Judge, Measure, judge
from sim.language.messages import mark
from sim.model.state.initialise import names_of
from sim.model.state.size_guard import refuse_too_large
from sim.registry import registered, unknown
from sim.results.results import LogLevel, Results, Run
from sim.results.simulate import whole_number
from sim.scenario.contrasts import BASE, ContrastMeasure, answer_faults, measure_settings, world
from sim.scenario.expected_events import loads
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.scenario import Scenario
from sim.version import VERSION

DEFAULT_REPLICATIONS = 12
"""Runs of each market where neither the call nor the scenario asks for more than one."""
MOST_ROWS_KEPT = 40_000_000
"""Expected events of all runs together up to which complete logs are kept; beyond it, that of the base at most."""
DEFAULT_MEASURES = (
    ContrastMeasure(name="profit", measure="profit"),
    ContrastMeasure(name="churn", measure="churn", label=mark("customers who leave in a year")),
    ContrastMeasure(name="customers", measure="customers", label=mark("customers at the end")),
)
"""What is compared where a scenario names no measures."""


def run_contrasts(
    scenario: Scenario,
    *,
    contrasts: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    where: Execution | None = None,
) -> ContrastResults:
    """Run a scenario and its contrasts with the same customers and the same luck, and answer its question.

    Source: common random numbers, Law (2015), Simulation Modeling and Analysis, ch. 11.

    Args:
        scenario: A scenario, as from :func:`sim.load`.
        contrasts: Names of those to be run; all when left out, none for an empty list.
        replications: Runs of each market; the scenario's own number when left out, and 12 where that is 1.
        seed: Replaces the scenario's seed.
        where: Worker processes, store of runs and cluster; this machine if left out.

    Returns:
        :class:`ContrastResults`: results of each market, a table of differences, the findings in sentences.

    Raises:
        ScenarioError: For a contrast that is not there or cannot be made, and for runs beyond the limits of
            :func:`sim.size_limits`.
        ExperimentError: For a measure that has no value in some run.
    """
    if faults := list(answer_faults(scenario)):
        raise ScenarioError(faults)
    names = [BASE, *(scenario.contrasts if contrasts is None else contrasts)]
    worlds = _worlds(scenario, names)
    count = runs_of_each(scenario, replications)
    luck = scenario.seed if seed is None else whole_number("seed", seed, 0)
    measures = tuple(scenario.measures) or DEFAULT_MEASURES
    judges = tuple(_judge(measure, scenario) for measure in measures)
    logs = _log_levels(worlds, judges, count)
    for name, one in worlds.items():
        refuse_too_large(one, replications=count, kept=logs[name])
    jobs = [
        Job(world=name, scenario=one, luck=(luck, number), log=logs[name])
        for number in range(count) for name, one in worlds.items()
    ]  # fmt: skip
    done = JobRunner(where).do(jobs, _Reader(judges), first=len(worlds))
    values = np.array([found for found, _ in done]).reshape(count, len(worlds), len(measures))
    results = {
        name: _results(one, luck, logs[name], [run for _, run in done[place :: len(worlds)]])
        for place, (name, one) in enumerate(worlds.items())
    }
    return ContrastResults(scenario=scenario, results=results, measures=measures, judges=judges, values=values)


def run_market(scenario: Scenario, log: LogLevel, where: Execution | None = None) -> Results:
    """All replications of one market, by workers and from the store as those of contrasts are.

    Raises ``ScenarioError`` for runs beyond the limits of :func:`sim.size_limits`.
    """
    refuse_too_large(scenario, replications=scenario.replications, kept=log)
    jobs = [
        Job(world=BASE, scenario=scenario, luck=(scenario.seed, number), log=log)
        for number in range(scenario.replications)
    ]
    return _results(scenario, scenario.seed, log, [run for _, run in JobRunner(where).do(jobs, _Reader(()))])


def _results(scenario: Scenario, seed: int, log: LogLevel, runs: Sequence[Run]) -> Results:
    return Results(
        scenario=scenario, seed=seed, version=VERSION, scheduler="kernel", log_level=log, names=names_of(scenario),
        runs=tuple(runs),
    )  # fmt: skip


def runs_of_each(scenario: Scenario, replications: int | None = None) -> int:
    """Runs of each market: as asked for, or the scenario's own number, and 12 where that is 1."""
    if replications is not None:
        return whole_number("replications", replications, 1)
    return scenario.replications if scenario.replications > 1 else DEFAULT_REPLICATIONS


@dataclass(frozen=True)
class _Reader:
    """Reads every measure off a run, and keeps the run."""

    judges: tuple[Judge, ...]

    def __call__(self, results: Results) -> tuple[list[float], Run]:
        return [judge(results) for judge in self.judges], results.runs[0]


def _worlds(scenario: Scenario, names: Sequence[str]) -> dict[str, Scenario]:
    found: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            found[name] = world(scenario, name)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return found


def _judge(measure: ContrastMeasure, scenario: Scenario) -> Judge:
    """The measure made ready. Raises ``ExperimentError`` for one that is not there or settings that it has not."""
    kinds = registered("measure")
    if measure.measure not in kinds:
        raise ExperimentError(unknown("measure", measure.measure, kinds))
    kind: type[Measure] = kinds[measure.measure]  # type: ignore[assignment]
    ready = checked(kind, measure_settings(measure))
    return judge(ready, measure.firm or scenario.focal_firm)


def _log_levels(worlds: Mapping[str, Scenario], judges: Sequence[Judge], replications: int) -> dict[str, LogLevel]:
    """What is logged in each market: every event where that fits, else that of the base where it fits alone.

    The files and most pictures of a report are about the base; with its complete log it need not be run again for them.
    """
    rows = {name: replications * sum(load.events for load in loads(one)) for name, one in worlds.items()}
    whole = any(one.log == "all" for one in judges) or sum(rows.values()) <= MOST_ROWS_KEPT
    return {name: "all" if whole or (name == BASE and rows[name] <= MOST_ROWS_KEPT) else "exits" for name in worlds}
