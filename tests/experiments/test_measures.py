"""What every measure keeps to, whoever adds one; and that it is the metric it is named after."""

from __future__ import annotations

import inspect
import math

import pytest

import sim
from sim.experiments.measure import Measure, judge
from sim.metrics.summary import summary
from sim.registry import registered

MEASURES: dict[str, type[Measure]] = registered("measure")  # type: ignore[assignment]


@pytest.fixture(params=list(MEASURES))
def kind(request: pytest.FixtureRequest) -> type[Measure]:
    return MEASURES[request.param]


def test_it_says_what_it_is(kind: type[Measure]) -> None:
    text = inspect.getdoc(kind) or ""
    assert "\nFormula: " in text and "\nSource: " in text
    assert kind.unit and kind.better in ("more", "less") and kind.log in ("all", "exits")
    said = kind.says.format(one="club", other="points", size="3.1", more=kind.more[0])
    assert "club" in said and "points" in said and "3.1" in said


def test_it_has_a_value_for_every_firm_that_the_log_it_asks_for_suffices_for(
    kind: type[Measure], small: sim.Scenario
) -> None:
    results = sim.simulate(small, replications=1, log=kind.log)
    for firm in small.firm_names:
        assert math.isfinite(judge(kind(), firm)(results))  # type: ignore[call-arg]


def test_a_window_is_looked_at_alone(small: sim.Scenario) -> None:
    results = sim.simulate(small, replications=1)
    profit = MEASURES["profit"]
    halves = [profit(since=0, until=10), profit(since=10)]  # type: ignore[call-arg]
    whole = judge("profit", "Azure")(results)
    assert sum(half.value(results, "Azure") for half in halves) == pytest.approx(whole)
    with pytest.raises(sim.ExperimentError, match="leave since and until out"):
        MEASURES["lifetime_value"](since=5).value(results, "Azure")  # type: ignore[call-arg]


def test_measures_are_the_metrics_they_are_named_after(small_results: sim.Results) -> None:
    from dataclasses import replace

    for line in summary(replace(small_results, runs=small_results.runs[:1])):
        for name in ("profit", "share", "churn", "customers"):
            value = judge(name, line.firm)(small_results)
            assert value == pytest.approx(getattr(line, name).mean), f"{name} of {line.firm}"
    values = sim.lifetime_value(small_results)
    azure = values[(values["replication"] == 0) & (values["firm"] == "Azure")]
    assert judge("lifetime_value", "Azure")(small_results) == pytest.approx(azure["lifetime_value"].mean())
