"""The Haier Club: associates by the million, members by the thousand (B2), in the proportion of the case."""

from __future__ import annotations

import numpy as np

from sim.metrics.programmes.members_over_time import members_over_time
from sim.reports.report import report
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

SCALE = 100
LARGE = {"population.segments.households.size": 166_000, "firms.Haier.programmes.club.events.capacity": 60}
"""Five times what ships, so that chance moves the few full members less."""
CASE_MEMBERS, CASE_ASSOCIATES = 70_000, 8_000_000
"""At the end of the first year (the course, B2)."""


def after_a_year(results: Results) -> tuple[int, int]:
    """Associate and full members of the club at the end of week 52."""
    row = members_over_time(results).set_index("week")[["associates", "full"]].reindex([51], fill_value=0).loc[51]
    return int(row["associates"]), int(row["full"])


def test_after_a_year_associates_and_members_stand_as_in_the_case() -> None:
    """The scenario's numbers were set to it; that both can be met at once is what the test holds fast."""
    associates, members = after_a_year(simulate(load("haier_club").but(LARGE, horizon=53.0), replications=1))
    assert abs(members * SCALE / CASE_MEMBERS - 1) < 0.15
    assert abs(associates * SCALE / CASE_ASSOCIATES - 1) < 0.05


def test_its_own_report_shows_both_figures() -> None:
    """Members and associates over the weeks, with both in the headline."""
    tenth = {"population.segments.households.size": 16_600}
    results = simulate(load("haier_club").but(tenth, horizon=53.0), replications=1)
    page, row = report(results), members_over_time(results).iloc[-1]
    assert "Members of the club" in page
    assert f"{row['full']} members and {row['associates']:,} associates" in page


def test_the_same_comes_out_at_another_scale() -> None:
    """Shares do not depend on the scale: |z| < 4 of a binomial count at 1 : 1000."""
    large = np.array(after_a_year(simulate(load("haier_club").but(LARGE, horizon=53.0), replications=1)))
    tenth = {"population.segments.households.size": 16_600}
    small = np.array(after_a_year(simulate(load("haier_club").but(tenth, horizon=53.0), replications=1)))
    assert (np.abs(small - large / 10) < 4 * np.sqrt(large / 10 * 1.1)).all()


def test_nobody_becomes_a_member_where_membership_is_worth_nothing() -> None:
    worthless = {
        "population.segments.households.size": 16_600,
        "firms.Haier.programmes.club.benefit_worth": 0.0,
        "firms.Haier.programmes.club.belonging_worth": 0.0,
        "firms.Haier.programmes.club.anatomy.company_worth": 0.0,
        "firms.Haier.programmes.club.anatomy.event_worth": 0.0,
    }
    assert after_a_year(simulate(load("haier_club").but(worthless, horizon=53.0), replications=1)) == (0, 0)
