"""Small games to look back on: one that people played to its end, one that is half way, one with key accounts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.game.debrief.debrief import Debrief
from sim.game.debrief.replay import RecordedGame, recorded_game
from sim.game.session.session import Session
from tests.game.games import accounts_game, accounts_scenario, begun, firmly

PLAYED: tuple[tuple[dict[str, object], dict[str, object]], ...] = (
    ({"open": ["frequency"], "service": 0.75}, {}),
    ({"price": 0.93}, {"open": ["frequency"], "communication": {"advertising": 5.0}}),
    ({}, {"price": 0.9, "staff": 3}),
    ({"price": 0.95}, {}),
)
"""What Azure and Beryl decide in four of five rounds; in the last one nobody does."""


STRATEGY = "service"


def play_on(session: Session) -> None:
    """Four rounds as written, with reasons, expectations and a strategy."""
    session.strategy("Azure", STRATEGY, "known by service")
    for number, (azure, beryl) in enumerate(PLAYED):
        session.predict("Azure", {"profit": 100.0, "profit_within": 1e6, "share": 0.3, "share_within": 0.001})
        firmly(session, "Azure", azure, reason=f"because of {number}")
        firmly(session, "Beryl", beryl)
    assert session.line() == "main" and session.view("eye").round == 4


@pytest.fixture(scope="session")
def half_way(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Four of five rounds are closed."""
    with begun(tmp_path_factory.mktemp("half")) as session:
        play_on(session)
        yield session


@pytest.fixture(scope="session")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """All five rounds are closed, the last one by the instructor."""
    with begun(tmp_path_factory.mktemp("over")) as session:
        play_on(session)
        session.close_round(by="teacher")
        yield session


@pytest.fixture(scope="session")
def what(over: Session) -> RecordedGame:
    """What was played to the end."""
    return recorded_game(over.playing, over.lines["main"])


@pytest.fixture(scope="session")
def looked_back(over: Session) -> Debrief:
    """The debrief of the game that is over."""
    return over.debrief()


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Some rounds in which a key account leaves a firm and says something else."""
    with Session.create(
        tmp_path_factory.mktemp("more") / "g.guanxi", accounts_game(advance="instructor"), scenario=accounts_scenario(),
        seed=7,
    ) as session:  # fmt: skip
        for seat, code in session.codes.items():
            session.join(seat, code)
        session.decide("head", {"price": 0.97})
        session.decide("desk", {"service": 0.72})
        session.decide("north", {"wallet": {"Azure": 0.9, "Beryl": 0.1}})
        session.close_round(by="teacher")
        while session.playing.world(session.lines["main"]).account_view("North").status["Azure"] != "customer":
            session.close_round(by="teacher")
        session.decide("north", {"close": {"Azure": "price"}, "says": {"Azure": "service"}})
        session.close_round(by="teacher")
        yield session
