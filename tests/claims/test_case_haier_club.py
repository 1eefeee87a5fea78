"""The Haier Club (B2): its own report tells members and associates; their numbers are claims of the table."""

from __future__ import annotations

import pytest

from sim.metrics.programmes.members_over_time import members_over_time
from sim.reports.report import report
from sim.results.simulate import simulate
from sim.scenario.files.load import load


@pytest.mark.slow
def test_its_own_report_shows_both_figures() -> None:
    """Members and associates over the weeks, with both in the headline."""
    tenth = {"population.segments.households.size": 16_600}
    results = simulate(load("haier_club").but(tenth, horizon=53.0), replications=1)
    page, row = report(results), members_over_time(results).iloc[-1]
    assert "Members of the club" in page
    assert f"{row['full']} members and {row['associates']:,} associates" in page
