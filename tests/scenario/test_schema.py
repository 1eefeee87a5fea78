"""The schema by which editors complete and mark scenario files: it is current, and agrees with the check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sim
from sim.scenario.files.json_schema import schema_text
from sim.scenario.files.load import shipped_scenarios
from sim.scenario.files.source_positions import document
from tests.conftest import ROOT

FILE = ROOT / "scenarios" / "scenario.schema.json"


def content(path: Path) -> Any:
    """The content of a scenario file as JSON has it."""
    return json.loads(json.dumps(document(path.read_text(encoding="utf-8")).content, default=str))


def test_the_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run: make schema"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_are_sound_and_name_their_schema(name: str) -> None:
    path = shipped_scenarios()[name]
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./scenario.schema.json\n")
    found = sim.load(name)
    assert found.name == name
    assert found.teaches and found.sources and found.course
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(content(path))


def test_the_schema_refuses_what_the_check_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    sound = content(Path(__file__).with_name("market.yaml"))
    assert validator.is_valid(sound)
    for change in ({"horizn": 3}, {"horizon": -1}, {"horizon": True}, {"firms": []}, {"firms": [{"name": "%"}]}):
        assert not validator.is_valid(sound | change), change


def test_every_key_says_what_it_means() -> None:
    schema = json.loads(schema_text())
    owners = {"Scenario": schema, **schema["$defs"]}
    keys = [(owner, key) for owner, part in owners.items() for key in part.get("properties", {})]
    described = [(owner, key) for owner, key in keys if "description" in owners[owner]["properties"][key]]
    assert len(described) > 0.6 * len(keys)
    assert all("description" in part for part in schema["$defs"].values() if part.get("type") == "object")
