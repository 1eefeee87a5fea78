"""The parts of a session: each does its work by itself, and the session hands everything on to one of them."""

from __future__ import annotations

import inspect
from abc import ABC
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.game.errors import GameError
from sim.game.log.kept_file import KeptFile
from sim.game.session.game_results import GameResults
from sim.game.session.instructor_actions import Branching, InstructorActions
from sim.game.session.player_actions import PlayerActions
from sim.game.session.player_statements import PlayerStatements
from sim.game.session.round_timer import RoundTimer
from sim.game.session.session import Session
from tests.game.games import begun

PARTS = (PlayerActions, PlayerStatements, RoundTimer, Branching, InstructorActions, GameResults)
HANDED_ON = [
    (part, name)
    for part in PARTS
    for name, method in vars(part).items()
    if inspect.isfunction(method) and not name.startswith("_") and name in vars(Session)
]


def test_a_session_inherits_from_no_part() -> None:
    assert Session.__mro__ == (Session, KeptFile, ABC, object)


@pytest.mark.parametrize(("part", "name"), HANDED_ON, ids=lambda each: getattr(each, "__name__", each))
def test_a_method_of_the_session_takes_what_its_part_takes(part: type, name: str) -> None:
    method: Callable[..., Any] = vars(Session)[name]
    assert inspect.signature(method) == inspect.signature(vars(part)[name])
    assert (method.__doc__ or "").strip()


def test_every_public_method_of_a_part_can_be_reached_from_the_session() -> None:
    own = {"take_up", "close_if_all_in", "restart"}
    public = {
        name
        for part in PARTS
        for name, method in vars(part).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    assert public - own == {name for _, name in HANDED_ON}


def test_the_parts_of_a_session_act_on_one_game(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.players.decide("Azure", {"price": 0.9})
        session.statements.strategy("Azure", "service")
        session.timer.close_round()
        session.branches.branch("again", 0)
        session.instructor.say("look")
        assert [entry.act for entry in session.entries[-5:]] == ["strategy", "decided", "closed", "branched", "said"]
        assert session.line() == "again" and session.playing.line("main").round == 1
        assert session.game_results.outcomes("main") == session.outcomes("main")
        with pytest.raises(GameError, match="Azure is no instructor"):
            session.permissions.instructor("Azure")
