"""A text that was cut within a character, which no file takes, is refused wherever text is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.game.session.session import Session
from tests.game.games import accounts_game, accounts_scenario, begun

HALF = "客户关系 \ud83d"
"""The first half of a picture of a face."""
GIVEN: tuple[tuple[str, Callable[[Session], object]], ...] = (
    ("reason: there is half a character", lambda s: s.decide("head", {"price": 1.0}, reason=HALF)),
    ("client: there is half a character", lambda s: s.decide("head", {"price": 1.0}, client=HALF)),
    ("client: there is half a character", lambda s: s.predict("Beryl", {"profit": 3.0}, client=HALF)),
    ("text: there is half a character", lambda s: s.strategy("head", "service", HALF)),
    ("message: there is half a character", lambda s: s.say(HALF, by="teacher")),
    ("text: there is half a character", lambda s: s.note_visit("head", "North", conclude="outside", text=HALF)),
    ("unknown strategy", lambda s: s.strategy("head", HALF)),
    ("made no visit", lambda s: s.note_visit("head", HALF, conclude="outside")),
    ("cannot be the name of a line", lambda s: s.branch(HALF)),
    ("cannot be the name of a line", lambda s: s.branch(HALF, 0, by="teacher")),
    ("unknown line", lambda s: s.go_to(HALF)),
    ("not the pass code", lambda s: s.join("head", HALF)),
    ("unknown", lambda s: s.join(HALF, "code")),
    ("there is half a character", lambda s: s.shock("price_war", firms=[HALF])),
    ("unknown", lambda s: s.shock(HALF)),
    ("there is half a character", lambda s: s.shock({"kind": "subsidy", "firm": HALF, "money": 5.0})),
    ("there is half a character", lambda s: s.decide("head", {"open": [HALF]})),
    ("there is half a character", lambda s: s.decide("head", {HALF: 1})),
    ("there is half a character", lambda s: s.decide("head", {"revise": {HALF: 1.0}})),
    ("there is half a character", lambda s: s.decide("north", {"tell": {"Azure": [HALF]}})),
    ("there is half a character", lambda s: s.decide("north", {"wallet": {HALF: 1.0}})),
    ("unknown cause", lambda s: s.believe("Beryl", {HALF: 1.0})),
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """A game with all roles, in which one round is closed."""
    found = begun(tmp_path_factory.mktemp("halved"), world=accounts_scenario(), asked=accounts_game())
    found.close_round()
    return found


@pytest.mark.parametrize("place", range(len(GIVEN)))
def test_half_a_character_is_refused_and_nothing_changes(place: int, session: Session) -> None:
    (words, act), before = GIVEN[place], session.entries
    with pytest.raises(GameError, match=words) as told:
        act(session)
    str(told.value).encode()  # what is said can be shown
    assert session.entries == before


def test_an_exercise_refuses_it_too(tmp_path: Path) -> None:
    with ExerciseSession.create(tmp_path / "e.guanxi", "true_or_false") as sitting:
        answers = {question.path: "true" for question in sitting.questions()}
        with pytest.raises(GameError):
            sitting.answer(answers, by=HALF)
        assert not sitting.attempts


def test_whole_characters_of_any_kind_are_taken(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        session.decide("Azure", {"price": 1.0}, reason="客户关系 😀")
        assert session.entries[-1].reason == "客户关系 😀"
