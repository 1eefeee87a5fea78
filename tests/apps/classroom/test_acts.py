"""What is sent from afar and is of another sort than it has to be: said in plain words."""

from __future__ import annotations

import pytest

from sim.apps.classroom.actions import OF_A_SEAT
from sim.game.errors import GameError


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
        OF_A_SEAT[act].check(content)
    assert sentence in str(refused.value)
