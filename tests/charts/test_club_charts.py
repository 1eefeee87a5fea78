"""Pictures of clubs: members, standing, renewal, selection and effect."""

from __future__ import annotations

import pytest

from sim.charts.programmes.members_chart import members_chart
from sim.charts.programmes.membership_effect_chart import membership_effect_chart
from sim.charts.programmes.renewal_chart import renewal_chart
from sim.charts.programmes.standing_chart import standing_chart
from sim.charts.style.canvas import headline_text
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.worlds import world

CLUB: dict[str, object] = {"kind": "club", "quantity": 4, "associate_quantity": 1, "period": 13.0,
                           "benefit_worth": 60.0, "fee": 15.0, "contact_gain": 0.3, "anatomy": {}}  # fmt: skip


def market(*, club: bool) -> Scenario:
    firms = [{"name": "Red", "programmes": [CLUB] if club else []}, {"name": "Blue", "programmes": [CLUB]}]
    return world({"size": 300, "purchase_rate": 0.4, "sociability": {"family": "gamma", "shape": 2, "mean": 1}},
                 firms, horizon=78.0)  # fmt: skip


@pytest.fixture(scope="module")
def club() -> Results:
    return simulate(market(club=True), replications=4)


@pytest.fixture(scope="module")
def no_club() -> Results:
    return simulate(market(club=False), replications=4)


def test_members_and_associates_are_in_picture_and_headline(club: Results) -> None:
    picture = members_chart(club)
    assert len(picture.axes[0].lines) == 2
    assert "members and" in headline_text(picture) and "associates" in headline_text(picture)


def test_where_nobody_joined_it_says_that(no_club: Results) -> None:
    assert headline_text(members_chart(no_club)) == "Nobody joined a programme of Red"


def test_two_clubs_of_the_same_standing_are_one_line_with_both_names(club: Results) -> None:
    picture = standing_chart(club)
    assert len(picture.axes[0].lines) == 1
    assert [text.get_text() for text in picture.axes[0].texts] == ["Red =\nBlue"]
    assert "2 firms have a club" in headline_text(picture)


def test_renewal_has_a_bar_for_each_class_of_attendance(club: Results) -> None:
    picture = renewal_chart(club)
    assert len(picture.axes[0].patches) == 4
    assert "renew" in headline_text(picture)


def test_the_gap_is_split_in_three_bars(club: Results, no_club: Results) -> None:
    picture = membership_effect_chart(club, no_club, at=26.0)
    assert len(picture.axes[0].patches) == 3
    assert "kept with no clear difference (95% interval" in headline_text(picture)


def test_no_cause_is_claimed_that_chance_could_explain(club: Results) -> None:
    """Beside the same world the whole gap is selection and the effect is exactly nothing."""
    assert "membership makes no clear difference (95% interval 0.0 to 0.0 points)" in headline_text(
        membership_effect_chart(club, club, at=26.0)
    )
