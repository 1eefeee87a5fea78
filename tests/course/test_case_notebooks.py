"""Every scenario is in a chapter or has a case notebook, and those notebooks are the scenarios' own words."""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path

import nbformat
import pytest

from docs.case_notebooks import FOLDERS, case_scenarios, contents
from sim import charts
from sim.course.chapters.reader import course_chapters
from sim.scenario.files.load import shipped_scenarios
from tests.apps.notebooks.running import errors, run
from tests.conftest import ROOT


@cache
def made() -> dict[Path, str]:
    """The notebooks as the scenarios ask for them, made once."""
    return contents()


def code_of(text: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def test_every_scenario_is_in_a_lesson() -> None:
    chapters = {experiment.scenario for one in course_chapters() for experiment in one.experiments.values()}
    assert set(shipped_scenarios()) - chapters - set(case_scenarios()) == set()


def test_the_case_notebooks_are_those_of_the_scenarios() -> None:
    """``python -m docs.case_notebooks`` writes them anew."""
    there = {path.relative_to(ROOT) for path in (ROOT / "notebooks/cases").rglob("*.ipynb")}
    assert {path for path in there if "checkpoint" not in str(path)} == set(made())
    assert all((ROOT / path).read_text(encoding="utf-8") == text for path, text in made().items())


def test_twins_have_the_same_short_code_that_names_charts_that_are_there() -> None:
    for name in case_scenarios():
        english, chinese = (code_of(made()[Path(folder) / f"{name}.ipynb"]) for folder in FOLDERS.values())
        assert english == chinese and len(english) >= 2
        assert all(len(cell.splitlines()) <= 3 for cell in english)
        for node in ast.walk(ast.parse("\n".join(english))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("sim.charts."):
                assert ast.unparse(node.func).removeprefix("sim.charts.") in charts.__all__


@pytest.mark.slow
@pytest.mark.parametrize("name", case_scenarios())
def test_a_case_notebook_runs(name: str) -> None:
    path = Path(FOLDERS["zh"]) / f"{name}.ipynb"
    notebook = nbformat.reads(made()[path], as_version=4)
    done, _ = run(notebook, ROOT / path.parent, then="import json\nprint(json.dumps({}))")
    assert errors(done) == []
    shown = [out for cell in done.cells for out in cell.get("outputs", ()) if "image/png" in out.get("data", {})]
    assert len(shown) == sum("sim.charts." in code for code in code_of(made()[path]))
