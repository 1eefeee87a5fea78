"""The size guard: events and memory are reckoned before a run, close to what it brings, and too large ones refused."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

import sim
from sim.game.load_game import load_game, shipped_games
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market
from sim.model.state.size_guard import MOST_EVENTS, USUAL_MEMORY, TooLargeError, refuse_too_large, size_limits, size_of
from sim.scenario.expected_events import loads
from sim.scenario.files.load import shipped_scenarios

CLOSE = 10.0
"""The estimate is at least what happens, and at most so many times that."""
QUICK = ("first_look", "key_accounts", "five_degrees", "cdnow_cohort", "sort_your_customers")


def _holds(name: str) -> None:
    scenario = sim.load(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        happened = len(sim.simulate(scenario, replications=1).runs[0].rows)
    reckoned = size_of(scenario).events
    assert happened <= reckoned <= CLOSE * happened, f"{name}: {happened:,} events, {reckoned:,.0f} reckoned"


@pytest.mark.parametrize("name", QUICK)
def test_as_many_events_are_reckoned_as_happen_or_a_few_times_as_many(name: str) -> None:
    _holds(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if name not in QUICK])
def test_the_same_holds_in_every_shipped_scenario(name: str) -> None:
    _holds(name)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_shipped_scenario_is_refused_with_16_gb(name: str) -> None:
    scenario = sim.load(name)
    size = size_of(scenario, replications=scenario.replications)
    assert size.events < MOST_EVENTS
    assert size.memory < 0.8 * USUAL_MEMORY


@pytest.mark.parametrize("name", shipped_games())
def test_no_shipped_game_is_refused_with_16_gb(name: str) -> None:
    size = size_of(load_game(name)[1])
    assert size.events < MOST_EVENTS
    assert size.memory < 0.8 * USUAL_MEMORY


def test_memory_is_reckoned_for_all_columns_of_a_market(small: sim.Scenario) -> None:
    many = small.but({"population.segments.consumers.size": 3_000})
    for scenario in (many, sim.load("key_accounts"), sim.load("five_channels")):
        columns = _bytes(initialise_market(scenario, (1, 0)))
        assert columns <= size_of(scenario).memory
        assert size_of(scenario, kept="exits").memory < size_of(scenario).memory


def _bytes(market: Market) -> int:
    people = (market.person, market.relation, market.clock, market.sensitivity, market.base, market.chance)
    return sum(int(column.nbytes) for column in people)


SEGMENT = "population.segments.consumers"
POINTS = "firms.Azure.programmes.frequency"
CLUB = {"kind": "club", "launch": 1}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({f"{SEGMENT}.purchase_rate": 1e9}, f"{SEGMENT}.purchase_rate"),
        ({f"{SEGMENT}.purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 1e9}}, f"{SEGMENT}.purchase_rate"),
        ({f"{SEGMENT}.size": 20_000_000, "horizon": 5200}, f"{SEGMENT}.size"),
        ({"horizon": 5200, f"{SEGMENT}.size": 600_000}, "horizon"),
        ({f"{POINTS}.threshold": 1e-9}, f"{POINTS}.threshold"),
        ({f"{POINTS}.points_per_spend": 1e9}, f"{POINTS}.threshold"),
        ({f"{POINTS}.expiry": 1e-9, f"{SEGMENT}.purchase_rate": 1e6}, f"{SEGMENT}.purchase_rate"),
        ({f"{POINTS}.tiers": {"first_spend": 10, "period": 1e-9}}, f"{POINTS}.tiers.period"),
        ({"firms.Azure.programmes": [{**CLUB, "events": {"every": 1e-9}}]},
         "firms.Azure.programmes.club.events.every"),
        ({"firms.Azure.programmes": [{**CLUB, "period": 1e-9}]}, "firms.Azure.programmes.club.period"),
        ({"firms.Azure.programmes": [{**CLUB, "outside_pull": 1e9}]}, "firms.Azure.programmes.club.recruiting"),
        ({f"{SEGMENT}.needs": 1e9, "firms.Azure.departments": [{"kind": "service_desk", "servers": 2}]},
         f"{SEGMENT}.needs"),
        ({"exits.rows": [{"name": "market", "base": 1e12, "ends": "all_relations"}], f"{SEGMENT}.newcomers_after": 0},
         None),
        ({"firms.Azure.departments": [{"kind": "records", "every": 1e-9}]}, "firms.Azure.departments.records.every"),
    ],
)  # fmt: skip
def test_a_run_that_would_not_end_is_refused_with_the_key_that_causes_it(
    changes: dict[str, object], key: str | None, small: sim.Scenario
) -> None:
    with pytest.raises(TooLargeError) as caught:
        sim.simulate(small.but(changes))
    (fault,) = caught.value.faults
    assert key is None or fault.path == key
    assert " events " in fault.message and "the limit is 1,000,000,000" in fault.message


def test_ticks_without_events_are_counted_too(small: sim.Scenario) -> None:
    idle = small.but({f"{SEGMENT}.size": 5_000_000, f"{SEGMENT}.purchase_rate": 0.0001, "tick": 0.005}, horizon=1000)
    with pytest.raises(TooLargeError, match="tick: "):
        refuse_too_large(idle.but({"firms.Azure.programmes": []}), kept="exits")


def test_limits_are_raised_and_lowered_for_a_block_and_by_the_environment(
    small: sim.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    with size_limits(events=10), pytest.raises(TooLargeError, match="and the limit is 10;"):
        sim.simulate(small)
    with size_limits(memory=1e-6), pytest.raises(TooLargeError, match="GB of memory for"):
        sim.simulate(small)
    refuse_too_large(small)
    assert "GUANXI_MAX_EVENTS" not in os.environ
    large = small.but({f"{SEGMENT}.purchase_rate": 1e6})
    with sim.size_limits(events=1e12, memory=1e6):
        refuse_too_large(large)
    monkeypatch.setenv("GUANXI_MAX_EVENTS", "many")
    with pytest.raises(sim.ScenarioError, match="GUANXI_MAX_EVENTS: 'many' was given; give a number of events above 0"):
        refuse_too_large(small)


def test_a_comparison_names_the_strategy_that_is_too_large(small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError, match=r"busy.*purchase_rate: the run would have about"):
        sim.compare(small, {"as it is": {}, "busy": {f"{SEGMENT}.purchase_rate": 1e9}})


def test_a_game_that_is_too_large_is_refused_before_its_file_is_made(tmp_path: Path) -> None:
    game, scenario = load_game("imitation_race")
    segment = scenario.population.segments[0].name
    busy = scenario.but({f"population.segments.{segment}.purchase_rate": 1e9})
    with pytest.raises(TooLargeError, match="purchase_rate"):
        sim.Session.create(tmp_path / "game.guanxi", game, scenario=busy)
    assert not list(tmp_path.iterdir())


def test_the_commands_refuse_with_the_place_of_the_key_and_take_limits(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from sim.apps.cli.main import app

    file = tmp_path / "busy.yaml"
    text = Path(__file__).with_name("market.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("mean: 0.3}", "mean: 1e9}"), encoding="utf-8")
    line = next(n for n, row in enumerate(file.read_text().split("\n"), 1) if "mean: 1e9}" in row)
    for command in (["check", str(file)], ["run", str(file), "--out", str(tmp_path / "out")]):
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 2
        assert f"busy.yaml:{line}:" in done.output.replace("\n", "")
        assert not (tmp_path / "out").exists()
    assert CliRunner().invoke(app, ["check", str(file), "--max-events", "1e15", "--max-memory", "1e9"]).exit_code == 0
    assert CliRunner().invoke(app, ["check", "first_look", "--max-events", "1000"]).exit_code == 2


def test_every_load_names_a_key_of_its_scenario() -> None:
    for name in shipped_scenarios():
        for load in loads(sim.load(name)):
            assert load.path and load.what and load.events >= 0
