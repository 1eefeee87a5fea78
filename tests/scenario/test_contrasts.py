"""Named alternatives of a scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.registry import UnknownNameError
from sim.scenario.files.load import dump, from_text, load, shipped_scenarios
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
def test_a_contrast_in_a_file_that_cannot_be_made_or_changes_nothing_is_refused(
    changes: str, says: str, tmp_path: Path
) -> None:
    text = (
        "name: a\ntitle: A\nteaches: nothing\nhorizon: 40\npopulation: {segments: [{name: p, size: 5}]}\n"
        f"firms: [{{name: F}}]\ncontrasts: {{bad: {{label: bad, set: {changes}}}}}\n"
    )
    (tmp_path / "market.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load(tmp_path / "market.yaml")
    assert says in str(refused.value)


def test_a_changed_scenario_has_no_contrasts() -> None:
    """They are alternatives of the file as it is, and might not fit what has been changed."""
    changed = world(10).but(contrasts=NAMED).but(firms=[{"name": "Other"}])
    assert changed == world(10, [{"name": "Other"}])
    assert from_text(Scenario, dump(changed)) == changed


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_contrasts_can_be_made(name: str) -> None:
    scenario = load(name)
    assert all(scenario.contrast(contrast).contrasts == {} for contrast in scenario.contrasts)
