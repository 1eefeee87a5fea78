"""No answer of the server to a seat holds hidden truth: a whole game, played in worlds that differ in nothing else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sim.game.load_game import load_game
from sim.game.session.session import Session
from tests.apps.classroom.served import asked, served, token_of
from tests.game.games import begun, firmly
from tests.game.test_private import one_seat
from tests.strategies.test_hidden_truth import PAIRS

DATED = {"time", "number", "revision", "token"}


def told(content: Any) -> Any:
    """The same without dates, numbers of entries and secrets of the one game."""
    if isinstance(content, dict):
        return {name: told(value) for name, value in content.items() if name not in DATED}
    return [told(value) for value in content] if isinstance(content, list) else content


class Listener:
    """A seat that writes down all it hears."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token, self.heard = address, token, list[str]()

    def ask(self, method: str, path: str, body: object = None) -> None:
        said = asked(self.address, method, path, body, token=self.token)
        if said.headers["content-type"] == "application/zip":
            packed = zipfile.ZipFile(io.BytesIO(said.body))
            held: Any = {name: packed.read(name).decode() for name in packed.namelist() if "decisions" not in name}
            held = {name: told(json.loads(text)) if name.endswith(".json") else text for name, text in held.items()}
        else:
            held = told(said.content)
        self.heard.append(json.dumps([method, path, said.status, held]))

    def look_about(self) -> None:
        """Everything that can be asked for, and what is refused."""
        for path in ("/api/game", "/api/state", "/api/view", "/api/codes", "/api/export", "/api/debrief", "/api/x"):
            self.ask("GET", path)
        self.ask("POST", "/api/act/decide", {"decision": {"price": 50.0, "open": ["clubb"], "managers": 3}})
        self.ask("POST", "/api/act/decide", {"decision": {"price": 4.5}})
        self.ask("POST", "/api/act/decide", {"values": {"price": 4.5, "nothing": 1}})
        self.ask("POST", "/api/act/believe", {"causes": {"pric": 1.0}})
        self.ask("POST", "/api/act/note_visit", {"account": "nobody", "conclude": "outside"})
        self.ask("POST", "/api/lead/close_round", {})


def game_heard(session: Session, seat: str) -> list[str]:
    """All that a seat hears in a game that it plays alone."""
    with served(session) as address:
        listener = Listener(address, token_of(session, address, seat))
        listener.look_about()
        for round_ in range(session.game.rounds):
            listener.ask("POST", "/api/act/predict", {"prediction": {"share": 0.5, "churn": 0.1, "profit": 10.0}})
            listener.ask("POST", "/api/act/strategy", {"name": "service"})
            listener.ask("POST", "/api/act/decide", {"values": {}, "round": round_})
            listener.ask("GET", "/api/state")
            if round_ == session.game.rounds - 2:
                listener.look_about()
    return listener.heard


WHICH = [which for which in PAIRS if which != "how long the market will run"]


@pytest.mark.parametrize("which", [WHICH[0], *(pytest.param(which, marks=pytest.mark.slow) for which in WHICH[1:])])
def test_worlds_that_differ_in_what_has_not_shown_answer_alike(which: str, tmp_path: Path) -> None:
    heard = []
    for number, world in enumerate(PAIRS[which]):
        path = tmp_path / f"{number}.guanxi"
        world = world.but({"firms.Own.policy": None})
        with Session.create(path, one_seat(), scenario=world, seed=5) as session:
            heard.append(game_heard(session, "Own"))
    assert heard[0] == heard[1] and len(heard[0]) == 13 + 4 * 4 + 13


@pytest.mark.slow
def test_what_a_rival_is_about_to_do_does_not_show(tmp_path: Path) -> None:
    heard = []
    for number, decision in enumerate(({"price": 0.97}, {"price": 1.1, "staff": 3, "open": ["club"]})):
        with begun(tmp_path, str(number), advance="instructor") as session:
            for seat in ("Azure", "Beryl"):
                session.decide(seat, {})
            session.close_round()
            session.predict("Beryl", {"profit": 100.0 + number})
            session.strategy("Beryl", ("service", "club")[number])
            firmly(session, "Beryl", decision, reason=f"reason {number}")
            with served(session) as address:
                listeners = [Listener(address, token_of(session, address, seat)) for seat in ("Azure", "eye")]
                for listener in listeners:
                    listener.look_about()
            heard.append([listener.heard for listener in listeners])
    assert heard[0] == heard[1]


@pytest.mark.slow
def test_what_a_key_account_keeps_to_herself_does_not_show(tmp_path: Path) -> None:
    game, scenario = load_game("key_account_game")
    heard = []
    for number in range(2):
        dairy = scenario.key_accounts[0]
        secret = dairy.needs["secret"].model_copy(update={"text": f"secret {number}"})
        mine = dairy.model_copy(update={"needs": {**dairy.needs, "secret": secret}})
        world = scenario.model_copy(update={"key_accounts": (mine, *scenario.key_accounts[1:])})
        with Session.create(tmp_path / f"{number}.guanxi", game, scenario=world, seed=3) as session:
            for seat in session.codes:
                session.join(seat, session.codes[seat])
            session.decide("dairy", {"tell": {"Azure": ["stated"]}}, reason=f"because of secret {number}")
            with served(session) as address:
                listeners = [Listener(address, token_of(session, address, seat)) for seat in ("relations", "bakery")]
                lead = token_of(session, address, "instructor")
                for _ in range(2):
                    assert asked(address, "POST", "/api/lead/close_round", {}, token=lead).status == 200
                for listener in listeners:
                    listener.look_about()
                whole = asked(address, "GET", "/api/state", token=token_of(session, address, "dairy")).body.decode()
            assert f"secret {number}" in whole
            said = [line for each in listeners for line in each.heard]
            heard.append([re.sub(r'"seconds_left": [\d.]+', "", line) for line in said])
    assert heard[0] == heard[1]


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    heard = []
    for number, price in enumerate((1.0, 0.9)):
        with begun(tmp_path, str(number), advance="instructor") as session:
            firmly(session, "Beryl", {"price": price})
            session.close_round()
            with served(session) as address:
                listener = Listener(address, token_of(session, address, "eye"))
                listener.look_about()
            heard.append(listener.heard)
    assert heard[0] != heard[1]


def test_no_answer_to_a_seat_holds_a_code_or_anothers_reason(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as session, served(session) as address:
        tokens = {seat: token_of(session, address, seat) for seat in session.codes}
        session.decide("Beryl", {"price": 0.987654}, reason="theirs alone")
        for seat in ("Azure", "eye"):
            listener = Listener(address, tokens[seat])
            listener.look_about()
            text = "".join(listener.heard)
            assert "theirs alone" not in text and "0.987654" not in text
            assert not any(code in text for code in session.codes.values())
            assert not any(token in text for token in tokens.values())
