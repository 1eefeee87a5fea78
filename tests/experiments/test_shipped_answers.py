"""Every shipped scenario asks a question and can answer it: sentences, measures and pictures."""

from __future__ import annotations

import inspect

import matplotlib.pyplot as plt
import pytest

import sim
from sim import charts
from sim.apps.cli.commands.experiments.run import IN_MEMORY
from sim.apps.cli.contrast_runs import as_often_as_contrasts
from sim.apps.cli.option_values import expected_purchases
from sim.experiments.execution.execution import Execution
from sim.reports.answer_section import picture_list
from sim.scenario.contrasts import PLACES
from sim.scenario.files.load import load, shipped_scenarios
from sim.scenario.scenario import Scenario

LEAST_PEOPLE = 60
"""Segments are made ten times smaller, but not smaller than this."""
ASKING = list(shipped_scenarios())


def smaller(scenario: Scenario) -> Scenario:
    """The same question asked of fewer people."""
    sizes = {
        f"population.segments.{segment.name}.size": min(segment.size, max(segment.size // 10, LEAST_PEOPLE))
        for segment in scenario.population.segments
    }
    return scenario.but(sizes)


@pytest.mark.parametrize("name", ASKING)
def test_guanxi_run_answers_it_and_leaves_no_contrast_out(name: str) -> None:
    """Where more purchases are expected than fit into memory, the command leaves the contrasts out."""
    asked = as_often_as_contrasts(load(name), None)
    assert expected_purchases(asked) <= IN_MEMORY


@pytest.mark.parametrize("name", ASKING)
def test_each_question_has_contrasts_findings_and_pictures_and_each_reading_is_a_sentence(name: str) -> None:
    asked = load(name)
    assert asked.question and asked.contrasts and asked.findings and asked.pictures
    for finding in asked.findings:
        for reading in (finding.more, finding.less, finding.unclear):
            told = reading.format(**dict.fromkeys(PLACES, "one"))
            assert "{" not in told
            assert told.endswith("."), told


@pytest.mark.parametrize("name", ASKING)
def test_each_picture_is_a_chart_that_takes_the_options_given(name: str) -> None:
    for picture in load(name).pictures:
        assert picture.chart in charts.__all__
        first, *options = inspect.signature(getattr(charts, picture.chart)).parameters
        assert first in ("found", "results"), f"{picture.chart} is not drawn from one market or from all of them"
        assert set(picture.options) <= set(options) - {"axes", "without"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKING)
def test_each_measure_can_be_read_and_each_picture_drawn_in_a_small_market(name: str) -> None:
    asked = smaller(load(name))
    found = sim.run_contrasts(asked, replications=2, where=Execution(workers=1))
    assert found.worlds == ("base", *asked.contrasts)
    assert len(found.table) == len(found.measures) * len(asked.contrasts)
    assert [reading.finding for reading in found.findings] == list(asked.findings)
    drawn = picture_list(found)
    assert [look for _, look in drawn] == [picture.look for picture in asked.pictures]
    for figure, _ in drawn:
        assert figure.axes
        plt.close(figure)
