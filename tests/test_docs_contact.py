"""What a reader can copy from the page on contact runs, and its table is the one in the code."""

from __future__ import annotations

import re

import pytest

from sim.firm.contact import DEGREES
from sim.firm.partners import ChannelPartners
from sim.scenario.yaml_text import document
from tests.conftest import ROOT
from tests.worlds import world

PAGE = (ROOT / "docs" / "contact.md").read_text(encoding="utf-8")


def test_its_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """With fewer replications."""
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S)
    exec(block.replace("replications=20", "replications=2"), {})
    assert capsys.readouterr().out.count("basic") == 2


def test_its_departments_are_sound() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.S)
    contact, partners = (document(block).content["departments"] for block in blocks)
    segments = [{"name": "key accounts", "size": 10}, {"name": "shops", "size": 10}]
    firm = world(segments, [{"name": "Only", "departments": [*contact, *partners]}]).firms[0]
    shared = firm.department(ChannelPartners)
    assert shared is not None and shared.partners == 1000


def test_its_table_is_the_assumed_one() -> None:
    rows = [
        line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith(tuple(f"| {d} |" for d in DEGREES))
    ]
    told = {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in rows}
    assert list(told) == list(DEGREES)
    for name, degree in DEGREES.items():
        calls, after_sale, *numbers = told[name]
        assert after_sale == ("yes" if degree.after_sale else "no")
        expected = (degree.speaks_up, degree.mends, degree.warmth, degree.bond, degree.cost)
        assert [float(n.replace("–", "0")) for n in (calls, *numbers)] == [degree.contacts, *expected]
