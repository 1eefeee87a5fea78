"""Ten screens: how soon a closed round and an accepted decision are seen at seats that play over HTTP."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from threading import Thread

from benchmarks.measure import Line, at_most
from sim.apps.classroom import RemoteSeat, seat
from sim.apps.classroom.web.public_address import addresses
from sim.apps.classroom.web.serving import opened, server
from sim.game.session.session import Session

GAME = "key_account_game"


def lines(quick: bool) -> list[Line]:
    """Seconds by the clock on the wall."""
    with tempfile.TemporaryDirectory() as folder, Session.create(Path(folder) / "g.guanxi", GAME) as session:
        codes, people = dict(session.codes), [place.name for place in session.game.deciding]
        with opened(0, lan=False) as listening:
            address = addresses(listening, lan=False)[0]
            running = server(session)
            thread = Thread(target=running.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                remotes = {name: seat(address, name, code) for name, code in codes.items()}
                decided, seen = _played([remotes[name] for name in people], remotes["instructor"], session.game.rounds)
            finally:
                running.should_exit = True
                thread.join()
    where = f"{GAME}, {len(people)} seats over HTTP"
    return [
        at_most(f"{where}: a decision is accepted", 0.1, median(decided), "s", f", slowest {max(decided):.3f} s"),
        at_most(f"{where}: all seats see a closed round", 1.0, median(seen), "s", f", slowest {max(seen):.2f} s"),
    ]


def _played(seats: list[RemoteSeat], leader: RemoteSeat, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds for each decision to be accepted, and from each closing until the last seat has seen it."""
    decided, seen = [], []
    for number in range(rounds):
        for each in seats:
            decided.append(_seconds(partial(each.decide, {}, round=number)))
        for each in seats:
            each.state()
        waiting = [Thread(target=_until_after, args=(each, number)) for each in seats]
        for thread in waiting:
            thread.start()
        time.sleep(0.2)  # all wait for news now
        seen.append(_seconds(partial(_closed, leader, number, waiting)))
    return decided, seen


def _closed(leader: RemoteSeat, number: int, waiting: list[Thread]) -> None:
    leader.lead("close_round", {"round": number})
    for thread in waiting:
        thread.join()


def _until_after(remote: RemoteSeat, number: int) -> None:
    while remote.wait(20)["round"] == number:
        pass


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
