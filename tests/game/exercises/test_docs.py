"""What a reader can copy from the page on exercises runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.game.exercises.true_or_false import STATEMENTS
from tests.conftest import ROOT
from tests.docs_pages import pages_of_docs

PAGE = pages_of_docs()["exercises"].read_text(encoding="utf-8")


def test_its_python_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.S):
        exec(block, known)
    told = capsys.readouterr().out
    assert "Exit detective at Azure" in told and "Customers of Counter, sorted" in told and "The visit: 83" in told
    assert sorted(path.name for path in (tmp_path / "base").iterdir()) == ["customers.csv", "purchases.csv"]


def test_its_pictures_are_there() -> None:
    names = re.findall(r"\(\.\./pictures/(\w+\.png)\)", PAGE)
    assert names and all((ROOT / "docs" / "pictures" / name).is_file() for name in names)


def test_its_answers_are_those_of_the_code() -> None:
    rows = [line.split("|") for line in PAGE.splitlines() if re.match(r"\| [1-5] ", line)]
    assert [row[2].strip() == "true" for row in rows] == [each.answer for each in STATEMENTS]
    assert [row[4].strip() == "**no**" for row in rows] == [bool(each.doubt) for each in STATEMENTS]
