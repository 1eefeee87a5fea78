"""Named alternatives of a scenario."""

from __future__ import annotations

import pytest

from sim.registry import UnknownNameError
from sim.scenario.files.load import from_text, load, shipped_scenarios
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario
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
        ("{firms.F.offer.prize: 1.2}", "market.yaml:7:58: contrasts.bad.set.firms.F.offer.prize: unknown key"),
        ("{horizon: -1}", "market.yaml:7:46: contrasts.bad.set.horizon: -1 was given"),
        ("{horizon: 40}", "market.yaml:7:36: contrasts.bad.set: it changes nothing"),
        ("{}", "market.yaml:7:36: contrasts.bad.set: it changes nothing"),
    ],
)
def test_a_contrast_in_a_file_that_cannot_be_made_or_changes_nothing_is_refused(changes: str, says: str) -> None:
    text = (
        "name: a\ntitle: A\nteaches: nothing\nhorizon: 40\npopulation: {segments: [{name: p, size: 5}]}\n"
        f"firms: [{{name: F}}]\ncontrasts: {{bad: {{label: bad, set: {changes}}}}}\n"
    )
    with pytest.raises(ScenarioError) as refused:
        from_text(Scenario, text, "market.yaml")
    assert says in str(refused.value)


def test_a_scenario_may_lose_what_its_contrasts_name() -> None:
    """They are made from the scenario as it is; one that no longer can be made says why when it is asked for."""
    changed = world(10).but(contrasts=NAMED).but(firms=[{"name": "Other"}])
    with pytest.raises(ScenarioError, match="unknown member 'Only'"):
        changed.contrast("dear")


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_contrasts_can_be_made(name: str) -> None:
    scenario = load(name)
    assert all(scenario.contrast(contrast).contrasts == {} for contrast in scenario.contrasts)
