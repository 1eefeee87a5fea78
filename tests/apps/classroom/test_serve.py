"""``guanxi serve``: what it prints, what it refuses, how it ends; and a notebook's seat at what it serves."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.apps.classroom import RemoteSeat, seat
from sim.apps.classroom.seats.remote_seat import PAUSE
from sim.apps.classroom.web.public_address import addresses
from sim.apps.classroom.web.serving import opened
from sim.apps.cli.commands.playing.serve import _session
from sim.apps.cli.main import app
from sim.game.errors import GameError
from sim.game.session.session import Session
from tests.apps.classroom.served import class_of, served
from tests.conftest import ROOT
from tests.game.games import begun


def refused(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What is said where nothing is served."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["serve", *words, "--port", "0"])
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


def test_what_cannot_be_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path, "imitation_race").close()
    before = (tmp_path / "imitation_race.guanxi").read_bytes()
    said = refused(tmp_path, monkeypatch, "imitation_race")
    assert "is there already. To go on with it: guanxi serve imitation_race.guanxi" in said
    assert "seed stay" in refused(tmp_path, monkeypatch, "imitation_race.guanxi", "--seed", "3")
    assert (tmp_path / "imitation_race.guanxi").read_bytes() == before
    assert "did you mean 'imitation_race'" in refused(tmp_path, monkeypatch, "imitation_rase")
    assert "end in .guanxi" in refused(tmp_path, monkeypatch, "imitation_race", "--file", "race.db")
    assert "guanxi play exit_detective" in refused(tmp_path, monkeypatch, "exit_detective")
    assert "nothing.guanxi" in refused(tmp_path, monkeypatch, "nothing.guanxi")
    (tmp_path / "text.guanxi").write_text("no game")
    assert "not the file of a game" in refused(tmp_path, monkeypatch, "text.guanxi")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "imitation_race.copy.guanxi", "imitation_race.guanxi", "text.guanxi",
    ]  # fmt: skip


def test_a_port_that_is_taken_makes_no_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with opened(0, lan=False) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(app, ["serve", "imitation_race", "--port", str(port)])
    assert done.exit_code == 2 and f"Port {port} cannot be opened" in done.output and "--port" in done.output
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_session_of_the_command_from_start_to_end(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "sim.apps.cli.main",
        "serve",
        "head_of_the_firm",
        "--port",
        "0",
        "--lan",
        "--seed",
        "4",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=environment)
    try:
        assert process.stdout is not None
        printed = ""
        while "Stop with Ctrl-C" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        assert "plain HTTP" in printed and "can read what" in " ".join(printed.split())
        found = re.search(r"head +([a-z2-9]{8}) +firm +(http://\S+:(\d+))/#seat=head&code=\1\n", printed)
        assert found, printed
        remote = seat(f"http://127.0.0.1:{found[3]}", "head", found[1])
        assert remote.wait(30)["seat"] == "head", "nothing was seen yet, so there is nothing to wait for"
        assert remote.decide({"price": 0.98}, round=0)["accepted"]
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=120)
    finally:
        process.kill()  # where signals are ignored, as under nohup, it would serve on
    assert process.returncode == 0 and "continue with: guanxi serve head_of_the_firm.guanxi" in rest
    with Session.open(tmp_path / "head_of_the_firm.guanxi") as session:
        assert session.seed == 4 and session.lines["main"].round == 1
        assert session.codes["head"] == found[1]


def test_a_new_game_waits_for_its_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with _session("key_account_game", None, 1) as session:
        assert session.game.advance == "timer" and session.paused
        session.resume()
    with _session("key_account_game.guanxi", None, None) as session:
        assert not session.paused, "who was under way goes on"


def test_a_new_game_has_a_seed_that_was_not_known_before(tmp_path: Path) -> None:
    seeds = []
    for name in ("a", "b"):
        with _session("head_of_the_firm", tmp_path / f"{name}.guanxi", None) as session:
            seeds.append(session.seed)
    assert seeds[0] != seeds[1]


def test_addresses() -> None:
    with opened(0, lan=False) as listening:
        port = listening.getsockname()[1]
        assert addresses(listening, lan=False) == [f"http://127.0.0.1:{port}"]
        for place in addresses(listening, lan=True):
            assert re.fullmatch(rf"http://[\d.]+:{port}", place)
        with pytest.raises(GameError, match="choose another one"):
            opened(port, lan=False)


def test_a_notebook_takes_a_seat(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor") as (session, address):
        azure, teacher = (seat(address, name, session.codes[name], patience=5) for name in ("Azure", "teacher"))
        assert azure.view()["firm"]["firm"] == "Azure" and azure.state()["round"] == 0
        assert azure.predict({"profit": 50.0})["accepted"]
        question = azure.decide({"price": 4.0}, round=0)
        assert not question["accepted"] and question["slips"]
        assert azure.decide({"price": 4.0}, round=0, confirmed=question["token"], reason="yes")["accepted"]
        assert azure.withdraw(round=0)["accepted"] and azure.decide({}, client="a")["accepted"]
        assert azure.decide({}, client="a")["again"]
        azure.wait(0.1)
        heard: list[Any] = []
        thread = Thread(target=lambda: heard.append(azure.wait(20)))
        thread.start()
        teacher.lead("close_round", {"round": 0})
        thread.join(20)
        assert heard[0]["round"] == 1 and azure.wait(0.05)["round"] == 1
        with pytest.raises(GameError, match=r"give a number from 0\.2 to 5"):
            azure.decide({"price": 50.0})
        with pytest.raises(GameError, match="only an instructor"):
            azure.lead("close_round")
        with pytest.raises(GameError, match="not the pass code of Beryl"):
            seat(address, "Beryl", "wrong")


def test_a_seat_waits_for_a_server_that_is_away(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session:
        with served(session) as address:
            remote = seat(address, "Azure", session.codes["Azure"], patience=2 * PAUSE)
        with pytest.raises(GameError, match="does not answer"):
            remote.decide({})
    assert not [entry for entry in Session.open(tmp_path / "g.guanxi").entries if entry.act == "decided"]


def test_who_is_no_game_server_is_told_apart() -> None:
    def answer(line: socket.socket) -> None:
        other, _ = line.accept()
        with other:
            other.recv(10_000)
            other.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")

    with socket.create_server(("127.0.0.1", 0)) as line:
        thread = Thread(target=answer, args=(line,))
        thread.start()
        with pytest.raises(GameError, match="check the address"):
            RemoteSeat(f"http://127.0.0.1:{line.getsockname()[1]}", 1.0).view()
        thread.join(5)


def test_a_seat_is_taken_at_an_address_of_the_web_only() -> None:
    for address in ("file:///etc/hostname", "127.0.0.1:8765", ""):
        with pytest.raises(GameError, match="is not the address of a game; give one such as http://"):
            RemoteSeat(address)
