"""How speed is measured: jobs take turns, warm, and the middle of what they took is what counts."""

from __future__ import annotations

import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table: what was measured, what was wanted, what was found."""

    what: str
    target: str
    found: str
    met: bool | None
    """None where nothing was wanted: the figure is reported."""


def at_least(what: str, target: float, ratio: float, note: str = "") -> Line:
    """A line for a ratio that should be large."""
    return Line(what=what, target=f">= {target:g} x", found=f"{ratio:.1f} x{note}", met=ratio >= target)


def at_most(what: str, target: float, found: float, unit: str, note: str = "") -> Line:
    """A line for a figure that should be small."""
    return Line(what=what, target=f"<= {target:g} {unit}", found=f"{found:.3g} {unit}{note}", met=found <= target)


def report(what: str, found: str) -> Line:
    """A line for a figure that is told without a target."""
    return Line(what=what, target="-", found=found, met=None)


@dataclass(frozen=True)
class Taken:
    """Seconds that a job took, turn by turn."""

    wall: list[float]
    """By the clock on the wall: what a person waits, and what more threads can shorten."""
    work: list[float]
    """Of the processor, all threads together: what a neighbour on the machine does not lengthen."""


def by_turns(jobs: Sequence[Callable[[], object]], turns: int) -> list[Taken]:
    """What each job took, one entry per job.

    The jobs take turns, so that a slow moment of the machine hits all. A first turn, in which rules are loaded or
    compiled, is not counted.
    """
    for job in jobs:
        job()
    taken = [Taken([], []) for _ in jobs]
    for _ in range(turns):
        for job, times in zip(jobs, taken, strict=True):
            gc.collect()
            wall, work = time.perf_counter(), time.process_time()
            job()
            times.work.append(time.process_time() - work)
            times.wall.append(time.perf_counter() - wall)
    return taken


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """How many times as long the slow job took: median of the ratios of turns that followed one another."""
    return median(s / f for s, f in zip(slow, fast, strict=True))


def child(module: str, *arguments: object) -> Any:
    """What a module, run as a process of its own, says on its last line, as JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} ended with status {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def threads() -> int:
    """How many threads a run with all threads uses."""
    return os.cpu_count() or 1


def machine() -> str:
    """The machine and what runs on it, in a line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "simpy"))
    load = f"; load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{_processor()}, {threads()} cores, Python {platform.python_version()}, {packages}{load}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
