"""Scenario and contrasts run with the same luck: the table of differences, and findings read as they came out."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.experiments.contrast_results import reading
from sim.experiments.contrasts import run_contrasts
from sim.experiments.execution.execution import Execution
from sim.reports.two_worlds_section import two_worlds_section
from sim.scenario.contrasts import BASE
from sim.scenario.expected_events import loads

QUIET = Execution(workers=1, quiet=True)
FINDING = {
    "between": ["base", "cheap"], "on": "sold", "more": "more {base} {other} {difference} {interval} {n}",
    "less": "less {base} {other} {difference} {interval} {n}", "unclear": "unclear {interval}",
}  # fmt: skip


@pytest.fixture(scope="module")
def asked(small: sim.Scenario) -> sim.Scenario:
    return small.but(
        question="Does a lower price sell more?",
        contrasts={"cheap": {"label": "cheaper", "set": {"firms.Azure.offer.price": 0.5}}},
        measures=[{"name": "sold", "measure": "share"}, {"name": "earned", "measure": "profit"}],
        findings=[FINDING, {**FINDING, "between": ["cheap", "base"]}],
    )


@pytest.fixture(scope="module")
def found(asked: sim.Scenario) -> sim.ContrastResults:
    return run_contrasts(asked, replications=6, where=QUIET)


def test_each_market_has_every_run_and_the_same_luck(found: sim.ContrastResults, small: sim.Scenario) -> None:
    assert found.worlds == (BASE, "cheap")
    alone = sim.simulate(small, replications=6)
    assert all(np.array_equal(ours.rows, theirs.rows) for ours, theirs in zip(found.base.runs, alone.runs, strict=True))


def test_log_of_the_base_is_complete_where_those_of_all_markets_would_be_too_long(
    asked: sim.Scenario, found: sim.ContrastResults, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is about the base, so that it need not be run again; the figures are the same."""
    rows = 6 * sum(load.events for load in loads(asked))
    monkeypatch.setattr("sim.experiments.contrasts.MOST_ROWS_KEPT", rows)
    short = run_contrasts(asked, replications=6, where=QUIET)
    assert (short.base.log_level, short.results["cheap"].log_level) == ("all", "exits")
    assert np.array_equal(short.values, found.values)
    assert np.array_equal(short.base.runs[0].rows, found.base.runs[0].rows)
    assert two_worlds_section(short) == []
    monkeypatch.setattr("sim.experiments.contrasts.MOST_ROWS_KEPT", rows - 1)
    assert run_contrasts(asked, replications=6, where=QUIET).base.log_level == "exits"


def test_difference_in_the_table_is_the_contrast_less_the_base(found: sim.ContrastResults) -> None:
    row = found.table.set_index("measure").loc["sold"]
    share = found.values[:, :, 0]
    assert row["difference"] == pytest.approx((share[:, 1] - share[:, 0]).mean())
    assert row["low"] < row["difference"] < row["high"]
    assert row["clear"] == (row["low"] > 0)


def test_finding_reads_less_for_the_dearer_and_more_for_the_cheaper(found: sim.ContrastResults) -> None:
    first, second = found.findings
    assert (first.verdict, second.verdict) == ("less", "more")
    assert first.sentence.split()[3:] == second.sentence.split()[3:]  # the same difference, either way round
    assert found.answer == first.sentence


def test_interval_around_zero_is_read_as_unclear() -> None:
    assert reading(0.4, -0.1, 0.9) == "unclear"
    assert reading(0.4, float("nan"), float("nan")) == "unclear"


def test_contrast_that_is_not_there_is_refused_with_the_nearest(asked: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError, match="did you mean 'cheap'"):
        run_contrasts(asked, contrasts=["cheep"], replications=2, where=QUIET)


def test_base_alone_has_no_table_rows_and_no_findings(asked: sim.Scenario) -> None:
    alone = run_contrasts(asked, contrasts=[], replications=2, where=QUIET)
    assert len(alone.table) == 0
    assert alone.findings == ()


def test_any_value_of_a_metric_can_be_a_measure(small: sim.Scenario) -> None:
    settings = {"metric": "share", "column": "share_of_revenue"}
    asked = small.but(measures=[{"name": "by_metric", "measure": "metric", "settings": settings},
                                {"name": "by_measure", "measure": "share"}])  # fmt: skip
    found = run_contrasts(asked, contrasts=[], replications=3, where=QUIET)
    assert found.values[:, 0, 0] == pytest.approx(found.values[:, 0, 1])


def test_rows_of_a_metric_are_added_up_on_request(small: sim.Scenario) -> None:
    weekly_repeats = {"metric": "cumulative_repeats", "column": "repeats"}
    asked = small.but(measures=[{"name": "added", "measure": "metric", "settings": {**weekly_repeats, "summed": True}},
                                {"name": "mean", "measure": "metric", "settings": weekly_repeats}])  # fmt: skip
    found = run_contrasts(asked, contrasts=[], replications=2, where=QUIET)
    assert (found.values[:, 0, 1] > 0).all()
    assert found.values[:, 0, 0] == pytest.approx(found.values[:, 0, 1] * small.horizon)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"metric": "shar", "column": "x"}, "did you mean 'share'"),
        ({"metric": "share", "column": "share_of_revenu"}, "did you mean 'share_of_revenue'"),
        ({"metric": "share", "column": "share_of_revenue", "where": {"replication": 99}}, "has no row with"),
    ],
)
def test_metric_measure_that_cannot_be_read_says_why(
    small: sim.Scenario, settings: dict[str, object], message: str
) -> None:
    asked = small.but(measures=[{"name": "by_metric", "measure": "metric", "settings": settings}])
    with pytest.raises(sim.ExperimentError, match=message):
        run_contrasts(asked, contrasts=[], replications=2, where=QUIET)
