"""Charts of departments: key accounts, records, winning customers and satisfaction."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import matplotlib.image
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.metrics.key_accounts.account_steps import account_doors
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from tests.charts.test_pictures import assert_not_empty, drawn
from tests.metrics.hand_made import STORY, results_of
from tests.model.firms.test_records import store

Draw = Callable[[Results, Axes | None, str | None], Figure]
each_picture = pytest.mark.parametrize("draw", [charts.doors_chart, charts.trust_chart])


@pytest.fixture(scope="module", params=[1, 2])
def told(request: pytest.FixtureRequest) -> Results:
    """The seller who left, once and twice, for a year and a half."""
    asked = load("seller_who_left").but({"population.segments.workshops.size": 200}, horizon=78)
    return simulate(asked, replications=request.param)


@each_picture
@pytest.mark.parametrize("firm", [None, "Roundtable"])
def test_it_draws_from_a_run(draw: Draw, firm: str | None, told: Results, caplog: pytest.LogCaptureFixture) -> None:
    figure = draw(told, None, firm)
    assert_not_empty(drawn(figure, caplog))
    axes = figure.axes[0]
    assert axes.get_ylabel() == "accounts" and axes.get_xlabel().startswith("week")
    assert (firm or "Handshake") in headline_text(figure)
    assert len(axes.collections) == 4
    assert [text.get_text() for text in axes.texts if text.get_text()]


def test_bands_and_headline_are_the_numbers_of_the_metric(told: Results) -> None:
    table = account_doors(told)
    last = (
        table[(table["firm"] == "Handshake") & (table["week"] == 77)].groupby("door", observed=False)["accounts"].mean()
    )
    figure = charts.doors_chart(told)
    names = {text.get_text() for text in figure.axes[0].texts}
    assert {f"{door} {count:.0f}" for door, count in last.items()} <= names
    share = last["the account calls"] / last.sum()
    assert f"{last.sum():.0f} accounts {100 * share:.0f}% call" in headline_text(figure)


@each_picture
def test_without_managers_it_says_so(draw: Draw, caplog: pytest.LogCaptureFixture) -> None:
    figure = draw(results_of(STORY), None, None)
    drawn(figure, caplog)
    assert headline_text(figure) == "Red has no accounts with relationship managers"


@each_picture
def test_a_firm_that_is_not_there_is_refused(draw: Draw, told: Results) -> None:
    with pytest.raises(ValueError, match="did you mean 'Roundtable'"):
        draw(told, None, "Roundtabel")


@pytest.fixture(scope="module")
def known() -> Results:
    return simulate(store(points=True, identified=0.3, renewed=False, ageing={"identity": 0.02}), seed=3)


@pytest.fixture(scope="module")
def nobody() -> Results:
    return simulate(store(identified=0.0), seed=3)


def test_headlines_say_what_is_known(known: Results, nobody: Results) -> None:
    told = headline_text(charts.records_chart(known))
    assert "Store can name and find" in told and "the file is out of date" in told
    assert headline_text(charts.records_chart(nobody)) == "Store can name and find none of its customers at the end"
    for draw in (charts.profile_chart, charts.loyalty_chart, charts.profit_analysis_chart):
        assert headline_text(draw(nobody)) == "Store knows none of its customers"
        assert "the customers Store knows" in headline_text(draw(known))
        assert "Store's customers" in headline_text(draw(known, of="truth"))


def test_another_kind_of_record_is_refused(known: Results) -> None:
    assert "what 95% of its customers bought" in headline_text(charts.records_chart(known, kind="dealings"))
    bad: Any = "adress"
    with pytest.raises(ValueError, match="identity, dealings, promotions, products; give one of them"):
        charts.records_chart(known, kind=bad)


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
