"""What a reader can copy from ``docs/communication.md`` runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.scenario.read import load
from sim.scenario.scenario import Scenario

PAGE = (Path(__file__).parents[1] / "docs" / "communication.md").read_text(encoding="utf-8")


def test_the_python_runs() -> None:
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(block, {})


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_the_yaml_is_accepted(block: str) -> None:
    given = YAML(typ="safe").load(block)
    asked = load("five_channels")
    path, value = next(iter(given.items()))
    changed = asked.but({"firms.Quiet.departments": value} if path == "departments" else {
        f"{path}.{name}": field for name, field in value.items()
    })  # fmt: skip
    assert isinstance(changed, Scenario) and changed != asked
