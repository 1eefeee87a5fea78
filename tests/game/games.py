"""Small games for tests: two or three firms, sixty people, rounds of four weeks."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from sim.game.game import Game
from sim.game.session import Accepted, Session
from sim.scenario.scenario import Scenario
from tests.policies.steered import firm, market

PEOPLE: dict[str, object] = {"size": 60, "purchase_rate": 0.6, "needs": 0.05, "taste_concentration": 2.0}
BOTS = {"Azure": "random", "Beryl": "imitate", "Cedar": "price_cut"}


def scenario(**rest: Any) -> Scenario:
    """Three firms with all departments, one of them steered by the scenario itself."""
    firms = [firm("Azure", None), firm("Beryl", None), firm("Cedar", "price_cut")]
    return market(firms, PEOPLE, round=4.0, horizon=40.0, **rest)


def game(**rest: Any) -> Game:
    """Two seats, an observer and an instructor; five rounds unless said otherwise."""
    content: dict[str, Any] = {
        "name": "small", "title": "A small game", "teaches": "Whether games work.", "scenario": "small", "rounds": 5,
        "seats": [
            {"name": "Azure", "role": "firm", "bot": {"kind": "random"}, "brief": "Run Azure."},
            {"name": "Beryl", "role": "rival", "bot": {"kind": "imitate"}},
            {"name": "eye", "role": "observer"},
            {"name": "teacher", "role": "instructor"},
        ],
    }  # fmt: skip
    return Game.model_validate({**content, **rest})


def begun(folder: Path, name: str = "g", *, world: Scenario | None = None, join: bool = True, **rest: Any) -> Session:
    """A game that all have joined."""
    clock = rest.pop("clock", None)
    kept = {"clock": clock} if clock else {}
    session = Session.create(folder / f"{name}.guanxi", game(**rest), scenario=world or scenario(), seed=7, **kept)
    for seat, code in session.codes.items() if join else ():
        session.join(seat, code)
    return session


def firmly(session: Session, seat: str, decision: dict[str, object], **rest: Any) -> Accepted:
    """Decide, and say yes to whatever is asked."""
    said = session.decide(seat, decision, **rest)
    if not isinstance(said, Accepted):
        said = session.decide(seat, decision, confirmed=said.token, **rest)
    assert isinstance(said, Accepted)
    return said


class Hands:
    """A clock that stands still unless it is moved."""

    def __init__(self) -> None:
        self.time = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += datetime.timedelta(seconds=seconds)
