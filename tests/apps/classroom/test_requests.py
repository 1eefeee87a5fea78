"""Requests of pages: every action is declared once, and whatever is sent, the server stays sound."""

from __future__ import annotations

import inspect
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.apps.classroom.markets.action import Action
from sim.apps.classroom.markets.actions import PLAYER_ACTIONS, run_instructor_action, run_player_action
from sim.apps.classroom.markets.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.seats.seat_state import state_of
from sim.apps.classroom.web.request_parsing import RequestError, parse_request
from sim.game.errors import GameError
from sim.game.forms.field import Field
from sim.game.session.session import Session
from tests.game.games import begun


@pytest.mark.parametrize(
    ("act", "content", "sentence"),
    [
        ("decide", {"decision": 5}, "decision: 5 was given; give a mapping of levers, such as {'price': 0.95}"),
        ("decide", {"decision": {}, "reason": 5}, "reason: 5 was given; give a text"),
        ("decide", {"decision": {}, "round": "x"}, "round: 'x' was given; give a whole number"),
        ("predict", {"prediction": "x"}, "give a mapping of figures, such as {'share': 0.3}"),
        ("believe", {"causes": 5}, "give a part for each cause, such as {'price': 0.6, 'service': 0.4}"),
    ],
)
def test_what_is_of_another_sort_is_refused_in_plain_words(act: str, content: dict[str, object], sentence: str) -> None:
    with pytest.raises(GameError) as refused:
        PLAYER_ACTIONS[act].check(content)
    assert sentence in str(refused.value)


def test_every_unknown_and_missing_argument_is_named_with_those_that_are_known() -> None:
    with pytest.raises(GameError) as refused:
        PLAYER_ACTIONS["decide"].check({"decison": {}, "round": "x"})
    unknown, missing, mistyped = str(refused.value).splitlines()
    assert unknown.startswith("unknown word in decide 'decison'") and "decision" in unknown
    assert missing == "decide: decision is missing; give it."
    assert mistyped == "decide: round: 'x' was given; give a whole number."


@pytest.mark.parametrize("action", [*PLAYER_ACTIONS.values(), *INSTRUCTOR_ACTIONS.values()], ids=lambda each: each.name)
def test_an_action_takes_what_the_session_s_method_of_its_name_takes(action: Action) -> None:
    parameters = set(inspect.signature(getattr(Session, action.name)).parameters) - {"self", "by"}
    here = {"seat", "client"} if action.role == "player" else {"bot", "round"}
    assert set(action.arguments.model_fields) - here == parameters - here
    assert action.role == ("player" if action.name in PLAYER_ACTIONS else "instructor")


SEATS = ["Azure", "Beryl", "eye", "teacher"]
words = st.sampled_from([*SEATS, "main", "price", "club", "price_war", "service", "outside", ""])
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**9) | st.floats(-1e300, 1e300) | words | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ACTS = PLAYER_ACTIONS | INSTRUCTOR_ACTIONS
KEYS = sorted({key for act in ACTS.values() for key in act.arguments.model_fields} | {"values", "seat", "client"})
content = st.dictionaries(st.sampled_from(KEYS), plain, max_size=4)
acts = st.tuples(st.sampled_from(SEATS), st.sampled_from([*ACTS]), content)


def sent(session: Session, seat: str, name: str, given: dict[str, Any]) -> None:
    """Do it as the server does, and see to it that a refusal changes nothing."""
    do, before = (run_instructor_action if seat == "teacher" else run_player_action), session.entries
    try:
        answer = do(session, seat, name, given)
    except (GameError, RequestError) as error:
        assert str(error).strip() and session.entries == before
    else:
        grown = len(session.entries) > len(before)
        assert grown != (answer.get("again", False) or not answer["accepted"])
    for place in ("Azure", "eye", "teacher"):
        state_of(session, place)


@pytest.mark.slow
@settings(max_examples=40)
@given(sequence=st.lists(acts, min_size=1, max_size=4))
@example(sequence=[("teacher", "shock", {"shock": "scandal", "firms": 5}), ("teacher", "say", {"text": {"a": 1}})])
@example(sequence=[("teacher", "shock", {"shock": {"kind": []}}), ("Azure", "decide", {"decision": {"price": True}})])
@example(sequence=[("teacher", "close_round", {}), ("Azure", "believe", {"values": {"price": "x"}})])
def test_whatever_is_sent_is_answered(sequence: list[tuple[str, str, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, begun(Path(folder), advance="instructor") as session:
        for seat, name, given_ in sequence:
            sent(session, seat, name, given_)


def test_a_whole_number_that_nothing_can_be_computed_with_is_refused() -> None:
    with pytest.raises(RequestError, match="is not a number"):
        parse_request(b'{"values": {"price": 1' + b"0" * 400 + b"}}")
    with pytest.raises(GameError, match="give a number"):
        Field(path="price", label="price", help="", sort="number").taken(10**400)
    assert parse_request(b'{"staff": 12}') == {"staff": 12}


@given(body=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@example(body=b"\xed\xa0\x80")
@example(body=b'{"a": 1e400}')
def test_what_comes_in_is_an_object_or_a_problem(body: bytes) -> None:
    try:
        assert isinstance(parse_request(body), dict)
    except RequestError as problem:
        assert problem.status == 400 and problem.sentence
