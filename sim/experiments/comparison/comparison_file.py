"""A comparison in a file: its figures, and all that is needed to make them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.comparison.comparison import Comparison
from sim.experiments.errors import ExperimentError
from sim.experiments.execution.cache_keys import own_kinds
from sim.experiments.measure import Judge, judge_again
from sim.files.atomic_write import write_file
from sim.files.regular_file import UnreadableFileError, parse_json, read_text
from sim.scenario.files.load import dump, from_text
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

MADE_BY = "guanxi comparison"
COMPARISON = "comparison.json"
"""Name of the file in a folder that ``guanxi compare --out`` writes."""
LARGEST = 1_000_000_000
"""Bytes that such a file may have: a thousand strategies with ten thousand replications have about 200 million."""


def write(comparison: Comparison, path: Path) -> Path:
    """Write a comparison to a JSON file, whole or not at all. Returns the path; raises ``OSError`` where that fails."""
    return write_file(path, content(comparison))


def content(comparison: Comparison) -> bytes:
    """What a comparison's file holds."""
    measure = comparison.measure
    held = {
        "made_by": MADE_BY,
        "title": comparison.title,
        "firm": measure.firm,
        "measure": {
            "name": measure.name, "asked": measure.asked, "unit": measure.unit, "says": measure.says,
            "more": measure.more, "scale": measure.scale, "better": measure.better, "log": measure.log,
        },
        "seed": comparison.seed,
        "replications": comparison.replications,
        "level": comparison.level,
        "joint": comparison.joint,
        "baseline": comparison.baseline,
        "notes": comparison.notes,
        "versions": dict(comparison.versions),
        "said": [*comparison.sentences, *comparison.remarks],
        "strategies": [
            {"name": name, "hash": comparison.hashes[name], "values": comparison.values[:, place].tolist(),
             "own_kinds": own_kinds(world), "scenario": dump(world)}
            for place, (name, world) in enumerate(comparison.worlds.items())
        ],
    }  # fmt: skip
    return (json.dumps(held, indent=1, ensure_ascii=False) + "\n").encode()


def read(path: Path) -> Comparison:
    """The comparison in a file. Raises ``ExperimentError`` for a file that holds none, or one that was damaged."""
    try:
        content: dict[str, Any] = parse_json(read_text(path, LARGEST))
    except UnreadableFileError as error:
        raise ExperimentError(str(error)) from None
    except ValueError as error:
        raise ExperimentError(f"{path} cannot be read as a comparison ({error}); give a file that one saved") from None
    if not isinstance(content, dict) or content.get("made_by") != MADE_BY:
        raise ExperimentError(f"{path} holds no comparison; give a file that comparison.save or 'guanxi compare' wrote")
    try:
        strategies = content["strategies"]
        _sound(content, strategies)
        return Comparison(
            title=content["title"],
            worlds={one["name"]: _world(one, content["firm"]) for one in strategies},
            measure=_measure(content["measure"], content["firm"]),
            values=np.array([one["values"] for one in strategies], dtype=float).T.copy(),
            seed=content["seed"],
            versions=content["versions"],
            hashes={one["name"]: one["hash"] for one in strategies},
            level=content["level"],
            joint=content["joint"],
            baseline=content["baseline"],
            notes=tuple(content["notes"]),
        )
    except ScenarioError as error:
        raise ExperimentError(f"the scenarios in {path} cannot be read by this version: {error}") from None
    except (LookupError, TypeError, ValueError) as error:
        raise ExperimentError(f"{path} was damaged ({type(error).__name__}: {error}); compare again") from None


def tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """The tables that are written beside a comparison, by the names of their files."""
    return {"runs": comparison.runs.reset_index(), "means": comparison.means, "pairs": comparison.pairs}


def said_in(path: Path) -> list[str]:
    """The sentences that a comparison file tells its reader, as they stand there."""
    told = parse_json(read_text(path, LARGEST)).get("said", [])
    return [str(line) for line in told] if isinstance(told, list) else [str(told)]


def _sound(content: dict[str, Any], strategies: list[dict[str, Any]]) -> None:
    """Refuse what no comparison can have written. Raises ``ValueError``, which says what."""
    names = [one["name"] for one in strategies]
    seed, count = content["seed"], content["replications"]
    hashes, made = [one["hash"] for one in strategies], content["versions"]
    for sound, told in (
        (len(set(names)) == len(names) >= 2, "it has to hold two strategies or more, each with a name of its own"),
        (type(seed) is int and seed >= 0, f"seed is {seed!r}, which is no whole number from 0 on"),
        (type(count) is int and count >= 2, f"replications is {count!r}, which is no whole number from 2 on"),
        (all(len(one["values"]) == count for one in strategies), "not every strategy has a value per replication"),
        (bool(np.isfinite(np.array([one["values"] for one in strategies], dtype=float)).all()), "a value is no number"),
        (all(isinstance(known, str) for known in hashes), "a hash is no text"),
        (isinstance(made, dict) and all(isinstance(one, str) for one in made.values()), "versions are no texts"),
        (isinstance(made, dict) and {"guanxi", "rules"} <= set(made), "versions have to name guanxi and its rules"),
    ):
        if not sound:
            raise ValueError(told)


def _world(told: dict[str, Any], firm: str) -> Scenario:
    world = from_text(Scenario, told["scenario"])
    if firm not in world.firm_names:
        raise ValueError(f"in the world of {told['name']!r} there is no firm {firm!r}")
    return world


def _measure(told: dict[str, Any], firm: str) -> Judge:
    if told["asked"]:
        return judge_again(told["asked"], firm)
    return Judge(
        name=told["name"], unit=told["unit"], says=told["says"], more=tuple(told["more"]), scale=told["scale"],
        better=told["better"], log=told["log"], firm=firm, asked="", read=_Gone(told["name"]),
    )  # fmt: skip


class _Gone:
    """Stands for a user's own function, of which a file holds nothing but the name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, results: object) -> float:
        raise ExperimentError(
            f"the measure {self.name!r} was a function, which no file can hold; give it again: measure={self.name}"
        )
