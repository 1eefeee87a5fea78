"""The words in which a fault is said: bounds without a point, and what to do with a comma."""

from __future__ import annotations

import pytest

from sim.game.decisions.prediction import Prediction
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import ScenarioError


@pytest.mark.parametrize(
    ("price", "sentence"),
    [
        ("0,95", "the text '0,95' was given; give a number from 0.2 to 5; write it with a point: 0.95"),
        ("1,000", "write it without the comma: 1000"),
    ],
)
def test_a_comma_in_a_number_is_explained(price: str, sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        checked(Decision, {"price": price})


def test_whole_bounds_have_no_point() -> None:
    with pytest.raises(ScenarioError) as caught:
        checked(Prediction, {"profit": 2e12})
    assert "2,000,000,000,000 was given" in str(caught.value)
    assert str(caught.value).endswith("to 1,000,000,000,000")
