"""The script and the styles of the notebook's page: everything in one text, in order, and only for its own part."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.apps.notebook.play.page_bundle import ENTRY, BundleError, in_order, page_script, page_style


def test_a_module_stands_after_those_that_it_needs_and_none_is_fetched() -> None:
    names = [path.name for path in in_order(ENTRY)]
    assert names[-1] == "main.js" and len(names) == len(set(names))
    assert names.index("element.js") < names.index("fields.js") < names.index("seat.js")
    script = page_script()
    assert not re.search(r"^\s*import\b|https?://(?!www\.w3\.org/2000/svg)", script, flags=re.MULTILINE)
    assert script.count("export ") == 1 and script.rstrip().endswith(".widget;")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('import * as all from "./other.js";\n', "neither an import of names"),
        ("export default 3;\n", "neither an import of names"),
        ('import { a } from "library";\n', "only files beside it"),
        ('import { a } from "./entry.js";\n', "imports itself"),
    ],
)
def test_what_cannot_be_put_into_one_script_is_said(
    source: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = tmp_path / "entry.js"
    entry.write_text(source, encoding="utf-8")
    monkeypatch.setattr("sim.apps.notebook.play.page_bundle.ENTRY", entry)
    with pytest.raises(BundleError, match=fault):
        page_script.__wrapped__()


def test_styles_hold_for_the_page_only_and_follow_the_width_of_the_cell() -> None:
    style = page_style()
    assert not re.search(r"(?m)^\s*(?::root|html|body|main)\b", style)
    assert ":host([data-theme=dark])" in style and "@container (max-width: 859px)" in style
    assert "@media (max-width" not in style and "@media (min-width" not in style


def test_a_notebook_needs_no_web_server() -> None:
    code = """
import sys
for name in ("starlette", "uvicorn"):
    sys.modules[name] = None
import sim.apps.notebook.play.exercise_widget, sim.apps.notebook.play.hot_seat
"""
    root = str(ENTRY.parents[4])
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": root, "PATH": ""}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-500:]
