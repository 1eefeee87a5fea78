"""What every measure keeps to, also one that is added; and that it is the metric it is named after."""

from __future__ import annotations

import inspect
import math

import pandas as pd
import pytest

import sim
from sim.experiments.measure import Measure, judge
from sim.metrics.summary import summary
from sim.registry import registered

SETTINGS: dict[str, dict[str, object]] = {"retention": {"period": 10}}
"""What a measure needs in a market of 30 weeks."""
NEEDS = "population.segments.consumers.need_at_purchase"
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
        ready = kind(**SETTINGS.get(kind.__name__.lower(), {}))  # type: ignore[arg-type]
        assert math.isfinite(judge(ready, firm)(results))


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


@pytest.fixture(scope="module")
def served(small: sim.Scenario) -> sim.Results:
    """The small market in which Azure answers needs at a desk and makes to order on a slow line; one run."""
    departments = [
        {"kind": "service_desk", "servers": 1},
        {"kind": "production_line", "kinds": 2, "machines": 1, "unit_hours": 12, "works": {"mode": "to_order"}},
    ]
    return sim.simulate(small.but({"firms.Azure.departments": departments, NEEDS: 0.6}), replications=1)


def value(name: str, results: sim.Results, **settings: object) -> float:
    return judge(MEASURES[name](**settings), "Azure")(results)  # type: ignore[arg-type]


def azure(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["firm"] == "Azure"]


def test_retention_is_kept_of_standing_over_whole_periods(served: sim.Results) -> None:
    table = azure(registered("metric")["retention"](served, 10))  # type: ignore[operator]
    assert value("retention", served, period=10) == pytest.approx(table["kept"].sum() / table["standing"].sum())
    late = azure(registered("metric")["retention"](served, 8, since=10))  # type: ignore[operator]
    whole = late[late["end"] - late["start"] == 8]  # the last of 4 weeks is left out
    assert len(whole) == len(late) - 1
    assert value("retention", served, period=8, since=10) == pytest.approx(
        whole["kept"].sum() / whole["standing"].sum()
    )


def test_members_are_those_at_the_end_of_the_window(served: sim.Results) -> None:
    table = azure(registered("metric")["members_over_time"](served))  # type: ignore[operator]
    for week in (10, 30):
        there = table[table["week"] == week - 1]
        assert value("members", served, until=week) == there["full"].sum()
        both = there[["full", "associates"]].sum().sum()
        assert value("members", served, until=week, level="both", programme="frequency") == both
    assert value("members", served) > 0
    assert value("members", served, programme="club") == 0


def test_exits_and_their_share_are_those_of_the_table_of_exits(served: sim.Results) -> None:
    table = azure(registered("metric")["exits"](served, since=5)).set_index("cause")["exits"]  # type: ignore[operator]
    assert value("exits", served, since=5) == table.sum() > 0
    for cause, number in table.items():
        assert value("exits", served, since=5, cause=cause) == number
        assert value("exit_share", served, since=5, cause=cause) == pytest.approx(number / table.sum())
    with pytest.raises(sim.ExperimentError, match="did you mean 'price'"):
        value("exits", served, cause="prise")


def test_waiting_and_lost_orders_are_those_of_desk_and_line(served: sim.Results) -> None:
    desk = azure(registered("metric")["waits"](served)).iloc[0]  # type: ignore[operator]
    line = azure(registered("metric")["orders"](served, since=5)).iloc[0]  # type: ignore[operator]
    assert value("service_wait", served) == pytest.approx(desk["mean_wait_hours"])
    assert value("lead_time", served, since=5) == pytest.approx(line["mean_lead_weeks"])
    assert value("lead_time", served) > 0
    assert value("lost_orders", served, since=5) == line["lost"]
    with pytest.raises(sim.ExperimentError, match="leave since and until out"):
        value("service_wait", served, since=3)
