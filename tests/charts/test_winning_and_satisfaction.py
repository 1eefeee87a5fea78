"""The pictures of what winning customers costs, and of loyalty against satisfaction."""

from __future__ import annotations

import io
import warnings
from functools import lru_cache

import matplotlib.image
import pytest
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from tests.metrics.hand_made import STORY, results_of


@pytest.fixture(autouse=True)
def _strict() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@lru_cache
def spending(times: float) -> Results:
    asked = load("five_channels").but({"population.segments.households.size": 400}, horizon=52.0)
    return simulate(
        asked.but({"firms.Chorus.departments.communication.advertising.spend": 30.0 * times}), replications=2
    )


def ink(figure: Figure) -> float:
    points = matplotlib.image.imread(io.BytesIO(png(figure)))[..., :3]
    return float((points.reshape(-1, 3) < 0.9).any(axis=1).mean())


def test_what_winning_costs_at_several_budgets() -> None:
    without = simulate(
        spending(1).scenario.but({"firms.Chorus.departments": [{"kind": "cost_to_serve", "cost": 8}]}), replications=2
    )
    worlds = [spending(times) for times in (4, 1, 2)]
    figure = charts.acquisition_cost_chart(worlds, without)
    assert ink(figure) > 0.01
    assert headline_text(figure).startswith("Winning a customer cost Chorus")
    budgets = figure.axes[0].lines[1].get_xdata()
    assert list(budgets) == sorted(budgets)


@pytest.mark.parametrize("story", [[], list(STORY)])
def test_where_nobody_communicates_it_still_draws(story: list[object]) -> None:
    quiet = results_of(story)  # type: ignore[arg-type]
    assert headline_text(charts.acquisition_cost_chart([quiet], quiet))


def test_without_a_world_it_says_what_to_give() -> None:
    with pytest.raises(ValueError, match="give the same market with one or more budgets"):
        charts.acquisition_cost_chart([], results_of([]))


def test_loyalty_against_satisfaction() -> None:
    results = simulate(load("flat_middle").but({"population.segments.guests.size": 300}, horizon=40.0), replications=1)
    figure = charts.satisfaction_chart(results, since=13)
    assert ink(figure) > 0.01
    assert "keeps 11 in 100" in headline_text(figure)
    assert len(figure.axes[0].lines[2].get_xdata()) == 7


@pytest.mark.parametrize("story", [[], list(STORY)])
def test_loyalty_where_hardly_anything_happened(story: list[object]) -> None:
    figure = Figure(figsize=(11, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert charts.satisfaction_chart(results_of(story), left) is figure  # type: ignore[arg-type]
    assert not right.has_data()
