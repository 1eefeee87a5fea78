"""Random games with kill -9 in between: nothing that was acknowledged is lost, nothing counts twice.

A process plays one game after another, each a random sequence of acts (the state machines of ``tests.game.test_fuzz``).
Other processes play a game each and are killed at random moments; the file that is left is opened and compared with
what they had acknowledged.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sim.game.session.session import Accepted, Session
from tests.conftest import ROOT
from tests.game.games import begun
from tests.game.test_fuzz import Play, PlayWithAccounts, check, figures

PLAYER = """
import random, sys
from sim.game.errors import GameError
from sim.game.session.session import Accepted, Session
path, seed = sys.argv[1], int(sys.argv[2])
chance = random.Random(seed)
session = Session.open(path)
for number in range(10_000):
    mark, seat = f"mark {seed} {number}", chance.choice(("Azure", "Beryl"))
    act = chance.random()
    try:
        if act < 0.1:
            session.branch(f"line {seed} {number}", chance.randint(0, session.view("Azure").round))
        elif act < 0.2:
            session.predict(seat, {"share": chance.uniform(0.1, 0.9)})
        elif act < 0.25:
            session.shock("price_war")
        elif act < 0.3:
            session.reopen(chance.randint(0, 3))
        elif session.view(seat).over:
            session.reopen(0)
        else:
            price = round(chance.uniform(0.8, 1.2), 2)
            said = session.decide(seat, {"price": price}, client=mark)
            if isinstance(said, Accepted):
                print(f"{mark}|{seat}|{price}", flush=True)
    except GameError:
        pass
"""


def killed_games(kills: int, seed: int, kills_per_game: int = 10) -> dict[str, int]:
    """Figures of games that are killed with SIGKILL: kills, decisions acknowledged, lost, doubled, files refused."""
    chance = random.Random(seed)
    found = {"kills": 0, "decisions acknowledged": 0, "decisions lost": 0, "decisions doubled": 0, "files refused": 0}
    with tempfile.TemporaryDirectory() as name:
        for game in range(-(-kills // kills_per_game)):
            folder = Path(name) / str(game)
            folder.mkdir()
            begun(folder, rounds=4).close()
            acknowledged: dict[str, tuple[str, float]] = {}
            for turn in range(min(kills_per_game, kills - found["kills"])):
                acknowledged |= _killed(folder / "g.guanxi", 1000 * game + turn, chance.expovariate(8.0))
                found["kills"] += 1
                _compare(folder / "g.guanxi", acknowledged, found)
            found["decisions acknowledged"] += len(acknowledged)
    return found


def _killed(path: Path, seed: int, after: float) -> dict[str, tuple[str, float]]:
    """What a process acknowledged before it was killed, so many seconds after its first acknowledgement."""
    words = [sys.executable, "-c", PLAYER, str(path), str(seed)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None and process.stderr is not None
    first = process.stdout.readline()
    time.sleep(after)
    process.kill()
    rest, errors = process.communicate()
    assert first and not errors, errors
    said = [line.split("|") for line in (first + rest).split("\n")[:-1]]
    return {mark: (seat, float(price)) for mark, seat, price in said}


def _compare(path: Path, acknowledged: dict[str, tuple[str, float]], found: dict[str, int]) -> None:
    """Count what is lost, doubled or refused in the file that a kill left."""
    try:
        session = Session.open(path)
    except Exception:
        found["files refused"] += 1
        return
    with session:
        marks = [entry.client for entry in session.entries if entry.client]
        found["decisions doubled"] += len(marks) - len(set(marks))
        held = {entry.client: (entry.seat, entry.content["decision"].get("price")) for entry in session.entries
                if entry.client}  # fmt: skip
        found["decisions lost"] += sum(held.get(mark) != said for mark, said in acknowledged.items())
        if acknowledged:
            mark, (seat, price) = list(acknowledged.items())[-1]
            before = len(session.entries)
            again = session.decide(seat, {"price": price}, client=mark)
            found["decisions doubled"] += len(session.entries) - before
            assert isinstance(again, Accepted) and again.again


def main(sequences: int = 300, steps: int = 40, kills: int = 60) -> dict[str, Any]:
    """Random sequences of acts in both kinds of game, and killed processes; prints and returns the figures.

    A sequence in which something goes wrong raises, with the shortest sequence that shows it.
    """
    for play in (Play, PlayWithAccounts):
        check(play, sequences // 2, steps)
    killed = killed_games(kills, 1)
    found: dict[str, Any] = {
        **{f"random games, {name}": count for name, count in figures.items()},
        **{f"kill -9, {name}": count for name, count in killed.items()},
        "faults": sum(killed[wrong] for wrong in ("decisions lost", "decisions doubled", "files refused")),
    }
    print(json.dumps(found, indent=2))
    return found
