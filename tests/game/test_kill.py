"""Killed at any moment, a game has every decision that was acknowledged, and none twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.game.session.branch_run import BranchRun
from sim.game.session.game_state import GameState
from sim.game.session.session import Accepted, Session
from tests.conftest import ROOT
from tests.game.games import begun

PLAYER = """
import sys
from sim.game.session.session import Session
session = Session.open(sys.argv[1])
number = int(sys.argv[2])
while not session.view("Azure").over:
    for seat in ("Azure", "Beryl"):
        number += 1
        price = round(0.9 + number % 20 / 100, 2)
        session.decide(seat, {"price": price}, client=f"mark {number}")
        print(f"{number} {seat} {price}", flush=True)
"""


def killed(path: Path, number: int, words_first: int, after: float) -> list[str]:
    """What a process acknowledged before it was killed, so many seconds after so many words."""
    words = [sys.executable, "-c", PLAYER, str(path), str(number)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None and process.stderr is not None
    first = "".join(process.stdout.readline() for _ in range(words_first))
    time.sleep(after)
    process.kill()
    rest, errors = process.communicate()
    assert first and not errors, errors
    said = [line for line in (first + rest).split("\n") if line]
    return said if rest.endswith("\n") or not rest else said[:-1]


@pytest.mark.parametrize("kills", [1, pytest.param(12, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_and_nothing_doubled(kills: int, tmp_path: Path) -> None:
    path = tmp_path / "g.guanxi"
    begun(tmp_path, rounds=400).close()
    chance, acknowledged = random.Random(kills), []
    for turn in range(kills):
        acknowledged += killed(path, 1000 * turn, 1 + turn % 3, chance.uniform(0.0, 0.1))
        with Session.open(path) as session:
            held = {entry.client: entry for entry in session.entries if entry.client}
            marks = [entry.client for entry in session.entries if entry.client]
            assert len(marks) == len(set(marks))
            for line in acknowledged:
                number, seat, price = line.split()
                entry = held[f"mark {number}"]
                assert (entry.seat, entry.content["decision"]) == (seat, {"price": float(price)})
            number, seat, price = acknowledged[-1].split()
            before = session.entries
            again = session.decide(seat, {"price": float(price)}, client=f"mark {number}")
            assert isinstance(again, Accepted) and again.again and session.entries == before
            closed = [entry.round for entry in session.entries if entry.act == "closed"]
            assert closed == list(range(len(closed))) and session.lines["main"].round == len(closed)
            for seat in ("Azure", "Beryl"):
                session.decide(seat, {})
    assert len(acknowledged) >= kills
    print(f"{kills} kills, {len(acknowledged)} decisions acknowledged")


class Struck(BaseException):
    """The process ends here."""


def strike(*_: object) -> None:
    raise Struck


def test_killed_between_the_last_decision_and_the_close_of_its_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(tmp_path)
    session.decide("Azure", {"price": 0.9})
    monkeypatch.setattr(GameState, "close", strike)
    with pytest.raises(Struck):
        session.decide("Beryl", {"price": 0.95}, client="last")
    monkeypatch.undo()
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        held = {seat: said.decision.price for seat, said in again.lines["main"].closed[0].items()}
        assert held == {"Azure": 0.9, "Beryl": 0.95}
        said = again.decide("Beryl", {"price": 0.95}, client="last")
        assert isinstance(said, Accepted) and said.again and again.lines["main"].round == 1


@pytest.mark.parametrize("place", [(BranchRun, "play"), (GameState, "write")])
def test_a_round_that_breaks_off_is_open_still(
    place: tuple[type, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(tmp_path, advance="instructor")
    session.decide("Azure", {"price": 0.9})
    before = session.entries
    monkeypatch.setattr(*place, strike)
    with pytest.raises(Struck):
        session.close_round()
    monkeypatch.undo()
    assert session.entries == before and session.view("Azure").round == 0
    session.close_round()
    live = session.results().runs[0].rows
    session.close()
    with Session.open(tmp_path / "g.guanxi") as again:
        assert again.results().runs[0].rows.tolist() == live.tolist() and again.lines["main"].round == 1
