"""Every notebook runs, its controls do something, and none of its callbacks raises."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from sim.registry import registered
from tests.apps.notebooks.running import ROOT, errors, run

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURES = [path for path in NOTEBOOKS if path.stem in ("01_first_look", "03_compare")]
"""Notebooks whose controls change a picture; the one of play has a test of its own, the gallery has no controls."""
FEW_REPLICATIONS = """
import pytest
from tests.experiments.stylised_facts.looking import few_replications
few_replications(pytest.MonkeyPatch())
"""


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_source_is_stripped_of_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_of_code_has_more_than_fifteen_lines(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    longest = max(len(cell.source.splitlines()) for cell in cells if cell.cell_type == "code")
    assert 0 < longest <= 15


@pytest.mark.slow
@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_it_runs_and_every_control_changes_the_picture(path: Path) -> None:
    done, seen = run(nbformat.read(path, as_version=4), path.parent)
    assert errors(done) == []
    assert seen["pictures"] >= 1
    assert seen["moved"]
    assert all(seen["changed"].values()), f"controls that change nothing: {seen['changed']}"
    assert seen["as_before"], "with every control back in its place the picture must be the one before"
    outputs = [output for cell in done.cells for output in cell.get("outputs", ()) if "data" in output]
    pages = [output.data.get("text/html", "") for output in outputs]
    assert sum('<img alt="' in page and "guanxi-static" in page for page in pages) == seen["pictures"]


@pytest.mark.slow
def test_the_gallery_shows_every_fact() -> None:
    """With three replications of each market; ``tests/experiments/stylised_facts`` runs all and judges the figures."""
    path = ROOT / "notebooks" / "04_gallery.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(FEW_REPLICATIONS))
    done, _ = run(notebook, path.parent)
    assert errors(done) == []
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    shown = [output for output in outputs if "image/png" in output.get("data", {})]
    sources = "".join(cell.source for cell in done.cells)
    asked = [name for name in registered("fact") if f'sim.run_stylised_fact("{name}")' in sources]
    assert asked == list(registered("fact")) and len(shown) == len(asked)


def test_a_simulator_hidden_by_a_file_of_ones_own_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "sim.py").write_text("x = 1\n")
    notebook = nbformat.read(ROOT / "notebooks" / "01_first_look.ipynb", as_version=4)
    with pytest.raises(Exception, match=r"Your own file .*sim\.py is called sim and hides the simulator"):
        run(notebook, tmp_path, found_first=tmp_path)


def test_a_callback_that_raises_is_found_in_the_saved_widgets(tmp_path: Path) -> None:
    """Notebook runners pass such a notebook; this test would be worth nothing if it did too."""
    source = """
import ipywidgets
control, said = ipywidgets.IntSlider(1, 0, 3), ipywidgets.Output()

def raise_above_two(change):
    with said:
        if change["new"] > 2:
            raise ValueError("too far")

control.observe(raise_above_two, "value")
ipywidgets.VBox([control, said])
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    done, seen = run(notebook, tmp_path)
    assert seen["moved"] == [""]
    assert errors(done) == ["ValueError: too far"]
