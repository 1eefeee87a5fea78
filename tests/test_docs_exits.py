"""What a reader can copy from the page on exits runs, and its table is the one in the code."""

from __future__ import annotations

import re

import pytest

import sim
from sim.scenario.interviews import ASSUMED_ANSWERS
from sim.scenario.yaml_text import document
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "exits.md").read_text(encoding="utf-8")


def test_its_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    assert "customers ×" in capsys.readouterr().out.splitlines()[-1]


def test_its_interviews_are_sound() -> None:
    block = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.S)[0]
    content = document(block).content["interviews"]
    assert sim.load("first_look").but(interviews=content).interviews.answers("service")["price"] == 0.7


def test_its_table_is_the_assumed_one() -> None:
    head, _, *rows = [line for line in PAGE.splitlines() if line.startswith("|") and line.count("|") == 8]
    stated = [cell.strip() for cell in head.split("|")[2:-1]]
    told = {
        cells[0].strip(): {s: float(c) for s, c in zip(stated, cells[1:], strict=True) if c.strip()}
        for cells in (row.strip("|").split("|") for row in rows)
    }
    assert told == ASSUMED_ANSWERS
