"""Runs kept in a folder, each under an address made of its scenario, luck and version.

A run appears whole or not at all (:mod:`sim.files.atomic_write`).
Its first line holds the checksum of the rest; a file that does not match is as good as not there.
"""

from __future__ import annotations

import hashlib
import os
import warnings
import zlib
from pathlib import Path

from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import own_kinds, run_key, scenario_hash
from sim.experiments.execution.one_run import Job
from sim.experiments.execution.packed_run import unpacked
from sim.files.atomic_write import write_file
from sim.files.leftovers import fresh_name, settle_within
from sim.files.regular_file import UnreadableFileError, read_bytes
from sim.model.compile_cache import cache_folder
from sim.results.results import Run
from sim.scenario.scenario import Scenario

OPENING = b"guanxi run 1 "
ENDING = ".run"
LARGEST = 10**11
"""Bytes that the file of a run may have: far more than a run that fits in memory."""
MAX_STORE_BYTES = 2 * 10**9
"""Size of the user's own store beyond which the oldest runs are removed."""


class StoreStoppedError(UserWarning):
    """Runs can no longer be kept, as on a full disk; they are made and read all the same."""


class RunStore:
    """A folder of runs. Several processes may read and write it at once."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open it, or make it. Raises ``ExperimentError`` where nothing can be written."""
        self.folder = Path(folder)
        self.stopped = ""
        """Why runs are no longer kept; empty while they are."""
        self._known: dict[int, tuple[Scenario, str, bool]] = {}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = fresh_name(self.folder / "probe")
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise ExperimentError(
                f"the store {self.folder} cannot be written ({error.strerror or error}); "
                "choose a folder that can, or leave the store out. Nothing was run"
            ) from None
        settle_within(self.folder)

    def fetch(self, job: Job) -> Run | None:
        """The run of a job, if it was kept whole."""
        path = self._path(job)
        if path is None:
            return None
        try:
            opening, _, packed = read_bytes(path, LARGEST).partition(b"\n")
        except UnreadableFileError:
            return None
        if opening != OPENING + hashlib.sha256(packed).hexdigest().encode():
            return None
        try:
            return unpacked(packed, job.luck[1])
        except (ValueError, TypeError, zlib.error):
            return None

    def keep(self, job: Job, packed: bytes) -> None:
        """Write the packed run of a job. Where that fails, a warning says so once; the run itself is not lost."""
        path = self._path(job)
        if path is None or self.stopped:
            return
        try:
            write_file(path, OPENING + hashlib.sha256(packed).hexdigest().encode() + b"\n" + packed)
        except OSError as error:
            self.stopped = f"runs are no longer kept in {self.folder} ({error.strerror or error})"
            warnings.warn(f"{self.stopped}; what was computed is used all the same", StoreStoppedError, stacklevel=2)

    def _path(self, job: Job) -> Path | None:
        """Where the run of a job lies; None where it cannot be known by its address."""
        scenario, known, foreign = self._known.get(id(job.scenario), (None, "", False))
        if scenario is not job.scenario:
            known, foreign = scenario_hash(job.scenario), bool(own_kinds(job.scenario))
            self._known[id(job.scenario)] = (job.scenario, known, foreign)
        if foreign:
            return None
        name = run_key(job, known)
        return self.folder / name[:2] / (name + ENDING)


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
