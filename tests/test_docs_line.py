"""What a reader can copy from the page on the production line runs."""

from __future__ import annotations

import re

import sim
from sim.firm.line import ProductionLine
from sim.metrics.orders import orders
from sim.scenario.yaml_text import document
from tests.conftest import ROOT
from tests.worlds import world

PAGE = (ROOT / "docs" / "line.md").read_text(encoding="utf-8")


def test_its_python_runs() -> None:
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    lots = known["lots"]
    assert isinstance(lots, dict)
    lead = {lot: float(orders(run, 4.0)["mean_lead_weeks"].iloc[0]) for lot, run in lots.items()}
    best = min(lead, key=lead.__getitem__)
    assert 1 < best < 16, lead
    assert isinstance(lots[1], sim.Results)


def test_its_line_is_sound() -> None:
    departments = document(re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.S)[0]).content["departments"]
    asked = world(10, [{"name": "Only", "departments": departments}])
    line = asked.firms[0].department(ProductionLine)
    assert line is not None and line.name_of(2) == "black"
