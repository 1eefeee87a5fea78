"""What is refused or remarked on in a scenario: idle parts, taken names, odd numbers, slips; each in plain words."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

import sim
from sim.apps.cli.main import app
from sim.game.decisions.prediction import Prediction
from sim.results.simulate import simulate
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.files.scenario_warnings import UnlikelyScenarioWarning, scenario_warnings
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.firm.departments.service import Budget
from tests.worlds import world


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ({"kind": "budget", "programmes": 10.0}, "there is no desk to cut"),
        ({"kind": "win_back", "worth": 5.0, "forgiveness": {"prices": 0.5}}, "did you mean 'price'"),
    ],
)
def test_a_part_that_could_do_nothing_is_refused(part: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ScenarioError, match=sentence):
        world(10, [{"name": "Only", "departments": [part]}])


def test_a_firm_that_bears_overruns_needs_no_desk() -> None:
    budget = {"kind": "budget", "programmes": 10.0, "when_overrun": "bear"}
    asked = world(10, [{"name": "Only", "departments": [budget]}])
    assert asked.firms[0].department(Budget) is not None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"firms": [{"name": "outside"}, {"name": "Azure"}]}, "firms.outside: 'outside' means the alternative outside"),
        ({"exits.rows": [{"name": "tier 1", "base": 0.001}]}, "'tier 1' means a tier of customers"),
        ({"exits.rows": [{"name": f"cause {n}"} for n in range(130)]}, "there are 136 exit causes; give at most 100"),
    ],
)
def test_a_name_that_means_something_else_is_refused(
    change: dict[str, Any], sentence: str, small: sim.Scenario
) -> None:
    with pytest.raises(sim.ScenarioError, match=sentence):
        small.but(change)


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


GENEROUS = {"kind": "frequency", "points_per_spend": 1, "threshold": 100, "reward_worth": 50}
BELOW_COST = {"kind": "customised", "unit_cost_rise": 0.9}


@pytest.mark.parametrize(
    ("programme", "sentence"),
    [
        (GENEROUS, "firms.Only.programmes.frequency: rewards cost 50% of what members pay and the margin is 40%"),
        (BELOW_COST, "firms.Only.programmes.customised: tailored goods cost 1.14 and are sold at 1.00"),
    ],
)
def test_a_programme_that_loses_money_at_every_sale_is_run_with_a_warning(
    programme: dict[str, Any], sentence: str
) -> None:
    asked = world(20, [{"name": "Only", "programmes": [programme]}])
    with pytest.warns(UnlikelyScenarioWarning, match=sentence):
        results = simulate(asked)
    assert len(results.runs[0].rows) > 0


def test_what_begins_after_the_end_is_remarked_on() -> None:
    late = world(
        20,
        [{"name": "Only", "programmes": [{"kind": "frequency", "launch": 60}],
          "departments": [{"kind": "win_back", "worth": 5, "begins": 60}]}],
        horizon=60.0,
    )  # fmt: skip
    assert [remark.split(": week")[0] for remark in scenario_warnings(late)] == [
        "firms.Only.programmes.frequency: launch", "firms.Only.departments.win_back: begins",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "harmless",
    [
        {**GENEROUS, "reward_worth": 39},
        {**GENEROUS, "reward": "gift", "gift_cost": 0.5},
        {**GENEROUS, "reward": "prize_draw", "chance": 0.1},
    ],
)
def test_within_the_margin_nothing_is_said(harmless: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnlikelyScenarioWarning)
        simulate(world(20, [{"name": "Only", "programmes": [harmless]}]))


def test_nothing_that_is_shipped_looks_like_a_slip() -> None:
    assert {name: scenario_warnings(load(name)) for name in shipped_scenarios() if scenario_warnings(load(name))} == {}


def test_the_command_line_says_it_too(tmp_path: Any) -> None:
    file = tmp_path / "slip.yaml"
    file.write_text(
        "name: slip\ntitle: A slip\nteaches: Nothing.\nhorizon: 5\n"
        "population: {segments: [{name: people, size: 5}]}\n"
        "firms: [{name: Only, programmes: [{kind: frequency, threshold: 100, reward_worth: 50}]}]\n"
    )
    said = CliRunner().invoke(app, ["check", str(file)])
    assert said.exit_code == 0
    assert "Warning: firms.Only.programmes.frequency: rewards cost 50%" in said.output


def test_a_fault_that_would_read_twice_is_kept_once_but_two_places_are_two_faults() -> None:
    one = Fault(message="is missing", path="pictures.offer.chart", file="a.yaml", line=1, column=1)
    error = ScenarioError([one, one, replace(one, line=2)])
    assert [fault.line for fault in error.faults] == [1, 2]
