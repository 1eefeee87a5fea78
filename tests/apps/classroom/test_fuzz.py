"""Whatever is sent, the answer is a sentence; and where it is no yes, nothing has changed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.apps.classroom.actions import run_instructor_action, run_player_action
from sim.apps.classroom.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.player_requests import PLAYER_ACTIONS
from sim.apps.classroom.request_error import RequestError
from sim.apps.classroom.request_parsing import parse_request
from sim.apps.classroom.seat_state import state_of
from sim.game.errors import GameError
from sim.game.session.session import Session
from tests.game.games import begun

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


@settings(max_examples=40)
@given(sequence=st.lists(acts, min_size=1, max_size=4))
@example(sequence=[("teacher", "shock", {"shock": "scandal", "firms": 5}), ("teacher", "say", {"text": {"a": 1}})])
@example(sequence=[("teacher", "shock", {"shock": {"kind": []}}), ("Azure", "decide", {"decision": {"price": True}})])
@example(sequence=[("teacher", "close_round", {}), ("Azure", "believe", {"values": {"price": "x"}})])
def test_whatever_is_sent_is_answered(sequence: list[tuple[str, str, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, begun(Path(folder), advance="instructor") as session:
        for seat, name, given_ in sequence:
            sent(session, seat, name, given_)


@given(body=st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@example(body=b"\xed\xa0\x80")
@example(body=b'{"a": 1e400}')
def test_what_comes_in_is_an_object_or_a_problem(body: bytes) -> None:
    try:
        assert isinstance(parse_request(body), dict)
    except RequestError as problem:
        assert problem.status == 400 and problem.sentence
