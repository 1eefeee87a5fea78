"""One run at one address of luck, as a job for whatever worker is free."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sim.experiments.errors import ExperimentError
from sim.experiments.execution.packed_run import packed
from sim.model.random_numbers import StreamKey
from sim.model.state.initialise import names_of
from sim.results.results import LogLevel, Results, Run
from sim.results.simulate import Replication, RunOptions
from sim.scenario.scenario import Scenario
from sim.version import VERSION

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One run that is wanted."""

    world: str
    """What the strategy is called."""
    scenario: Scenario
    luck: StreamKey
    """Seed and replication."""
    log: LogLevel

    def __str__(self) -> str:
        """As it is said in a sentence."""
        return f"{self.world!r}, seed {self.luck[0]}, replication {self.luck[1]}"


@dataclass(frozen=True, kw_only=True)
class Done(Generic[T]):
    """What became of a job."""

    value: T | None
    failed: str = ""
    """What went wrong in reading the run; empty where nothing did."""
    packed: bytes | None = None
    """The run itself, where it is to be kept."""
    seconds: float = math.nan
    """What the run took, reading and all; not a number where it was kept already."""


def live(job: Job) -> Results:
    """Let the market of a job run, on one thread."""
    replication = Replication(job.scenario, job.luck, log=job.log, watch=RunOptions(threads=1))
    try:
        replication.run_to_end()
        return as_results(job, replication.run())
    finally:
        replication.close()


def as_results(job: Job, run: Run) -> Results:
    """The results of a job, from its run."""
    return Results(
        scenario=job.scenario, seed=job.luck[0], version=VERSION, scheduler="kernel", log_level=job.log,
        names=names_of(job.scenario), runs=(run,),
    )  # fmt: skip


def do(job: Job, read: Callable[[Results], T], keep: bool) -> Done[T]:
    """Run it and read what is wanted of it."""
    before = time.perf_counter()
    results = live(job)
    kept = packed(results.runs[0]) if keep else None
    return replace(read_off(results, read), packed=kept, seconds=time.perf_counter() - before)


def read_off(results: Results, read: Callable[[Results], T]) -> Done[T]:
    """What is wanted of a run; what goes wrong in the reading is told and loses nobody the run."""
    try:
        return Done(value=read(results))
    except Exception as error:
        own = isinstance(error, ExperimentError)
        told = str(error) if own else "".join(traceback.format_exception_only(error)).strip()
        return Done(value=None, failed=told)
