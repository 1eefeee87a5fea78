"""The pictures of what a firm knows: they draw, quietly, and say what the numbers show."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.metrics.hand_made import STORY, results_of
from tests.model.firms.test_records import store

PICTURES: dict[str, Callable[..., Figure]] = {
    "records": charts.records_chart,
    "profile": charts.profile_chart,
    "loyalty": charts.loyalty_chart,
    "profit": charts.profit_analysis_chart,
}


@pytest.fixture(scope="module")
def known() -> Results:
    return simulate(store(points=True, identified=0.3, renewed=False, ageing={"identity": 0.02}), seed=3)


@pytest.fixture(scope="module")
def nobody() -> Results:
    return simulate(store(identified=0.0), seed=3)


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_it_draws_in_a_sheet_of_its_own_and_in_yours(
    draw: Callable[..., Figure], known: Results, nobody: Results, caplog: pytest.LogCaptureFixture
) -> None:
    for results in (known, nobody, results_of(STORY), results_of([])):
        figure = draw(results)
        assert png(figure).startswith(b"\x89PNG") and figure.axes[0].get_xlabel()
    mine = Figure(layout="constrained")
    left, right = mine.subplots(1, 2)
    assert draw(known, left) is mine
    assert left.get_title(loc="left") and not right.has_data()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_headlines_say_what_is_known(known: Results, nobody: Results) -> None:
    told = headline_text(charts.records_chart(known))
    assert "Store can name and find" in told and "the file is out of date" in told
    assert headline_text(charts.records_chart(nobody)) == "Store can name and find none of its customers at the end"
    for draw in (charts.profile_chart, charts.loyalty_chart, charts.profit_analysis_chart):
        assert headline_text(draw(nobody)) == "Store knows none of its customers"
        assert "the customers Store knows" in headline_text(draw(known))
        assert "Store's customers" in headline_text(draw(known, of="truth"))


def test_another_kind_of_record_is_refused(known: Results) -> None:
    assert "what they bought" in headline_text(charts.records_chart(known, kind="dealings"))
    bad: Any = "adress"
    with pytest.raises(ValueError, match="identity, dealings, promotions, products; give one of them"):
        charts.records_chart(known, kind=bad)
