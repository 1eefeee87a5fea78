"""What a reader can copy from the page on records runs, and its table of kinds is the one in the code."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import sim
from sim.firm.card_index import KINDS
from sim.firm.records import Ageing, Coverage
from sim.scenario.yaml_text import document
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")


def test_its_python_runs(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    assert len(pd.read_csv("customers.csv")) > 1000


def test_its_department_is_sound() -> None:
    block = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.S)[0]
    departments = document(block).content["departments"]
    asked = sim.load("first_look").but({"firms.Azure.departments": departments})
    assert asked.firms[0].departments[0].kind == "records"


def test_its_table_of_kinds_is_the_declared_one() -> None:
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| `") and line.count("|") == 5]
    told = {cells[0].strip(" `"): (float(cells[2]), float(cells[3])) for cells in rows}
    assert told == dict(zip(KINDS, zip(Coverage().by_kind, Ageing().by_kind, strict=True), strict=True))
