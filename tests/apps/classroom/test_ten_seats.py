"""Ten scripted seats play the key-account game while the server is killed: nothing is lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest

from sim.apps.classroom import RemoteSeat, seat
from sim.apps.classroom.web.serving import opened
from sim.game.load_game import load_game
from sim.game.session.session import Session
from tests.conftest import ROOT
from tests.game.games import firmly

GAME = "key_account_game"
SEED = 11
KILLS = 4


def decision(who: str, round_: int) -> dict[str, Any]:
    """What a seat decides in a round."""
    third = (round_ + len(who)) % 3
    firm: Mapping[str, dict[str, Any]] = {
        "head": {"price": 0.98 + 0.02 * third}, "relations": {"win_back": 15.0 + round_},
        "service": {"staff": 2 + third}, "production": {"product": 1.0 + 0.01 * third},
        "finance": {"communication": {"advertising": 20.0 + round_}},
    }  # fmt: skip
    account = {"wallet": {"Azure": 0.3 + 0.1 * third, "Beryl": 0.4, "Cedar": 0.3 - 0.1 * third},
               "receive": {"Azure": third > 0}}  # fmt: skip
    return firm.get(who, account)


class Clerk:
    """Writes down what was acknowledged."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, str, int]] = []
        self.again = 0
        self.faults: list[str] = []
        self._lock = Lock()

    def note(self, mark: str, act: str, who: str, round_: int, *, again: bool) -> None:
        with self._lock:
            self.acts.append((mark, act, who, round_))
            self.again += again


def decider(remote: RemoteSeat, clerk: Clerk, rounds: int) -> None:
    """Decide in every round, and expect something where there is a firm; go on when the round is closed."""
    who = remote.name
    try:
        for round_ in range(rounds):
            if who in ("head", "finance"):
                mark = f"{who} expects {round_}"
                said = remote.predict({"profit": 1000.0 * round_, "profit_within": 500.0}, round=round_, client=mark)
                clerk.note(mark, "predicted", who, round_, again=said["again"])
            mark = f"{who} decides {round_}"
            said = remote.decide(decision(who, round_), round=round_, client=mark)
            if not said["accepted"]:
                said = remote.decide(decision(who, round_), round=round_, client=mark, confirmed=said["token"])
            clerk.note(mark, "decided", who, round_, again=said["again"])
            if (round_ + len(who)) % 3 == 0:  # as if no answer had come
                assert remote.decide(decision(who, round_), round=round_, client=mark)["again"]
            while remote.state()["round"] == round_:
                remote.wait(5)
    except Exception as error:
        clerk.faults.append(f"{who}: {error!r}")


def leader(remote: RemoteSeat, clerk: Clerk, rounds: int) -> None:
    """Close each round once all are in."""
    try:
        for round_ in range(rounds):
            while remote.state()["waiting_for"]:
                remote.wait(5)
            said = remote.lead("close_round", {"round": round_}, client=f"close {round_}")
            clerk.note(f"close {round_}", "closed", "", round_, again=said["again"])
    except Exception as error:
        clerk.faults.append(f"{remote.name}: {error!r}")


def started(path: Path, port: int) -> subprocess.Popen[str]:
    """A server of its own process: with the game in this file, once it is there."""
    words = [str(path)] if path.exists() else [GAME, "--file", str(path), "--seed", str(SEED)]
    command = [sys.executable, "-m", "sim.apps.cli.main", "serve", *words, "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=path.parent, env=environment)
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        printed.append(line)
        if "Stop with Ctrl-C" in line:
            return process
    raise AssertionError(f"the server did not start: {printed}")


@pytest.mark.slow
def test_ten_seats_play_to_the_end_through_kills(tmp_path: Path) -> None:
    path = tmp_path / "g.guanxi"
    with opened(0, lan=False) as free:
        port = free.getsockname()[1]
    process = started(path, port)
    game, _ = load_game(GAME)
    clerk, chance = Clerk(), random.Random(5)
    address = f"http://127.0.0.1:{port}"
    try:
        codes = codes_in(path, process, port)
        process = started(path, port)
        remotes = {name: seat(address, name, code, patience=120) for name, code in codes.items()}
        people = [each.name for each in game.deciding]
        assert len(people) == 10
        threads = [Thread(target=decider, args=(remotes[name], clerk, game.rounds)) for name in people]
        threads.append(Thread(target=leader, args=(remotes["instructor"], clerk, game.rounds)))
        for thread in threads:
            thread.start()
        whole = game.rounds * (len(people) + 3)
        due = sorted(chance.sample(range(5, whole - 10), KILLS))
        while any(thread.is_alive() for thread in threads):
            if due and len(clerk.acts) >= due[0]:
                due.pop(0)
                time.sleep(chance.uniform(0, 0.03))
                process.kill()  # SIGKILL: no farewell
                process.wait()
                process = started(path, port)
            time.sleep(0.005)
        assert not clerk.faults and not due, clerk.faults
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    with Session.open(path) as session:
        kept = Counter(entry.client for entry in session.entries if entry.client)
        assert set(kept.values()) == {1}
        held = {entry.client: entry for entry in session.entries if entry.client}
        for mark, act, who, round_ in clerk.acts:
            entry = held[mark]
            assert (entry.act, entry.seat, entry.round) == (act, who, round_)
            if act == "decided":
                assert entry.content["decision"] == json.loads(json.dumps(decision(who, round_)))
        assert len(clerk.acts) == len(kept) == whole
        assert [entry.round for entry in session.entries if entry.act == "closed"] == list(range(game.rounds))
        rows = session.results().runs[0].rows
        with Session.create(tmp_path / "whole.guanxi", GAME, seed=SEED) as unhurt:
            for name in people:
                unhurt.join(name, unhurt.codes[name])
            for round_ in range(game.rounds):
                for name in people:
                    firmly(unhurt, name, decision(name, round_))
                unhurt.close_round()
            assert unhurt.results().runs[0].rows.tolist() == rows.tolist()
    print(f"{KILLS} kills, {len(clerk.acts)} acts acknowledged, {clerk.again} of them had arrived before a kill")


def codes_in(path: Path, process: subprocess.Popen[str], port: int) -> dict[str, str]:
    """The pass codes, from the file of a server that was killed before anyone came."""
    process.kill()
    process.wait()
    with Session.open(path) as session:
        return dict(session.codes)
