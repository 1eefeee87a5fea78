"""The real record is read as its publishers counted it, and the pictures measure a run against it."""

from __future__ import annotations

import importlib.util
import re
from typing import Any

import numpy as np
import pytest

from sim import charts
from sim.charts.experiments.calibration_charts import cdnow_curve_chart, cdnow_histogram_chart
from sim.charts.style.canvas import headline_text
from sim.experiments.calibration.cdnow import read_record
from sim.results.results import Results

record = read_record()
needs_record = pytest.mark.skipif(record is None, reason="the real record is not installed")


@needs_record
def test_the_record_is_the_published_one() -> None:
    """Fader, Hardie & Lee (2005), tables 2 and 3: the histogram of weeks 1 to 39, the curve up to week 78."""
    assert record is not None
    assert record.customers == 2357
    assert record.histogram(39) == (1411, 439, 214, 100, 62, 38, 29, 64)
    assert [record.weekly[week - 1] for week in (12, 26, 39, 52, 65, 78)] == [733, 1746, 2457, 3183, 3844, 4339]


@needs_record
def test_the_error_in_the_headline_is_that_of_the_curves(alone: Results) -> None:
    figure = charts.cdnow_curve_chart(alone)
    lines = {line.get_label(): np.asarray(line.get_ydata(), dtype=float) for line in figure.axes[0].lines}
    simulated, real = lines["simulated"], lines["real buyers"]
    error = 100 * np.mean(np.abs(simulated[39:45] / real[39:45] - 1))
    found = re.search(r"Over weeks 40 to 45 the simulated curve is (\d+\.\d)% off", headline_text(figure))
    assert found and float(found[1]) == pytest.approx(error, abs=0.051)


@needs_record
def test_a_run_of_another_size_is_scaled(alone: Results) -> None:
    figure = charts.cdnow_histogram_chart(alone)
    bars = [bar.get_height() for bar in figure.axes[0].patches]
    assert sum(bars[:8]) == 2357
    assert sum(bars[8:]) == pytest.approx(2357)
    assert "scaled to 2,357 buyers" in figure.axes[0].get_xlabel()


def test_without_the_wheel_there_is_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str, *more: Any) -> None:
        return None

    monkeypatch.setattr(importlib.util, "find_spec", find)
    assert read_record() is None


@pytest.mark.parametrize("module", ["cdnow_curve_chart", "cdnow_histogram_chart"])
def test_the_pictures_say_how_to_get_the_record(module: str, alone: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys.modules["sim.charts.experiments.calibration_charts"], "read_record", lambda: None)
    draw = {"cdnow_curve_chart": cdnow_curve_chart, "cdnow_histogram_chart": cdnow_histogram_chart}[module]
    with pytest.raises(LookupError, match=r"pip install 'guanxi\[validation\]'"):
        draw(alone)
