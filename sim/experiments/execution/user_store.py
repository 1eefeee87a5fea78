"""The user's own store of runs, by which a second look at a scenario needs no new run; it is kept to a size."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.errors import ExperimentError
from sim.experiments.execution.run_store import ENDING, RunStore
from sim.model.compile_cache import cache_folder

MAX_STORE_BYTES = 2 * 10**9
"""Size of the user's store beyond which the oldest runs are removed."""


def user_store() -> Path | None:
    """The folder of runs in the user's cache, which ``GUANXI_CACHE`` moves; None where it cannot be written."""
    folder = cache_folder().parent / "runs"
    try:
        return RunStore(folder).folder
    except ExperimentError:
        return None


def remove_oldest(folder: Path, most: int = MAX_STORE_BYTES) -> int:
    """Remove the oldest runs of a store until it has at most so many bytes. Returns how many were removed."""
    found = []
    for path in folder.glob(f"*/*{ENDING}"):
        try:
            about = path.stat()
        except FileNotFoundError:  # another process removed it
            continue
        found.append((about.st_mtime, path, about.st_size))
    total, removed = sum(size for _, _, size in found), 0
    for _, path, size in sorted(found):
        if total <= most:
            break
        path.unlink(missing_ok=True)
        total, removed = total - size, removed + 1
    return removed
