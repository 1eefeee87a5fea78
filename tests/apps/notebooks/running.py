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

PRESS_EVERYTHING = """
import json
import random

import ipywidgets
from ipywidgets.widgets.widget import _instances

raised, shell, luck = [], get_ipython(), random.Random(1)
shown = shell.showtraceback
def showtraceback(exc_tuple=None, *given, **named):
    import sys, traceback
    raised.append("".join(traceback.format_exception(*(exc_tuple or sys.exc_info()))[-3:]))
    return shown(exc_tuple, *given, **named)
shell.showtraceback = showtraceback

def inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)

def ends(control):
    if hasattr(control, "min") and hasattr(control, "max"):
        return [control.min, control.max]
    if isinstance(control, ipywidgets.widgets.widget_selection._Selection):
        return list(control.options)
    if isinstance(control, ipywidgets.Checkbox):
        return [not control.value]
    if isinstance(control, (ipywidgets.IntText, ipywidgets.FloatText)):
        return [-1, 0, 10**7]
    if isinstance(control, (ipywidgets.Text, ipywidgets.Textarea)):
        return ["", "0.25", "what is this?"]
    return []

def there(panel, sort):
    return [widget for widget in inside(panel) if isinstance(widget, sort) and widget.comm is not None]

def value_of(option):
    return option[1] if isinstance(option, tuple) else option

def move_all(panel, moved):
    for control in there(panel, ipywidgets.ValueWidget):
        key = (type(control).__name__, getattr(control, "description", ""))
        if control.comm is None or key in moved or not ends(control):
            continue
        before = control.value
        for end in [*ends(control), before]:
            if control.comm is not None:
                control.value = value_of(end)
        moved.add(key)

def leave_one_moved(panel):
    controls = [control for control in there(panel, ipywidgets.ValueWidget) if ends(control)]
    if not controls or luck.random() < 0.7:
        return lambda: None
    control = luck.choice(controls)
    before, control.value = control.value, value_of(luck.choice(ends(control)))
    return lambda: setattr(control, "value", before) if control.comm is not None else None

def play(panel, wanted):
    pressed, moved, refused, wanted = {}, set(), 0, set(wanted)
    for step in range(MOST):
        if step >= LEAST and wanted <= set(pressed):
            break
        move_all(panel, moved)
        put_back = leave_one_moved(panel)
        buttons = there(panel, ipywidgets.Button)
        if not buttons:
            break
        often = {button: pressed.get(button.description, 0) for button in buttons}
        seldom = [button for button in buttons if often[button] == min(often.values())]
        missed = [button for button in seldom if button.description in wanted and not often[button]]
        chosen = luck.choice(missed or seldom)
        pressed[chosen.description] = pressed.get(chosen.description, 0) + 1
        chosen.click()
        put_back()
        refused += any("gx-refusal" in html.value for html in there(panel, ipywidgets.HTML))
    return {"pressed": pressed, "moved": sorted(map(str, moved)), "refused": refused}

LEAST, MOST = 8, 120
told = {name: play(player.panel, wanted) for name, (player, wanted) in PLAYERS.items()}
print(json.dumps({"players": told, "raised": raised}))
"""
"""Presses every button that can be seen, each at least once, after moving every control to its ends and back; now and
then one control is left where it is, so that slips and refusals come up. ``PLAYERS`` names what plays, and the buttons
until which it goes on; some come up only after others."""


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
