"""The game: how long people wait for a round to close, and for a game to be there again."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import Line, at_most
from sim.game.game import Game
from sim.game.session.session import Session
from sim.scenario.scenario import Scenario

FIRMS = ("Azure", "Beryl", "Cedar", "Dune", "Elm", "Fern")
ROUNDS = 12
PROGRAMMES = [
    {"kind": "frequency", "launch": None, "threshold": 300, "reward_worth": 20, "build_cost": 3000},
    {"kind": "club", "launch": None, "build_cost": 6000},
    {"kind": "customised", "launch": None, "build_cost": 8000},
]


def lines(quick: bool) -> list[Line]:
    """Seconds by the clock on the wall: the middle one of the rounds, and reopening."""
    size = 10_000
    where = f"6 firms x {size:,} customers, rounds of a quarter"
    bare, full = _measured(size, departments=False), _measured(size, departments=True)
    return [
        at_most(f"{where}: closing a round", 0.3, bare[0], "s", f", slowest {bare[1]:.2f} s"),
        at_most(f"{where}: reopening after {ROUNDS} rounds", 4.0, bare[2], "s"),
        at_most(f"{where}: closing a round, with contact and communication", 0.3, full[0], "s",
                f", slowest {full[1]:.2f} s"),
        at_most(f"{where}: reopening after {ROUNDS} rounds, with both", 4.0, full[2], "s"),
    ]  # fmt: skip


def _measured(size: int, *, departments: bool) -> tuple[float, float, float]:
    """Seconds to close a round (the middle one, and the slowest) and to reopen the game with its first view."""
    game, scenario = market(size, departments)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g.guanxi"
        taken = []
        with Session.create(path, game, scenario=scenario) as session:
            for seat, code in session.codes.items():
                session.join(seat, code)
            for number in range(ROUNDS):
                for place, seat in enumerate(game.steering):
                    session.decide(seat.name, _decision(number, place), reason="because")
                start = time.perf_counter()
                session.close_round()
                taken.append(time.perf_counter() - start)
        start = time.perf_counter()
        with Session.open(path) as session:
            session.view(FIRMS[0])
            reopened = time.perf_counter() - start
    return median(taken), max(taken), reopened


def _decision(number: int, place: int) -> dict[str, object]:
    decision: dict[str, object] = {"price": round(0.95 + (number * 7 + place * 3) % 11 / 100, 2)}
    if number == place:
        decision["open"] = (("frequency", "club", "customised")[place % 3],)
    return decision


def market(size: int, departments: bool) -> tuple[Game, Scenario]:
    """Six firms that start alike, and a game in which people steer them all."""
    parts: list[dict[str, Any]] = [{"kind": "communication"}, {"kind": "contact"}] if departments else []
    people = {
        "name": "people", "size": size, "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.3},
        "taste_concentration": 1.5, "idiosyncrasy": {"family": "exponential", "mean": 0.3},
    }  # fmt: skip
    firms = [{"name": name, "programmes": PROGRAMMES, "departments": parts} for name in FIRMS]
    scenario = Scenario.model_validate(
        {
            "name": "game", "title": "A game", "teaches": "Speed.", "horizon": 156.0,
            "population": {"segments": [people]}, "firms": firms,
        }
    )  # fmt: skip
    game = Game.model_validate(
        {
            "name": "game", "title": "A game", "teaches": "Speed.", "scenario": "game", "rounds": ROUNDS,
            "advance": "instructor", "seats": [{"name": name, "role": "firm"} for name in FIRMS],
        }
    )  # fmt: skip
    return game, scenario
