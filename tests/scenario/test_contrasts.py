"""Named alternatives of a scenario."""

from __future__ import annotations

import pytest

from sim.registry import UnknownNameError
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.validation_errors import ScenarioError
from tests.worlds import world

NAMED = {"dear": {"label": "at a higher price", "set": {"firms.Only.offer.price": 1.2}}}


def test_a_contrast_changes_what_it_names_and_nothing_else() -> None:
    scenario = world(10)
    dear = scenario.but(contrasts=NAMED).contrast("dear")
    assert dear == scenario.but({"firms.Only.offer.price": 1.2})


def test_an_unknown_contrast_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'dear'"):
        world(10).but(contrasts=NAMED).contrast("deer")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"firms.Onli.offer.price": 1.2}, "contrasts.bad.set.firms.Onli.offer.price: unknown member 'Onli'"),
        ({"horizon": -1}, "contrasts.bad.set.horizon: -1 was given"),
        ({"horizon": 40.0}, "it changes nothing"),
        ({}, "contrasts.bad.set"),
    ],
)
def test_a_contrast_that_cannot_be_made_or_changes_nothing_is_refused(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        world(10).but(contrasts={"bad": {"label": "bad", "set": changes}})


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_contrasts_can_be_made(name: str) -> None:
    scenario = load(name)
    assert all(scenario.contrast(contrast).contrasts == {} for contrast in scenario.contrasts)
