"""The Haier Club: associates by the million, members by the thousand (B2), in the proportion of the case."""

from __future__ import annotations

import numpy as np

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

SCALE = 100
CASE_MEMBERS, CASE_ASSOCIATES = 70_000, 8_000_000
"""At the end of the first year (the course, B2)."""


def after_a_year(results: Results) -> tuple[int, int]:
    """Associate and full members of the club in week 52; who rises from one to the other joins twice."""
    rows = results.runs[0].rows
    rows = rows[rows["time"] < 52]
    joins = np.bincount(rows["customer"][rows["event"] == RANK["join"]], minlength=results.names.sizes[0])
    joins[rows["customer"][rows["event"] == RANK["end of membership"]]] = 0
    return int((joins == 1).sum()), int((joins == 2).sum())


def test_after_a_year_associates_and_members_stand_as_in_the_case() -> None:
    """The scenario's numbers were set to it; that both can be met at once is what the test holds fast."""
    associates, members = after_a_year(simulate(load("haier_club").but(horizon=53.0), log="exits"))
    assert abs(members * SCALE / CASE_MEMBERS - 1) < 0.15
    assert abs(associates * SCALE / CASE_ASSOCIATES - 1) < 0.05


def test_the_same_comes_out_at_another_scale() -> None:
    """Shares do not depend on the scale: |z| < 4 of a binomial count at 1 : 1000."""
    large = np.array(after_a_year(simulate(load("haier_club").but(horizon=53.0), log="exits")))
    tenth = {"population.segments.households.size": 16_600}
    small = np.array(after_a_year(simulate(load("haier_club").but(tenth, horizon=53.0), log="exits")))
    assert (np.abs(small - large / 10) < 4 * np.sqrt(large / 10 * 1.1)).all()


def test_nobody_becomes_a_member_where_membership_is_worth_nothing() -> None:
    worthless = {
        "population.segments.households.size": 16_600,
        "firms.Haier.programmes.club.benefit_worth": 0.0,
        "firms.Haier.programmes.club.belonging_worth": 0.0,
    }
    assert after_a_year(simulate(load("haier_club").but(worthless, horizon=53.0), log="exits")) == (0, 0)
