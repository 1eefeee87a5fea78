"""Markets run again and again, each time with other luck, and all of them with the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from sim.experiments.execution.execution import Execution
from sim.experiments.execution.job_runner import JobRunner
from sim.experiments.execution.one_run import Job
from sim.results.results import LogLevel, Results
from sim.results.simulate import whole_number
from sim.scenario.scenario import Scenario

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
    ``read`` is given results of one replication and returns anything that can be sent between processes; a function
    of a notebook will do. ``replications`` is a number, or a range of them. ``log="exits"`` suffices, and is faster,
    where no single purchases are looked at. Returns what was read, for each world in the order of replications; the
    same whatever the workers. Raises ``ExperimentError`` for a run that cannot be read, and says which.
    """
    seed = whole_number("seed", seed, 0)
    numbers = replications if isinstance(replications, range) else range(whole_number("replications", replications, 1))
    jobs = [
        Job(world=name, scenario=scenario, luck=(seed, number), log=log)
        for number in numbers for name, scenario in worlds.items()
    ]  # fmt: skip
    values = JobRunner(where).do(jobs, read, first=len(worlds))
    return {name: values[place :: len(worlds)] for place, name in enumerate(worlds)}
