"""By what a run is known: the market asked for, its luck, and the version of everything that makes it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel

from sim.experiments.execution.one_run import Job
from sim.scenario.contrasts import ANSWER_FIELDS
from sim.scenario.scenario import Scenario
from sim.version import VERSION

WORDS = {
    "name", "title", "teaches", "course", "sources", "seed", "replications", "focus", "compare_with", *ANSWER_FIELDS,
}  # fmt: skip
"""What a scenario says of itself without any bearing on what happens in it."""
_ROOMS = (
    "registry.py", "version.py", "scenario", "model", "strategies", "results/results.py", "results/simulate.py",
)  # fmt: skip


def scenario_hash(scenario: Scenario) -> str:
    """The market asked for as 64 hexadecimal digits: all that has a bearing on what happens, defaults too.

    Titles, sources, seed and number of replications are left out, so the same market under two names is one.
    """
    content = scenario.model_dump(mode="json", exclude=WORDS)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def rules_hash() -> str:
    """All sources that a run is made by, 16 hexadecimal digits: an edit of any of them makes another run."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for room in _ROOMS:
        place = root / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def versions() -> dict[str, str]:
    """What the runs are made with."""
    return {
        "guanxi": VERSION,
        "rules": rules_hash(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "numba", "scipy", "simpy")},
        "machine": f"{platform.system()} {platform.machine()}",
    }


def own_kinds(scenario: Scenario) -> list[str]:
    """Kinds of programmes, departments, policies, ... that are declared outside the project.

    Their behaviour is no part of the hash, so that runs with them are not kept.
    """
    return sorted({type(part).__name__ for part in parts(scenario) if type(part).__module__.split(".")[0] != "sim"})


def parts(value: object) -> Iterator[BaseModel]:
    """Every declaration within a declaration, itself first."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts(getattr(value, name))
    elif isinstance(value, list | tuple):
        for member in value:
            yield from parts(member)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from parts(member)


def run_key(job: Job, known: str | None = None) -> str:
    """The address of a run in a store; ``known`` is the hash of its scenario where that has been worked out."""
    seed, replication = job.luck
    parts = (known or scenario_hash(job.scenario), str(seed), str(replication), job.log, *versions().values())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
