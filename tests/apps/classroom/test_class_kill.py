"""A class survives ``kill -9``: what was acknowledged in any market is there, once, and the class goes on."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from sim.apps.classroom import RemoteSeat, seat
from sim.apps.classroom.classes.class_file import read_class_file
from sim.apps.classroom.classes.class_folder import open_class
from sim.apps.classroom.web.serving import opened
from sim.game.errors import GameError
from tests.apps.classroom.classes import made
from tests.apps.classroom.served import asked
from tests.conftest import ROOT

MARKETS, ROUNDS, KILLS = 3, 3, 3


def started(place: Path, port: int) -> subprocess.Popen[str]:
    """A server of its own process that answers."""
    command = [sys.executable, "-m", "sim.apps.cli.main", "class", str(place), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=place.parent, env=environment)
    printed = []
    for line in process.stdout or ():
        printed.append(line)
        if re.match(r"5\. Everything is saved in", line):
            return process
    raise AssertionError(f"the server did not start: {printed}")


class Class:
    """What clients of a class do, and what they were told."""

    def __init__(self, address: str, place: Path) -> None:
        self.address, self.code = address, read_class_file(place).join_code
        self.told: list[tuple[str, str, int]] = []
        self.seats: dict[str, tuple[str, str]] = {}
        self.faults: list[str] = []

    def until_answered(self, path: str, body: dict[str, object], token: str = "") -> Any:
        """One request, sent again as it is until it is answered."""
        for _ in range(600):
            try:
                return asked(self.address, "POST", path, body, token=token).content
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError("no answer")

    def person(self, number: int) -> None:
        """Join, and decide in every round, with marks by which what is sent twice counts once."""
        try:
            mark = f"person {number}"
            joined = self.until_answered(
                "/api/class/join", {"code": self.code, "name": f"P{number}", "client": mark}
            )  # fmt: skip
            self.seats[f"P{number}"] = (joined["market"], joined["seat"])
            remote = seat(self.address, joined["seat"], joined["link"].split("code=")[1], market=joined["market"],
                          patience=120)  # fmt: skip
            for round_ in range(ROUNDS):
                self.decides(remote, round_, f"{mark} decides {round_}")
                self.told.append((f"{mark} decides {round_}", joined["market"], round_))
                while remote.state()["round"] == round_:
                    remote.wait(2)
        except Exception as error:
            self.faults.append(f"P{number}: {error!r}")

    def decides(self, remote: RemoteSeat, round_: int, mark: str) -> None:
        """Decide once the market is open."""
        while True:
            try:
                assert remote.decide({"price": 1.0 + 0.01 * round_}, round=round_, client=mark)["accepted"]
                return
            except GameError as error:
                if "is not open" not in str(error):
                    raise
                time.sleep(0.05)


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost_or_doubled_when_the_server_is_killed(tmp_path: Path) -> None:
    place = made(tmp_path, markets=MARKETS, practice=False)
    with opened(0, lan=False) as free:
        port = free.getsockname()[1]
    process = started(place, port)
    clients = Class(f"http://127.0.0.1:{port}", place)
    threads = [Thread(target=clients.person, args=(number,)) for number in range(2 * MARKETS)]
    chance = random.Random(3)
    entered = clients.until_answered("/api/class/enter", {"code": read_class_file(place).instructor_code})

    def lead(name: str, **given: object) -> None:
        path = f"/api/class/lead/{name}"
        answer = clients.until_answered(path, given, entered["token"])
        if not answer["accepted"]:
            confirmed = clients.until_answered(path, {**given, "confirmed": answer["token"]}, entered["token"])
            assert confirmed["accepted"]

    try:
        for thread in threads:
            thread.start()
        lead("open")
        for round_ in range(ROUNDS):
            if round_ < KILLS:
                time.sleep(chance.uniform(0.05, 0.6))
                process.kill()  # SIGKILL: no farewell
                process.wait()
                process = started(place, port)
            while len([one for one in clients.told if one[2] == round_]) < len(threads) and not clients.faults:
                time.sleep(0.02)
            rounds = {str(number + 1): round_ for number in range(MARKETS)}
            lead("close_round", rounds=rounds, client=f"close {round_}")
        for thread in threads:
            thread.join(60)
        assert not clients.faults
    finally:
        process.kill()
        process.wait()
    file, sessions = open_class(place)
    try:
        assert {one.name: (one.market, one.seat) for one in file.people} == clients.seats
        assert len(set(clients.seats.values())) == len(threads) and file.open == [*file.markets]
        marks = Counter(entry.client for session in sessions.values() for entry in session.entries if entry.client)
        assert all(marks[mark] == 1 for mark, _, _ in clients.told) and len(clients.told) == ROUNDS * len(threads)
        closed = [[e.round for e in session.entries if e.act == "closed"] for session in sessions.values()]
        assert closed == [list(range(ROUNDS))] * MARKETS
    finally:
        for session in sessions.values():
            session.close()
