"""A part of a firm that could do nothing is refused, with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.service import Budget
from tests.worlds import world


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"kind": "budget", "programmes": 10.0}, "there is no desk to cut"),
        ({"kind": "win_back", "worth": 5.0, "forgiveness": {"prices": 0.5}}, "did you mean 'price'"),
    ],
)
def test_it_is_refused(part: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        world(10, [{"name": "Only", "departments": [part]}])


def test_a_firm_that_bears_overruns_needs_no_desk() -> None:
    budget = {"kind": "budget", "programmes": 10.0, "when_overrun": "bear"}
    asked = world(10, [{"name": "Only", "departments": [budget]}])
    assert asked.firms[0].department(Budget) is not None
