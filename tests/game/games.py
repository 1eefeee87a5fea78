"""Small games for tests: two or three firms, sixty people, rounds of four weeks."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from sim.game.game import Game
from sim.game.session.session import Accepted, Session
from sim.scenario.scenario import Scenario
from tests.strategies.steered import DEPARTMENTS, firm, market

PEOPLE: dict[str, object] = {"size": 60, "purchase_rate": 0.6, "needs": 0.05, "taste_concentration": 2.0}
BOTS = {"Azure": "random", "Beryl": "imitate", "Cedar": "price_cut"}


def scenario(**rest: Any) -> Scenario:
    """Three firms with all departments, one of them steered by the scenario itself."""
    firms = [firm("Azure", None), firm("Beryl", None), firm("Cedar", "price_cut")]
    return market(firms, PEOPLE, round=4.0, horizon=40.0, **rest)


MANAGERS: dict[str, object] = {
    "kind": "relationship_managers", "managers": 3, "accounts_each": 8, "visits_a_week": 6, "turnover": 0.0,
    "plan": {"weekly": 2, "monthly": 2},
}  # fmt: skip
NEEDS = {"stated": {"text": "In time.", "worth": 300.0}, "secret": {"text": "Hush, hush.", "worth": 900.0}}
TEAM: tuple[dict[str, Any], ...] = (
    {"name": "head", "role": "firm", "firm": "Azure", "levers": ["price", "open", "revise"], "bot": {"kind": "random"}},
    {"name": "desk", "role": "firm", "firm": "Azure", "levers": ["staff", "service", "communication"],
     "bot": {"kind": "random"}},
)  # fmt: skip
"""Two seats that steer one firm."""


def accounts_scenario(**rest: Any) -> Scenario:
    """The same market, in which two people are key accounts and Azure has people who visit them."""
    firms = [firm("Azure", None, departments=[*DEPARTMENTS, MANAGERS]), firm("Beryl", None), firm("Cedar", "price_cut")]
    accounts = [
        {"name": "North", "segment": "people", "member": 0, "needs": NEEDS, "outside": {"price": 0.95, "product": 0.9}},
        {"name": "South", "segment": "people", "member": 1, "needs": NEEDS, "policy": {"kind": "best_value"}},
    ]
    people = {**PEOPLE, "newcomers_after": None}
    return market(firms, people, **{"round": 4.0, "horizon": 40.0, "key_accounts": accounts, **rest})


def accounts_game(**rest: Any) -> Game:
    """A firm that two seats steer, another one, two key accounts, an observer and an instructor."""
    seats = [
        *TEAM,
        {"name": "Beryl", "role": "rival", "bot": {"kind": "imitate"}},
        {"name": "north", "role": "account", "account": "North", "bot": {"kind": "loyal_partner"}},
        {"name": "South", "role": "account"},
        {"name": "eye", "role": "observer"},
        {"name": "teacher", "role": "instructor"},
    ]
    return game(**{"seats": seats, **rest})


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
    asked = rest.pop("asked", None) or game(**rest)
    session = Session.create(folder / f"{name}.guanxi", asked, scenario=world or scenario(), seed=7, **kept)
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
