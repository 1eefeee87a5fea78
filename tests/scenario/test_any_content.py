"""Whatever stands in a file, reading it gives a scenario or faults that have a place: never another error."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import sim
from sim.scenario.files.load import dump
from sim.scenario.files.source_positions import document

SOUND: Any = document(Path(__file__).with_name("market.yaml").read_text(encoding="utf-8")).content
KEYS = ("name", "kind", "family", "firms", "share", "mean", "shape", "price", "rows", "at", "zzz")

plain = some.none() | some.booleans() | some.integers(-3, 10**30) | some.floats() | some.text(max_size=6)
anything = some.recursive(
    plain | some.sampled_from(["gamma", "frequency", "club", "course", "Azure"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(KEYS), inner, max_size=3),
    max_leaves=5,
)


def places(content: Any, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All ways into a content."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [steps, *(place for step, member in inner for place in places(member, (*steps, step)))]


@given(data=some.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_change_of_a_sound_file_gives_a_scenario_or_faults_with_places(data: Any, tmp_path: Path) -> None:
    content = copy.deepcopy(SOUND)
    for _ in range(data.draw(some.integers(1, 4))):
        *around, last = data.draw(some.sampled_from(places(content)[1:]))
        parent = content
        for step in around:
            parent = parent[step]
        action = data.draw(some.sampled_from(["replace", "remove", "add", "double"]))
        if action == "remove":
            del parent[last]
        elif action == "replace":
            parent[last] = data.draw(anything)
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]) if action == "double" else data.draw(anything))
        else:
            parent[data.draw(some.sampled_from(KEYS))] = data.draw(anything)
        if not content:
            break
    file = tmp_path / "market.yaml"
    text = json.dumps(content, indent=1, ensure_ascii=True, default=str)
    file.write_text(text.replace("NaN", ".nan").replace("-Infinity", "-.inf").replace("Infinity", ".inf"))
    try:
        read = sim.load(file)
    except sim.ScenarioError as error:
        assert error.faults
        assert all(fault.line > 0 and fault.column > 0 and fault.message for fault in error.faults)
        assert len(set(map(str, error.faults))) == len(error.faults)
    else:
        assert sim.load(_written(dump(read), tmp_path)) == read


def _written(text: str, folder: Path) -> Path:
    (folder / "again.yaml").write_text(text, encoding="utf-8")
    return folder / "again.yaml"
