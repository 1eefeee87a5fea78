"""From a key press on a slider to the new picture: the first look, as it is shipped, in JupyterLab in a browser."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.measure import Line, at_most, report

if TYPE_CHECKING:
    from playwright.sync_api import Page

SLIDERS = ("generosity", "copied after, weeks", "luck (seed)")
NOTEBOOK = """
import sim
look = sim.first_look()
look
"""
PRESS = """async ([label, key]) => {
  const boxes = [...document.querySelectorAll('.widget-slider')];
  const box = boxes.find(each => each.querySelector('label').textContent === label);
  const handle = box.querySelector('.noUi-handle');
  const picture = document.querySelector('.guanxi-live img');
  handle.focus();
  const before = picture.src;
  const shown = new Promise((done, missed) => {
    setTimeout(() => missed(new Error('no new picture')), 60000);
    picture.addEventListener('load', () => picture.src === before || done(performance.now()));
  });
  const start = performance.now();
  handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  return (await shown) - start;
}"""
"""Presses a key on the handle of a slider; milliseconds until the picture with the new source is loaded."""


def lines(quick: bool) -> list[Line]:
    """Milliseconds by the clock of the page; each press leads to a market that has not been run before."""
    presses = 12 if quick else 40
    inside = _in_the_kernel(presses)
    found = _in_the_browser(presses)
    what = "slider key press to new picture in JupyterLab, 2,000 customers"
    rows = [report("first look, choice to PNG in the kernel: median", f"{median(inside):.0f} ms")]
    for label, taken in found.items():
        share = "; runs both worlds anew" if label.startswith("luck") else ""
        rows += [
            at_most(f"{what}: {label}, median", 150, median(taken), "ms", share),
            at_most(f"{what}: {label}, p90", 250, quantiles(taken, n=10)[-1], "ms"),
        ]
    return rows


def _in_the_kernel(presses: int) -> list[float]:
    import sim
    from sim.apps.notebook.first_look import Choice

    look, taken = sim.first_look(), []
    for number in range(presses + 1):
        start = time.perf_counter()
        look.choose(Choice("frequency", number % 11, 26, 1 + number // 11))
        taken.append(1000 * (time.perf_counter() - start))
    return taken[1:]


def _in_the_browser(presses: int) -> dict[str, list[float]]:
    from tests.apps.classroom.browser import browser
    from tests.apps.notebooks.lab import lab, run_all

    with tempfile.TemporaryDirectory() as folder:
        _write_notebook(Path(folder) / "look.ipynb")
        with lab(Path(folder)) as address, browser() as running:
            page = running.new_page(viewport={"width": 1280, "height": 900})
            run_all(page, address, "look.ipynb")
            page.locator(".guanxi-live img").wait_for(timeout=120_000)
            return {label: _pressed(page, label, presses) for label in SLIDERS}


def _write_notebook(path: Path) -> None:
    cell = {"cell_type": "code", "execution_count": None, "id": "look", "metadata": {}, "outputs": [],
            "source": NOTEBOOK.strip()}  # fmt: skip
    spec = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path.write_text(
        json.dumps({"cells": [cell], "metadata": spec, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )


def _pressed(page: Page, label: str, presses: int) -> list[float]:
    """Milliseconds of each press, up and down the slider by turns of five; a first press is not counted."""
    taken = []
    for number in range(presses + 1):
        key = "ArrowLeft" if number // 4 % 2 else "ArrowRight"
        taken.append(float(page.evaluate(PRESS, [label, key])))
        page.wait_for_timeout(120)
    return taken[1:]
