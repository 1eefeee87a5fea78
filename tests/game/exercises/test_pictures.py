"""The pictures of the exercises draw, quietly, and say what the numbers show."""

from __future__ import annotations

import dataclasses
import io
import logging

import matplotlib.image
import pytest
from matplotlib.figure import Figure

from sim import charts
from sim.charts.style.canvas import headline_text, png
from sim.game.exercises.exit_report import bias_corrector, truth_teller
from sim.game.exercises.marking import AnswerError
from sim.game.exercises.sorting import as_sort, together
from tests.game.exercises.test_exit_detective import case as exit_case
from tests.game.exercises.test_exit_detective import wrong
from tests.game.exercises.test_sorting import by_money, case


def drawn(figure: Figure, caplog: pytest.LogCaptureFixture) -> str:
    """The headline, once it is sure that there is a picture and that nobody complained."""
    points = matplotlib.image.imread(io.BytesIO(png(figure)))[..., :3]
    assert (points.reshape(-1, 3) < 0.9).any(axis=1).mean() > 0.01
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    return headline_text(figure)


def test_stated_believed_and_true(caplog: pytest.LogCaptureFixture) -> None:
    found = exit_case()
    told = drawn(charts.exit_detective_chart(found, truth_teller(found)), caplog)
    assert "Of 100 exits 100 are put down to their true cause" in told
    figure = charts.exit_detective_chart(found, bias_corrector(found.handout))
    assert len(figure.axes[0].patches) == 18  # three bars for each of six causes
    with pytest.raises(AnswerError):
        charts.exit_detective_chart(found, wrong())


def test_what_sorts_are_worth(caplog: pytest.LogCaptureFixture) -> None:
    found = case()
    told = drawn(charts.sorting_chart(found, {"by money alone": by_money(found)}), caplog)
    assert "by money alone brings" in told
    assert "recency, frequency and money brings" in drawn(charts.sorting_chart(found), caplog)
    nothing = as_sort(found, together(found))
    assert "nobody's brings 0%" in drawn(charts.sorting_chart(found, {"nobody's": nothing}), caplog)
    alike = dataclasses.replace(found, kinds=together(found))
    assert drawn(charts.sorting_chart(alike), caplog) == "Knowing the true kinds is worth nothing here"


def test_they_draw_into_a_sheet_of_yours(caplog: pytest.LogCaptureFixture) -> None:
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    assert charts.exit_detective_chart(exit_case(), truth_teller(exit_case()), left) is figure
    assert charts.sorting_chart(case(), axes=right) is figure
    assert "Of 100 exits" in drawn(figure, caplog)
