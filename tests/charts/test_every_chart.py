"""One contract for every chart: it draws from runs, from next to nothing and into given axes, says what it shows, is
laid out without cut or overlapping labels, and looks as its reference picture."""

from __future__ import annotations

import inspect
import logging
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import Picture, headline_text
from sim.experiments.calibration.cdnow import read_record
from tests.charts import samples
from tests.charts.drawn_texts import Drawn, draw_once, layout_faults
from tests.charts.reference_pictures import FOLDER, difference, half_size
from tests.metrics.hand_made import STORY, results_of

OF_DEBRIEFS = {name for name in charts.__all__ if getattr(charts, name).__module__.startswith("sim.charts.debrief.")}
"""Charts of a played game and of exercises, which have tests of their own."""
OF_THE_RECORD = {"cdnow_curve_chart", "cdnow_histogram_chart"}
"""Charts that lay a run beside a real record, which is installed on request."""
CHARTS = sorted(set(charts.__all__) - OF_DEBRIEFS - (OF_THE_RECORD if read_record() is None else set()))
OWN_SHEET = {"gallery_chart", "saved_and_lost_chart", "two_lives_chart"}
"""Charts of several axes, which cannot be drawn into given ones."""
NEEDS = {"story_chart": ValueError, "membership_effect_chart": ValueError}
"""What a chart raises for a market that lacks what it is about, where that is no picture that says it."""
each_chart = pytest.mark.parametrize("name", CHARTS)


@pytest.fixture(autouse=True)
def _no_complaint(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@cache
def figure(name: str) -> Figure:
    """The picture of a sample, drawn once."""
    return samples.SAMPLES[name](None)


@cache
def drawn(name: str) -> Drawn:
    """The same, drawn to the end."""
    return draw_once(figure(name))


def parameters(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(getattr(charts, name)).parameters)


def test_every_chart_has_a_sample() -> None:
    assert set(samples.SAMPLES) == set(CHARTS) | OF_THE_RECORD, (
        "add a sample of the new chart to tests/charts/samples.py"
    )


@each_chart
def test_it_says_what_it_shows(name: str) -> None:
    picture = figure(name)
    assert isinstance(picture, Picture)
    told = headline_text(picture)
    assert len(told) > 20 and not any(word in told for word in ("nan", "inf ", "None", "{", "}")), told
    assert any(axes.get_xlabel() for axes in picture.axes) or name in {"renewal_chart", *BARS_WITH_NAMES}
    assert any(axes.has_data() for axes in picture.axes)


BARS_WITH_NAMES = {"membership_effect_chart", "saved_and_lost_chart"}
"""Charts whose bars are named one by one, or whose axes have titles."""


@each_chart
def test_no_label_is_cut_or_lies_on_another(name: str) -> None:
    assert layout_faults(drawn(name)) == []


@each_chart
def test_it_looks_as_its_reference_picture(name: str, tmp_path: Path) -> None:
    now = tmp_path / f"{name}.png"
    now.write_bytes(half_size(drawn(name).png))
    reference = FOLDER / f"{name}.png"
    assert reference.exists(), "no reference picture; run python -m tests.charts.reference_pictures"
    assert difference(reference, now, tmp_path) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CHARTS if name not in OWN_SHEET])
def test_it_draws_into_given_axes(name: str) -> None:
    sheet = Figure(figsize=(11, 5), layout="constrained")
    left, right = sheet.subplots(1, 2)
    assert samples.SAMPLES[name](left) is sheet
    assert left.get_title(loc="left") and not right.has_data()


def of_results() -> list[str]:
    """Charts that need nothing but results, or a second market beside them."""
    found = []
    for name in CHARTS:
        first, *others = parameters(name).items()
        needed = [other for other, one in others if one.default is inspect.Parameter.empty]
        if first[0] == "results" and set(needed) <= {"without", "customer_id"}:
            found.append(name)
    return found


@pytest.mark.parametrize("name", of_results())
def test_it_draws_from_next_to_nothing(name: str) -> None:
    chart, asked = getattr(charts, name), parameters(name)
    for results in (results_of([]), results_of(STORY, STORY, horizon=120.0), samples.alone()):
        more: dict[str, Any] = {"without": results} if "without" in asked else {}
        if asked.get("customer_id", None) and asked["customer_id"].default is inspect.Parameter.empty:
            more["customer_id"] = samples.someone(results)
        try:
            told = headline_text(chart(results, **more))
        except NEEDS.get(name, ZeroDivisionError) as refused:
            told = str(refused)
        assert len(told) > 10 and "nan" not in told, told


def test_overlaps_cuts_and_other_pictures_are_found(tmp_path: Path) -> None:
    """The checks above can fail: two labels in one place, one beyond the edge, the picture of another chart."""
    sheet = Figure(figsize=(4, 3))
    for text, x in (("one", 0.5), ("other", 0.51), ("far", 0.98)):
        sheet.text(x, 0.5, text)
    faults = layout_faults(draw_once(sheet))
    assert len(faults) == 2 and "'far' is cut" in faults and "'one' and 'other' overlap" in faults[1]
    one, other = (FOLDER / f"{name}.png" for name in ("profit_chart", "customers_chart"))
    assert difference(one, other, tmp_path) is not None


def test_pictures_of_scenarios_are_reached_by_name() -> None:
    """What a scenario's list of pictures can name: charts of results, of two markets, of contrasts."""
    new = {"indignation_chart", "members_chart", "membership_effect_chart", "order_queue_chart",
           "profit_difference_chart", "rival_decision_chart", "same_customer_chart", "standing_chart",
           "technology_chart"}  # fmt: skip
    assert new <= set(of_results())
