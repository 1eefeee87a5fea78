"""Where runs are made: how many workers, on which machines or cluster, and where what came out is kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from joblib import parallel_config

from sim.experiments.errors import ExperimentError


@dataclass(frozen=True, kw_only=True)
class Execution:
    """Where runs are made. What comes out of them is the same to the last bit wherever that is."""

    workers: int | None = None
    """Worker processes; left out, as many as there are cores, or none where the work takes a moment only."""
    store: str | os.PathLike[str] | None = None
    """A folder that keeps every run: work that was interrupted goes on from there, and nothing is run twice."""
    scheduler: str | None = None
    """Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``: runs are made on its workers."""
    quiet: bool = False
    """Whether neither cost nor progress is shown."""

    def __post_init__(self) -> None:
        """Refuse a number of workers that cannot be."""
        if self.workers is not None and (isinstance(self.workers, bool) or self.workers < 1):
            raise ValueError(f"workers={self.workers!r}: give a whole number from 1 on, or leave it out for all cores")

    @property
    def hands(self) -> int:
        """How many runs go on at a time on this machine."""
        return self.workers or os.cpu_count() or 1


PATIENCE = 10
"""Seconds to wait for the scheduler."""


@contextmanager
def cluster(address: str) -> Iterator[None]:
    """Within it, joblib sends its work to the cluster of this scheduler.

    Raises ``ExperimentError`` where Dask is not installed, or nobody answers at the address.
    """
    if not find_spec("distributed"):
        raise ExperimentError("a scheduler needs Dask; install it: pip install 'guanxi[cluster]'")
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExperimentError(
            f"no Dask scheduler answers at {address} ({type(error).__name__}); start one with 'dask scheduler', "
            "look at the address it prints, or leave the scheduler out to run here"
        ) from None
    with client, parallel_config(backend="dask", client=client):
        yield
