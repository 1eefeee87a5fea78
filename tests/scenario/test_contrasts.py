"""The block of a scenario that says how its question is answered: names, templates and changes are checked."""

from __future__ import annotations

import pytest

import sim
from sim.scenario.contrasts import ANSWER_FIELDS, BASE, plain_market, world
from sim.scenario.files.load import from_text, load, shipped_scenarios
from sim.scenario.scenario import Scenario

MARKET = """
name: two_shops
title: Two shops
teaches: A test.
horizon: 20
population: {segments: [{name: people, size: 50, purchase_rate: {family: gamma, shape: 1, mean: 0.5}}]}
firms:
  - {name: Azure, programmes: [{kind: frequency, launch: 4}]}
  - {name: Beryl}
"""
BLOCK = """
question: Does the card pay?
contrasts:
  no_card:
    label: without the card
    set: {firms.Azure.programmes: []}
measures:
  - {name: earned, measure: profit, firm: Azure}
findings:
  - between: [base, no_card]
    on: earned
    more: "It earns {base}, {difference} more ({interval}, {n} runs)."
    less: "It earns {base}, {difference} less ({interval}) than {other}."
    unclear: "No clear difference."
pictures:
  - {chart: contrast_chart, look: "The two dots."}
"""


def scenario(block: str = BLOCK) -> Scenario:
    return from_text(Scenario, MARKET + block, "two_shops.yaml", as_file=True)


def refused(block: str) -> str:
    with pytest.raises(sim.ScenarioError) as error:
        scenario(block)
    return str(error.value)


def test_block_is_read_with_its_contrast() -> None:
    found = scenario()
    assert found.contrasts["no_card"].label == "without the card"
    assert found.findings[0].between == (BASE, "no_card")


def test_world_of_a_contrast_is_the_market_with_its_changes_and_without_the_block() -> None:
    changed = world(scenario(), "no_card")
    assert changed.firms[0].programmes == ()
    assert not changed.model_fields_set & set(ANSWER_FIELDS)
    assert plain_market(scenario()) == from_text(Scenario, MARKET)


@pytest.mark.parametrize(
    ("right", "wrong", "place", "message"),
    [
        ("firms.Azure.programmes: []", "firms.Azur.programmes: []", "15:11", "did you mean 'Azure'?"),
        ("firms.Azure.programmes: []", "firms.Beryl.name: Beryl", "15:10", "the contrast changes nothing"),
        ("firms.Azure.programmes: []", "firms.Azure.share: 7", "15:30", "give a number from 0 to 1"),
        ("measure: profit", "measure: proft", "17:29", "unknown measure 'proft'; did you mean 'profit'?"),
        ("firm: Azure}", "firm: Azur}", "17:43", "unknown firm 'Azur'; did you mean 'Azure'?"),
        ("between: [base, no_card]", "between: [base, no_cart]", "19:14", "did you mean 'no_card'?"),
        ("between: [base, no_card]", "between: [base, base]", "19:14", "'base' is compared with itself"),
        ("on: earned", "on: earnd", "20:9", "unknown measure 'earnd'; did you mean 'earned'?"),
        (
            "{difference} more",
            "{diference} more",
            "21:11",
            "unknown place in braces 'diference'; did you mean 'difference'?",
        ),
        ('"No clear difference."', '"No clear {difference."', "23:14", "a brace has no partner"),
        ("measure: profit", "settings: {colour: 1}, measure: profit", "17:31", "settings.colour: unknown key"),
        ("measure: profit", "since: 30, measure: profit", "17:27", "the window of earned ends at week 20"),
    ],
)
def test_fault_in_the_block_has_its_place_and_what_is_allowed(right: str, wrong: str, place: str, message: str) -> None:
    assert right in BLOCK
    told = refused(BLOCK.replace(right, wrong, 1))
    assert message in told
    assert f"two_shops.yaml:{place}: " in told


def test_several_faults_are_named_at_once() -> None:
    told = refused(BLOCK.replace("firms.Azure", "firms.Azur").replace("measure: profit", "measure: proft"))
    assert told.count("did you mean") == 2


def test_block_has_no_bearing_on_the_run(small: sim.Scenario) -> None:
    from sim.experiments.execution.cache_keys import scenario_hash

    asked = small.but(contrasts={"dear": {"label": "dearer", "set": {"firms.Azure.offer.price": 1.2}}}, question="Why?")
    assert scenario_hash(asked) == scenario_hash(small)


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_shipped_contrasts_can_be_made(name: str) -> None:
    asked = load(name)
    assert all(asked.contrast(contrast) != asked.contrast(BASE) for contrast in asked.contrasts)


def test_changed_scenario_may_lose_what_its_question_names() -> None:
    """The market can be changed and run; only the question can no longer be answered, and the message says why."""
    shorter = load("first_look").but(horizon=30)
    with pytest.raises(sim.ScenarioError, match="ends at week 30; give a week before that"):
        sim.run_contrasts(shorter)
