"""Pictures of accounts: they draw, and what they say is in the numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text
from sim.metrics.key_accounts.account_steps import account_doors
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from tests.charts.test_pictures import assert_not_empty, drawn
from tests.metrics.hand_made import STORY, results_of

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
def test_it_draws_into_a_sheet_of_yours(draw: Draw, told: Results) -> None:
    figure = Figure(figsize=(11, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert draw(told, left, None) is figure
    assert left.get_title(loc="left") and not right.has_data()


@each_picture
def test_a_firm_that_is_not_there_is_refused(draw: Draw, told: Results) -> None:
    with pytest.raises(ValueError, match="did you mean 'Roundtable'"):
        draw(told, None, "Roundtabel")
