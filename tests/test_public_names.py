"""Public names: all are there, those of version 0.3.0 still work, and nothing is loaded before its use."""

from __future__ import annotations

import importlib
import subprocess
import sys
import warnings
from typing import Any

import pytest

import sim
from sim import deprecated_names
from sim.deprecated_names import with_old_keywords
from sim.experiments.calibration.maximum_likelihood import Estimate
from sim.registry import registered
from tests.conftest import ROOT
from tests.worlds import world

NAMES_OF_0_3 = (
    "Decision", "ExperimentError", "Refused", "Results", "Scenario", "ScenarioError", "Session", "Tries", "Until",
    "Watch", "Where", "__version__", "best", "calibrate", "calibrated_scenario", "cite", "classroom", "compare",
    "events", "explain", "export_study", "fates", "latin_hypercube", "levers", "load", "play", "read_events",
    "read_transactions", "replicate", "reproduce", "response_map", "responses", "save", "saved_and_lost",
    "screen", "search", "see", "shares_of_variance", "simulate", "sobol_sequence", "summary", "telling",
    "two_worlds", "views", "warm_up", "weekly",
)  # fmt: skip
"""``sim.__all__`` of version 0.3.0."""
METRICS_OF_0_3 = (
    "account_doors", "acquisition_cost", "acquisition_to_keeping", "best_degree", "channel_cost", "churn",
    "churn_by_tier", "concentration", "crm_scorecard", "cumulative_incidence", "cumulative_repeats",
    "customer_records", "customer_value_lines", "double_jeopardy", "erosion", "exit_break_even", "exit_interviews",
    "exit_measures", "exits", "first_mover_advantage", "gain", "incremental_acquisition_cost", "incremental_profit",
    "keeping_cost", "ledger", "lifetime_value", "lifetime_value_error", "lifetime_value_forecast",
    "lifetime_value_formula", "loyalty_analysis", "loyalty_by_service", "manager_turnover", "mean_lifetime", "orders",
    "path_of_trust", "penetration", "profile_analysis", "profit", "profit_analysis", "profit_lost",
    "profit_lost_by_cause", "programme_cost", "programme_liability", "purchase_frequency", "purchase_histogram",
    "record_quality", "repeat_profit", "repeat_share", "retention", "retention_by_tenure", "retention_uplift", "sales",
    "satisfaction_loyalty", "share", "spells", "stage_history", "stages", "stated_exits", "stock", "survival", "told",
    "visits", "waits", "waits_by_tier", "weekly_share", "exit_management",
)  # fmt: skip
"""Metrics and analyses of version 0.3.0."""
VIEWS_OF_0_3 = (
    "acquisition_cost_chart", "best_degree_chart", "calibration_chart", "cdnow_curve_chart", "cdnow_histogram_chart",
    "churn_chart", "comparison_chart", "crossover_chart", "customers_chart", "debrief", "debrief_page", "doors_chart",
    "double_jeopardy_chart", "exit_chart", "exit_detective_chart", "exit_management_page", "first_look", "gain_chart",
    "gallery_chart", "imitation_timeline", "lead_time_chart", "ledger_chart", "life_line", "lot_size_chart",
    "loyalty_chart", "profile_chart", "profit_analysis_chart", "profit_chart", "profit_lost_chart",
    "programme_cost_chart", "records_chart", "response_map_chart", "satisfaction_chart", "saved_and_lost_chart",
    "sensitivity_chart", "share_chart", "sorting_chart", "stage_line_chart", "stages_chart", "stated_exits_chart",
    "stock_chart", "survival_chart", "trust_chart", "two_lives_chart", "two_worlds_look", "warm_up_chart",
    "write_report", "yearly_profit_chart",
)  # fmt: skip
"""``sim.views.__all__`` of version 0.3.0."""


def run_python(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def with_warnings(ask: Any) -> tuple[Any, list[warnings.WarningMessage]]:
    """What is returned, and the warnings on the way."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = ask()
    return found, caught


@pytest.mark.parametrize("name", [*NAMES_OF_0_3, *METRICS_OF_0_3])
def test_names_of_0_3_work_and_renamed_ones_warn_where_they_are_used(name: str) -> None:
    vars(sim).pop(name if name in deprecated_names.NAMES else "", None)
    found, caught = with_warnings(lambda: getattr(sim, name))
    new = deprecated_names.NAMES.get(name)
    if new is None:
        assert found is not None and not caught
        return
    assert [each.category for each in caught] == [DeprecationWarning]
    assert f"sim.{name} is now sim.{new};" in str(caught[0].message) and caught[0].filename == __file__
    assert name == "views" or found is getattr(sim, new)


@pytest.mark.parametrize("name", VIEWS_OF_0_3)
def test_views_of_0_3_work_and_warn_where_they_are_used(name: str) -> None:
    views = importlib.import_module("sim.views")
    found, caught = with_warnings(lambda: getattr(views, name))
    new = deprecated_names.VIEWS.get(name)
    assert found is (getattr(sim.charts, name) if new is None else getattr(sim, new))
    assert [each.category for each in caught] == [DeprecationWarning] and caught[0].filename == __file__
    assert f"sim.views.{name} is now sim.{new or f'charts.{name}'};" in str(caught[0].message)


@pytest.mark.slow
def test_star_imports_work() -> None:
    code = "from sim.views import *; from sim import *; print(exit_chart is charts.exit_chart, simulate.__name__)"
    assert run_python(code) == "True simulate"


def test_unknown_names_are_refused_with_the_nearest() -> None:
    near = {
        "simulat": (sim, "simulate"),
        "exit_char": (sim.charts, "exit_chart"),
        "share_char": (importlib.import_module("sim.views"), "share_chart"),
    }
    for name, (module, meant) in near.items():
        with pytest.raises(AttributeError, match=f"did you mean '{meant}'"):
            getattr(module, name)


def test_dir_and_all_hold_the_public_names_and_no_old_ones() -> None:
    metrics = registered("metric").keys() | registered("analysis").keys()
    assert set(sim.__all__) | metrics <= set(dir(sim))
    assert not deprecated_names.NAMES.keys() & {*sim.__all__, *metrics}
    stub = (ROOT / "sim/__init__.pyi").read_text(encoding="utf-8")
    assert {line.split(" as ")[1] for line in stub.splitlines() if " as " in line} == set(sim.__all__) - {"__version__"}


@pytest.mark.parametrize(("name", "parameter"), [("Decision", "price"), ("Scenario", "horizon")])
def test_signatures_of_declarations_are_known_before_their_first_use(name: str, parameter: str) -> None:
    code = f"import inspect, sim; print({parameter!r} in inspect.signature(sim.{name}).parameters)"
    assert run_python(code) == "True"


@pytest.mark.parametrize("first", ["registry", "errors", "metrics", "scenario"])
def test_submodules_are_imported_from_sim(first: str) -> None:
    assert run_python(f"from sim import {first}; print({first}.__name__)") == f"sim.{first}"


def test_old_parameters_are_taken_and_warn_where_they_are_given() -> None:
    def hear(replication: int, week: float) -> None:
        return None

    options, caught = with_warnings(lambda: sim.RunOptions(threads=1, heard=hear, sink=None))
    assert options.threads == 1 and options.on_progress is hear and options.event_sink is None
    assert sorted(str(each.message).split(";")[0] for each in caught) == [
        "the parameter heard of RunOptions is now on_progress", "the parameter sink of RunOptions is now event_sink",
    ]  # fmt: skip
    assert {each.filename for each in caught} == {__file__}
    with pytest.raises(TypeError, match="heard is the old name of on_progress; give on_progress only"):
        sim.RunOptions(heard=hear, on_progress=hear)
    with pytest.raises(TypeError, match="unexpected keyword argument 'hear'"):
        sim.RunOptions(hear=hear)


def test_positional_parameters_pass_through() -> None:
    @with_old_keywords(first="one")
    class Pair:
        def __init__(self, one: int, two: int = 2) -> None:
            self.held = (one, two)

    assert Pair(1).held == (1, 2) and Pair(1, 3).held == (1, 3)


def test_old_attributes_return_the_new_ones_and_warn_where_they_are_read() -> None:
    scenario = world({"size": 10}, [{"name": "Only"}])
    results = sim.simulate(scenario, seed=1)
    estimate = Estimate(name="r", value=2.0, error=0.1, low=1.0, high=3.0)
    renamed = [(scenario, "focal", "focal_firm"), (results, "kept", "log_level"), (estimate, "loose", "upper_ratio")]
    renamed += [(sim.RunOptions(), "heard", "on_progress"), (sim.RunOptions(), "sink", "event_sink")]
    for value, old, new in renamed:
        found, caught = with_warnings(lambda value=value, old=old: getattr(value, old))
        assert found == getattr(value, new)
        assert [each.category for each in caught] == [DeprecationWarning] and caught[0].filename == __file__
        assert f".{old} is now {new};" in str(caught[0].message)


def test_scenarios_are_imported_without_the_model() -> None:
    code = """
import importlib, pkgutil, sys
import sim.scenario.scenario
def model():
    return [name for name in sys.modules if name.startswith("sim.model")]
print(model())
import sim.scenario
for module in pkgutil.walk_packages(sim.scenario.__path__, "sim.scenario."):
    importlib.import_module(module.name)
print(model())
"""
    assert run_python(code) == "[]\n[]"
