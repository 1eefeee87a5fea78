"""What docs/accounts.md shows runs, and its declarations are accepted."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib
import pytest

from sim.firm.visits import BINDING, OPENS, REVEALS, WARMTH
from sim.scenario.read import load

PAGE = (Path(__file__).parents[1] / "docs" / "accounts.md").read_text(encoding="utf-8")


def test_the_code_runs(capsys: pytest.CaptureFixture[str]) -> None:
    matplotlib.use("Agg")
    for sample in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(sample, {})
    assert "visits_a_door" in capsys.readouterr().out


def test_the_declarations_are_those_of_the_scenario() -> None:
    """Every value of the page's screening is that of Roundtable."""
    team = next(firm for firm in load("seller_who_left").firms if firm.name == "Roundtable").departments[0]
    shown = re.findall(r"^    (\w+): ([\d.]+)(?: .*)?$", PAGE, re.MULTILINE)
    assert len(shown) >= 8
    for field, value in shown:
        said = getattr(team, field)
        assert float(value) == getattr(said, "average", said)


def test_the_table_of_doors_is_that_of_the_code() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if re.match(r"\| (outside|on sp|gets|the acc)", line)]
    for door, row in enumerate(rows):
        numbers = [float(cell) if cell.strip() else 0.0 for cell in row[1:8]]
        assert numbers == [*REVEALS[door], WARMTH[door], BINDING[door]]
        if row[8].strip():
            assert int(row[8].split()[0]) == OPENS[door]
    assert len(rows) == 4
