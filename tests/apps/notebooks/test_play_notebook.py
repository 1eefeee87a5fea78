"""The notebook of play: every control moved to its ends and back, every button pressed, nothing raises."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.apps.notebooks.running import PRESS_EVERYTHING, ROOT, errors, run

PLAY = ROOT / "notebooks" / "02_play.ipynb"
AT_LEAST = {
    "firm": {
        "Begin", "Send", "Decide", "Play this round again", "Go to this line", "Carry on as on it",
        "Note it", "Tell luck and skill apart", "Stop here and read the debrief", "Write everything out", "Play on",
    },
    "race": {
        "Begin", "I am Azure, and alone", "I am Beryl, and alone", "I am instructor, and alone", "Back to the table",
        "Hide my view", "Decide", "Note it", "Decide anew", "Take back", "Close the round", "Trigger event",
        "A bot sits in", "Give it to a person", "Send",
    },
    "accounts": {"Begin", "Decide", "Pause", "Go on", "Add one minute", "Close the round"},
    "service": {"Begin", "Decide"},
    "street": {"Begin", "Decide"},
    "detective": {"Write them as CSV", "Hand it in", "Show the truth"},
    "sort": {"Write them as CSV", "Hand it in", "Show the truth"},
    "statements": {"Try it", "Hand it in", "Show the truth"},
    "visits": {"Hand it in", "Show the truth"},
}  # fmt: skip
"""Buttons that must have come up and been pressed, by what plays."""
PLAYERS = f"""
PLAYERS = {{name: (globals()[name], wanted) for name, wanted in {AT_LEAST!r}.items()}}
for box in race.stage.scene.children:
    for tick in getattr(box, "children", ()):
        if getattr(tick, "description", "") in ("Beryl", "instructor"):
            tick.value = True
asked = [question.path for question in detective.sitting.questions()]
detective.answer({{"shares.price": 1.0}} | {{path: 0.3 for path in asked if path.startswith("churn.")}})
"""
"""The race has two people and an instructor; the shares of a report must sum to 1."""


@pytest.mark.slow
def test_every_control_is_moved_and_every_button_pressed(tmp_path: Path) -> None:
    done, seen = run(nbformat.read(PLAY, as_version=4), tmp_path, then=PLAYERS + PRESS_EVERYTHING)
    assert seen["raised"] == []
    assert errors(done) == []
    missing = {name: sorted(wanted - set(seen["players"][name]["pressed"])) for name, wanted in AT_LEAST.items()}
    assert {name: gone for name, gone in missing.items() if gone} == {}
    assert all(player["moved"] for player in seen["players"].values())
    assert {path.stem for path in tmp_path.glob("*.guanxi")} >= {"head_of_the_firm", "imitation_race", "exit_detective"}


QUICK = """
name: quick
title: "Two seconds a round"
teaches: "That time goes on while the notebook waits."
scenario: first_look
rounds: 30
advance: timer
seconds: 2
seats:
  - {name: Azure, role: firm}
"""


@pytest.mark.slow
def test_time_goes_on_while_the_notebook_waits(tmp_path: Path) -> None:
    """The clock is a task of the kernel's own loop: it blocks nothing, and what it raises would be lost in silence."""
    (tmp_path / "quick.yaml").write_text(QUICK)
    cells = [
        'import asyncio, sim\nplayer = sim.play("quick.yaml", seats=["Azure"])',
        'while player.session.lines["main"].round < 2:\n    await asyncio.sleep(0.2)',
        "player.session.pause()\nassert player.clock._task is not None and not player.clock._task.done()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    done, _ = run(notebook, tmp_path, then="print('{}')")
    assert errors(done) == []
