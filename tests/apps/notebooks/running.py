"""Running a notebook as a person would: every cell, then every control moved to its ends and back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[3]

MOVE_EVERYTHING = """
import hashlib
import json
import threading

import ipywidgets
from ipywidgets.widgets.widget import _instances

pictures = [widget for widget in list(_instances.values()) if isinstance(widget, ipywidgets.Image)]

def look_of():
    for thread in threading.enumerate():
        if thread.name == "guanxi: newest request":
            thread.join()
    return [hashlib.sha256(picture.value).hexdigest() for picture in pictures]

at_first, moved, changed = look_of(), [], {}
for control in list(_instances.values()):
    if isinstance(control, (ipywidgets.FloatProgress, ipywidgets.IntProgress)):
        continue
    if hasattr(control, "min") and hasattr(control, "max"):
        ends = [control.min, control.max]
    elif isinstance(control, ipywidgets.widgets.widget_selection._Selection):
        ends = [one[1] if isinstance(one, tuple) else one for one in control.options]
    elif isinstance(control, ipywidgets.Checkbox):
        ends = [not control.value]
    else:
        continue
    before, start, seen = control.value, look_of(), set()
    for value in [*ends, before]:
        control.value = value
        seen.add(tuple(look_of()))
    moved.append(control.description)
    changed[control.description] = len(seen - {tuple(start)}) > 0
print(json.dumps({"moved": moved, "changed": changed, "pictures": len(pictures), "as_before": look_of() == at_first}))
"""


def run(
    notebook: nbformat.NotebookNode, folder: Path, found_first: Path = ROOT, then: str = MOVE_EVERYTHING
) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
    """The notebook after running it and then ``then``, and what that saw. Raises what a cell raises.

    It runs in ``folder``; modules are looked for in ``found_first`` before all other places.
    """
    notebook = nbformat.reads(nbformat.writes(notebook), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(then))
    path = os.pathsep.join(filter(None, (str(found_first), os.environ.get("PYTHONPATH"))))
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env={**os.environ, "PYTHONPATH": path})
    printed = "".join(output.get("text", "") for output in notebook.cells[-1].outputs)
    return notebook, json.loads(printed.splitlines()[-1])


def errors(notebook: nbformat.NotebookNode) -> list[str]:
    """Errors in the outputs of cells and in the saved state of widgets, where callbacks leave theirs."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    states = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    for widget in states.values():
        outputs += widget.get("state", {}).get("outputs", [])
    return [f"{output['ename']}: {output['evalue']}" for output in outputs if output.get("output_type") == "error"]
