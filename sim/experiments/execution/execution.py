"""Where runs are made: how many workers, on which machines, and where what came out is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass


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
