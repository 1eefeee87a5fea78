"""Pictures and page of exit management: they draw, and what they say is in the numbers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import sim
from sim import charts
from sim.charts.style.canvas import headline_text
from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.exits.profit_lost import profit_lost
from sim.model.events import RANK
from sim.reports import report
from sim.results.results import Results
from tests.charts.test_pictures import assert_not_empty, drawn
from tests.charts.test_report import assert_stands_alone, read, sections
from tests.metrics.hand_made import STORY, Happening, first_purchase, results_of

Draw = Callable[[Results, Axes | None], Figure]
each_picture = pytest.mark.parametrize("draw", [charts.stated_exits_chart, charts.profit_lost_chart])


@each_picture
@pytest.mark.parametrize("which", ["one", "race", "alone"])
def test_it_draws_from_a_run(
    draw: Draw, which: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    figure = draw(request.getfixturevalue(which), None)
    assert_not_empty(drawn(figure, caplog))
    assert figure.axes[0].get_xlabel()


@each_picture
def test_it_draws_a_little_and_nothing(draw: Draw, caplog: pytest.LogCaptureFixture) -> None:
    drawn(draw(results_of(STORY), None), caplog)
    figure = draw(results_of([]), None)
    drawn(figure, caplog)
    assert headline_text(figure) == "Nobody left Red"


@each_picture
def test_it_draws_into_a_sheet_of_yours(draw: Draw, one: Results) -> None:
    figure = Figure(figsize=(11, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert draw(one, left) is figure
    assert left.get_title(loc="left") and not right.has_data()


def test_bars_are_the_shares_of_the_log(one: Results) -> None:
    """The true bars, worked out from the rows; longest first."""
    axes = charts.stated_exits_chart(one).axes[0]
    rows = one.runs[0].rows
    left = rows[(rows["event"] == RANK["exit"]) & (rows["firm"] == 0)]
    shares = np.sort(np.bincount(left["cause"]) / len(left))[::-1] * 100
    true = [bar.get_width() for bar in axes.containers[0]]  # type: ignore[attr-defined]
    assert true == pytest.approx(shares[: len(true)].tolist())
    assert sum(bar.get_width() for bar in axes.containers[1]) == pytest.approx(100)  # type: ignore[attr-defined]


def test_the_headline_names_the_cause_that_is_most_misreported() -> None:
    story: list[Happening] = []
    for generation in range(40):
        story += first_purchase(0.1 * generation, 0, "Red", 10, generation)
        cause = "price" if generation < 10 else "service"
        story.append(Happening(0.1 * generation + 0.05, 0, "Red", "exit", cause=cause, generation=generation))
    results = results_of(story)

    def asked(**interviews: object) -> str:
        scenario = results.scenario.but(interviews={"response": 1.0, "preset": "honest", **interviews})
        return headline_text(charts.stated_exits_chart(dataclasses.replace(results, scenario=scenario)))

    assert asked(stated={"service": {"price": 1.0}}) == (
        "Of those who told Red why they left, 100% said price; of all who left, 25% left for it"
    )
    assert asked() == "The 40 who told Red why they left named each cause as often as all 40 left for it"
    assert asked(response=0.0) == "None of the 40 who left Red answered why"


def test_the_headline_adds_up_the_customers(one: Results) -> None:
    lost = profit_lost(one)
    mine = lost[lost["firm"] == "Azure"]
    fixed = mine.loc[mine["cause"] == "market", "profit_lost"].sum() / mine["profit_lost"].sum()
    sentence = headline_text(charts.profit_lost_chart(one)).replace("\N{NO-BREAK SPACE}", " ")
    amount = float(re.findall(r"lost ([\d.]+) k", sentence)[0])
    assert amount * 1000 == pytest.approx(mine["profit_lost"].sum(), rel=0.01)
    assert f"{100 * fixed:.0f}% of it no one could have stopped" in sentence


def test_what_no_one_can_stop_stands_apart_below_the_line(one: Results) -> None:
    axes = charts.profit_lost_chart(one).axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    places = list(axes.get_yticks())
    assert names[-1] == "moved away"
    line = next(line for line in axes.lines if len(set(line.get_ydata())) == 1)  # type: ignore[arg-type]
    assert places[-2] < line.get_ydata()[0] < places[-1]  # type: ignore[index]
    assert places[-1] - places[-2] > 1.5


def test_a_picture_of_profit_needs_purchases() -> None:
    with pytest.raises(IncompleteLogError):
        charts.profit_lost_chart(results_of(STORY, kept="exits"))


def test_the_page_walks_the_five_steps_and_stands_alone(tmp_path: Path, race: Results) -> None:
    shown = sim.exit_management_page(race, costs={"price": 100.0, "service": 1e9})
    shown.write(tmp_path / "exits.html")
    text = (tmp_path / "exits.html").read_text(encoding="utf-8")
    _, words = read(text)
    assert_stands_alone(text)
    assert [heading[0] for heading in sections(text)] == list("12345")
    assert "customers ×" in words and "exits a year ×" in words
    assert {"yes", "no"} <= set(re.findall(r"<td>([^<]*)</td>", text))
    assert shown._repr_html_() in text
    assert "<html" not in shown._repr_html_() and "<body" not in shown._repr_html_()


def test_the_page_of_a_market_where_nothing_happened() -> None:
    read(sim.exit_management_page(results_of([]))._repr_html_())


@pytest.mark.slow
def test_the_report_says_when_the_log_is_too_thin() -> None:
    about = {"scenario": results_of(STORY).scenario.but(course=["C7"])}
    _, words = read(report.report(replace(results_of(STORY, kept="exits"), **about)))
    assert "needs every single purchase" in words
    _, words = read(report.report(replace(results_of(STORY), **about)))
    assert "no one can stop it" in words and "customer ×" in words
