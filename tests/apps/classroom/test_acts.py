"""What is sent from afar and is of another sort than it has to be: said in plain words."""

from __future__ import annotations

import inspect

import pytest

from sim.apps.classroom.action import Action
from sim.apps.classroom.instructor_requests import INSTRUCTOR_ACTIONS
from sim.apps.classroom.player_requests import PLAYER_ACTIONS
from sim.game.errors import GameError
from sim.game.session.session import Session


@pytest.mark.parametrize(
    ("act", "content", "sentence"),
    [
        ("decide", {"decision": 5}, "decision: 5 was given; give a mapping of levers, such as {'price': 0.95}"),
        ("decide", {"decision": {}, "reason": 5}, "reason: 5 was given; give text"),
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
    assert missing == "decide: decision is missing; give it"
    assert mistyped == "decide: round: 'x' was given; give a whole number"


@pytest.mark.parametrize("action", [*PLAYER_ACTIONS.values(), *INSTRUCTOR_ACTIONS.values()], ids=lambda each: each.name)
def test_an_action_takes_what_the_session_s_method_of_its_name_takes(action: Action) -> None:
    parameters = set(inspect.signature(getattr(Session, action.name)).parameters) - {"self", "by"}
    here = {"seat", "client"} if action.role == "player" else {"bot", "round"}
    assert set(action.arguments.model_fields) - here == parameters - here
    assert action.role == ("player" if action.name in PLAYER_ACTIONS else "instructor")
