"""What a reader can copy from the page on the ledger runs, and what it says of the shipped markets is so."""

from __future__ import annotations

import re

import pytest

import sim
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")


def test_its_python_runs() -> None:
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    assert len(known["value"]) > 1000  # type: ignore[arg-type]


def test_its_table_of_lines_is_that_of_the_code() -> None:
    from sim.metrics.ledger_lines import LINES

    rows = [line.split("|")[1].strip() for line in PAGE.splitlines() if line.startswith("| ")]
    assert rows[1:] == [line.replace("_", "-" if line == "cross_selling" else " ") for line in LINES]


def test_its_findings_are_found() -> None:
    first = sim.ledger(sim.simulate(sim.load("first_look"), replications=1)).set_index("firm").loc["Azure"]
    assert first["liability_change"] == pytest.approx(4700, abs=50) and first["rewards"] == pytest.approx(20600, abs=50)
    bicycle = sim.ledger(sim.simulate(sim.load("made_to_order_bicycle"), replications=1)).set_index("firm")
    assert abs(bicycle.loc["Wheelwright", "cross_selling"]) < 1
