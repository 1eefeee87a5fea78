"""Jobs, done: from the store, here, by worker processes, or by a cluster; what they cost is said before."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

from sim.experiments.errors import ExperimentError
from sim.experiments.execution.execution import Execution
from sim.experiments.execution.one_run import Done, Job, as_results, do, read_off
from sim.experiments.execution.run_store import RunStore
from sim.model.compile_cache import is_warm
from sim.number_text import significant
from sim.progress import ProgressBar
from sim.results.results import Results


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Runs that are still to be made."""

    seconds: float
    """What one run takes on one core."""
    runs: int
    """How many are to come at most."""
    hands: int | None
    """How many go on at a time; None where that is not known, as on a cluster."""

    @property
    def total(self) -> float:
        """Seconds in all."""
        return self.seconds * self.runs / (self.hands or 1)

    def __str__(self) -> str:
        """In a sentence."""
        if self.hands is None:
            return f"one run takes {spoken(self.seconds)} here; {self.runs:,} more go to the cluster"
        workers = f"{self.hands} workers" if self.hands > 1 else "one worker"
        more = f"{self.runs:,} more on {workers}: about {spoken(self.total)} at most"
        return f"one run takes {spoken(self.seconds)}; {more}"


def spoken(seconds: float) -> str:
    """A stretch of time as it is said.

    >>> spoken(0.07), spoken(45.0), spoken(600.0), spoken(9000.0)
    ('0.07 s', '45 s', '10 minutes', '2.5 hours')
    """
    if seconds < 90:
        return f"{significant(seconds, 2)} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{significant(seconds / 3600, 2)} hours"


T = TypeVar("T")

WORTH_WORKERS = 6.0
"""Seconds of work from which on worker processes pay: they take about two to come to work."""
WORTH_SHOWING = 3.0
"""Seconds from which on cost and progress are shown."""


class JobRunner:
    """Does jobs, and knows after the first ones what a run costs."""

    def __init__(self, where: Execution | None = None) -> None:
        """Open the store, if there is to be one. Raises ``ExperimentError`` where it cannot be written."""
        self.where = where or Execution()
        self.store = RunStore(self.where.store) if self.where.store is not None else None
        self.seconds = math.nan
        """What one run takes on one core, as the first ones took; not a number before, or if all were kept."""
        self.made = self.found = 0
        """Runs made, and runs found in the store."""
        self.planned = 0
        """Runs that are wanted in all at most, where more are to come than the first call asks for."""
        self._timed = 0

    def do(self, jobs: Sequence[Job], read: Callable[[Results], T], first: int = 1) -> list[T]:
        """What ``read`` says of each job's run, in the order of the jobs.

        As long as it is not known what a run takes, the ``first`` jobs are done here and timed, except where workers
        were asked for and find the rules compiled. Raises ``ExperimentError`` where a run cannot be read, or where the
        runs break off.
        """
        done: dict[int, T] = {}
        waiting = []
        for number, job in enumerate(jobs):
            run = self.store.fetch(job) if self.store else None
            if run is None:
                waiting.append(number)
            else:
                self.found += 1
                done[number] = _sound(job, read_off(as_results(job, run), read))
        self._timed = self._timed or first
        if not self.made and waiting and not (self.many and is_warm()):
            for number in waiting[:first]:
                done[number] = self._taken(jobs, number, do(jobs[number], read, self.store is not None))
            waiting = waiting[first:]
        for number, one in self._done(jobs, waiting, read):
            done[number] = self._taken(jobs, number, one)
        return [done[number] for number in range(len(jobs))]

    @property
    def many(self) -> bool:
        """Whether runs are made by several workers at a time, so that asking for several at once pays."""
        return self.where.scheduler is not None or (self.where.workers or 1) > 1

    def _taken(self, jobs: Sequence[Job], number: int, one: Done[T]) -> T:
        self.made += 1
        if self.store and one.packed is not None:
            self.store.keep(jobs[number], one.packed)
        if self.made <= self._timed:  # the first run may have had rules to load: the quickest counts
            self.seconds = one.seconds if self.made == 1 else min(self.seconds, one.seconds)
        if self.made == self._timed:
            self._announce(max(self.planned, len(jobs)) - self.made - self.found)
        return _sound(jobs[number], one)

    def _announce(self, runs: int) -> None:
        """Say what so many more runs will take, where that is more than a moment."""
        hands = self.where.hands if self.where.scheduler is None else None
        cost = Cost(seconds=self.seconds, runs=runs, hands=hands)
        if not self.where.quiet and cost.total > WORTH_SHOWING:
            print(cost, file=sys.stderr)

    def _done(
        self, jobs: Sequence[Job], numbers: Sequence[int], read: Callable[[Results], T]
    ) -> Iterator[tuple[int, Done[T]]]:
        """What became of these jobs, as it comes; with a bar where that takes more than a moment."""
        keep = self.store is not None
        moment = not self.seconds * len(numbers) > WORTH_WORKERS
        here = self.where.hands == 1 or (self.where.workers is None and moment)
        if not numbers:
            made: Iterable[tuple[int, Done[T]]] = ()
        elif here and self.where.scheduler is None:
            made = (_numbered(number, jobs[number], read, keep) for number in numbers)
        else:
            made = self._by_workers(jobs, numbers, read, keep)
        try:
            with ProgressBar("runs", len(numbers), delay=WORTH_SHOWING, quiet=self.where.quiet) as bar:
                for one in made:
                    yield one
                    bar.advance()
        except ExperimentError:
            raise
        except Exception as error:
            raise ExperimentError(self._broken_off(error)) from error

    def _by_workers(
        self, jobs: Sequence[Job], numbers: Sequence[int], read: Callable[[Results], T], keep: bool
    ) -> Iterator[tuple[int, Done[T]]]:
        if self.where.scheduler is not None:
            from sim.experiments.execution.execution import cluster

            workers: AbstractContextManager[Any] = cluster(self.where.scheduler)
        else:
            workers = parallel_config(backend="loky", n_jobs=self.where.hands)
        with workers:
            tasks = (delayed(_numbered)(number, jobs[number], read, keep) for number in numbers)
            yield from Parallel(return_as="generator_unordered")(tasks)

    def _broken_off(self, error: Exception) -> str:
        """Why runs broke off: a worker or a scheduler is gone, or a run has failed."""
        first = (str(error).splitlines() or [""])[0]
        told = f"the runs broke off after {self.made:,} ({type(error).__name__}: {first})"
        if self.store is None or self.store.stopped:
            return f"{told}; give a store, and the same call goes on from there"
        return f"{told}; those are kept in {self.store.folder}, and the same call goes on from there"


def _numbered(number: int, job: Job, read: Callable[[Results], T], keep: bool) -> tuple[int, Done[T]]:
    return number, do(job, read, keep)


def _sound(job: Job, one: Done[T]) -> T:
    if one.failed:
        raise ExperimentError(f"the run of {job} has no value: {one.failed}")
    return one.value  # type: ignore[return-value]
