"""Pictures of a thin log, in a notebook, without a screen, and under the reader's own settings."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import warnings
from collections.abc import Callable

import matplotlib.image
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.results.results import Results
from tests.metrics.hand_made import STORY, results_of

Draw = Callable[[Results, Axes | None], Figure]
OF_RESULTS: dict[str, Draw] = {
    "churn": charts.churn_chart,
    "customers": charts.customers_chart,
    "double jeopardy": charts.double_jeopardy_chart,
    "exits": charts.exit_chart,
    "imitation": charts.imitation_timeline,
    "life": lambda results, axes: charts.life_line(results, f"{results.names.segments[0]}-1", axes),
    "profit": charts.profit_chart,
    "programme cost": charts.programme_cost_chart,
    "share": charts.share_chart,
    "survival": charts.survival_chart,
}


def drawn(figure: Figure, caplog: pytest.LogCaptureFixture) -> np.ndarray:
    """The picture as an array of points; fails when matplotlib complained while drawing."""
    points = matplotlib.image.imread(io.BytesIO(png(figure)))
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    return points[..., :3]


def assert_not_empty(points: np.ndarray) -> None:
    height, width = points.shape[:2]
    assert height > 150 and width > 500
    assert (points.reshape(-1, 3) < 0.9).any(axis=1).mean() > 0.01, "hardly any ink"


@pytest.fixture(autouse=True)
def _strict() -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.slow
def test_the_log_of_exits_is_enough_for_all_but_purchases(caplog: pytest.LogCaptureFixture) -> None:
    thin = results_of(STORY, kept="exits")
    for name, draw in OF_RESULTS.items():
        if name != "double jeopardy":
            drawn(draw(thin, None), caplog)


def test_a_notebook_shows_a_picture_by_itself(one: Results) -> None:
    figure = charts.share_chart(one)
    picture, about = figure._repr_png_()  # type: ignore[attr-defined]
    assert picture.startswith(b"\x89PNG") and about == {"alt": headline_text(figure)} and about["alt"]


def test_no_window_system_is_touched() -> None:
    source = "import sys, sim.charts; sys.exit('matplotlib.pyplot' in sys.modules or 'ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0


def test_settings_of_the_reader_stay(one: Results) -> None:
    before = dict(matplotlib.rcParams)
    charts.exit_chart(one)
    assert dict(matplotlib.rcParams) == before
