"""Each notebook has a twin in Chinese: the same cells of code, and every text in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHOICE = 'sim.use_language("zh")'
"""The one line of code that a twin has more."""


def lines_of(code: str) -> list[str]:
    """The lines of a cell that are not empty."""
    return [line for line in code.splitlines() if line.strip()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_twin_has_the_same_code_and_its_texts_in_chinese(path: Path) -> None:
    english, chinese = (nbformat.read(one, as_version=4).cells for one in (path, path.parent / "zh" / path.name))
    assert [cell.cell_type for cell in english] == [cell.cell_type for cell in chinese]
    for own, twin in zip(english, chinese, strict=True):
        if own.cell_type == "code":
            assert lines_of(own.source) == [line for line in lines_of(twin.source) if line != CHOICE]
            assert not twin.outputs
        else:
            assert re.search(r"[\u4e00-\u9fff]", twin.source)
            assert own.source.count("<details>") == twin.source.count("<details>")
            assert re.findall(r"`[^`]+`", own.source) == re.findall(r"`[^`]+`", twin.source)
    assert sum(CHOICE in cell.source.splitlines() for cell in chinese) == 1


def test_there_is_no_twin_without_its_notebook() -> None:
    assert {path.name for path in (ROOT / "notebooks" / "zh").glob("*.ipynb")} == {path.name for path in NOTEBOOKS}
