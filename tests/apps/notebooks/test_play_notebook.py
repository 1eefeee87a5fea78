"""The notebook of play: each game and exercise in it is played through its page, and nothing raises."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.apps.notebooks.running import ROOT, errors, run

PLAY = ROOT / "notebooks" / "02_play.ipynb"
GAMES = ("firm", "race", "accounts", "service", "street")
EXERCISES = ("detective", "sort", "statements", "visits")
"""What the notebook plays, by the names of its variables."""
ASK = f"""
import json

from sim.apps.notebook.play.page_widget import PageWidget

said = []
PageWidget.send = lambda self, message, **rest: said.append(message)

def ask(player, path, body=None, seat=""):
    said.clear()
    player.page.heard(None, {{"id": "x", "path": path, "body": body, "seat": seat, "device": "d"}}, [])
    (answer,) = [each for each in said if each.get("id") == "x"]
    assert answer["status"] == 200, answer
    return answer["content"]

def round_of(player):
    for seat in player.people:
        form = ask(player, "/api/state", seat=seat)["form"]
        values = {{field["path"]: field["present"] for field in form["decide"]}}
        ask(player, "/api/act/decide", {{"values": values, "reason": "", "confirmed": ""}}, seat)
    if ask(player, "/api/table")["closes"]:
        ask(player, "/api/table/close_round", {{}})

told = {{}}
for name in {GAMES!r}:
    player = globals()[name]
    assert ask(player, "/api/table")["next"]["page"] == "start"
    first = [seat["name"] for seat in ask(player, "/api/table")["seats"] if seat["decides"]]
    ask(player, "/api/begin", {{"seats": first[:2]}})
    round_of(player)
    round_of(player)
    ending = ask(player, "/api/ending")
    told[name] = [player.session.lines[player.session.line(player.people[0])].round, len(ending["figures"]["rows"])]
for name in {EXERCISES!r}:
    player = globals()[name]
    state = ask(player, "/api/exercise")
    values = {{question["path"]: question["present"] for question in state["questions"]}}
    if name == "detective":
        values |= {{path: 0.3 for path in values if path.startswith("churn.")}} | {{"shares.price": 1.0}}
    ask(player, "/api/exercise/answer", {{"values": values}})
    ask(player, "/api/exercise/reveal", {{}})
    told[name] = [len(state["tables"]), len(ask(player, "/api/exercise")["truth"]) > 0]
print(json.dumps(told))
"""
"""Plays two rounds of each game with two people, and answers each exercise, as the page does."""


@pytest.mark.slow
def test_everything_in_the_notebook_is_played_through_its_page(tmp_path: Path) -> None:
    done, told = run(nbformat.read(PLAY, as_version=4), tmp_path, then=ASK)
    assert errors(done) == []
    assert {name: told[name][0] for name in GAMES} == dict.fromkeys(GAMES, 2)
    assert all(told[name][1] >= 1 for name in GAMES)
    assert all(told[name][1] for name in EXERCISES) and told["detective"][0] >= 3
    assert {path.stem for path in tmp_path.glob("*.guanxi")} >= {"head_of_the_firm", "imitation_race", "exit_detective"}
    cells = [cell for cell in done.cells if cell.cell_type == "code" and "sim.play(" in cell.source]
    stills = [output for cell in cells for output in cell.outputs if "guanxi-static" in str(output.get("data", ""))]
    assert len(stills) == len(GAMES) + len(EXERCISES), "each has a still for exports and the file's preview"


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
        "player.session.pause()\nassert player.clock.runs",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    done, _ = run(notebook, tmp_path, then="print('{}')")
    assert errors(done) == []
