"""Members over time, renewal by attendance, standing, and selection against effect, on logs written by hand."""

from __future__ import annotations

import pytest

from sim.metrics._shared.windows import IncompleteLogError
from sim.metrics.programmes.club_standing import club_standing
from sim.metrics.programmes.members_over_time import members_over_time
from sim.metrics.programmes.membership_effect import membership_effect
from sim.metrics.programmes.renewals_by_attendance import renewals_by_attendance
from sim.results.results import Results
from tests.metrics.hand_made import Happening, first_purchase, results_of

ASSOCIATES = {"firms": [
    {"name": "Red", "programmes": [{"kind": "club", "quantity": 3, "associate_quantity": 1, "commonness": 0.5}]},
    {"name": "Blue"},
]}  # fmt: skip


def joins(time: float, customer: int, firm: str = "Red") -> Happening:
    return Happening(time, customer, firm, "join", programme="club")


def ends(time: float, customer: int, firm: str = "Red") -> Happening:
    return Happening(time, customer, firm, "end of membership", programme="club")


def buys(time: float, customer: int, firm: str = "Red") -> Happening:
    return Happening(time, customer, firm, "purchase", 10)


def with_associates(story: list[Happening], kept: str = "all") -> Results:
    results = results_of(story, horizon=10.0, kept=kept)  # type: ignore[arg-type]
    return results.__class__(**{**vars(results), "scenario": results.scenario.but(ASSOCIATES)})


LEVELS = [
    # 0 joins at her first purchase, rises at her third and leaves; 1 is invited; 2 rises by invitation; 3 has enough
    *first_purchase(1.0, 0, "Red", 10), joins(1.0, 0), buys(2.0, 0), buys(3.0, 0), joins(3.0, 0),
    ends(6.0, 0), Happening(6.0, 0, "Red", "exit", cause="price"),
    joins(2.5, 1),
    *first_purchase(1.5, 2, "Red", 10), joins(1.5, 2), joins(4.5, 2),
    *first_purchase(1.0, 3, "Red", 10), buys(2.0, 3), buys(5.0, 3), joins(5.0, 3),
    # 0 comes back: purchases of the first spell count no more
    *first_purchase(8.0, 0, "Red", 10), joins(8.0, 0),
]  # fmt: skip


def test_members_are_told_from_associates_by_purchases_and_invitations() -> None:
    table = members_over_time(with_associates(LEVELS)).set_index("week")
    assert table["full"].tolist() == [0, 0, 1, 2, 3, 4, 3, 3, 3, 3]
    assert table["associates"].tolist() == [0, 2, 2, 1, 0, 0, 0, 0, 1, 1]
    assert table["joins"].sum() == 5 and table["ends"].tolist()[6] == 1


def test_without_associates_everybody_is_a_full_member_even_in_a_thin_log() -> None:
    table = members_over_time(results_of(LEVELS, horizon=10.0, kept="exits"))
    assert table["associates"].sum() == 0 and table["full"].iloc[-1] == 4


def test_associates_cannot_be_told_in_a_thin_log() -> None:
    with pytest.raises(IncompleteLogError, match="log='all'"):
        members_over_time(with_associates(LEVELS, kept="exits"))


def test_standing_falls_with_full_members() -> None:
    """Plain club: 1 / (1 + full members / all six people / 0.5)."""
    table = club_standing(with_associates(LEVELS)).set_index("week")
    assert table.loc[5, "standing"] == pytest.approx(1 / (1 + 4 / 6 / 0.5))
    assert table.loc[0, "standing"] == 1.0


def test_renewals_count_the_events_of_the_period_that_ends() -> None:
    story = [
        joins(1.0, 0), *[Happening(t, 0, "Red", "attendance", programme="club") for t in (2.0, 3.0)],
        Happening(4.0, 0, "Red", "renewal", programme="club"), ends(7.0, 0),
        joins(1.0, 1), Happening(3.0, 1, "Red", "attendance", programme="club"),
        ends(4.0, 1), Happening(4.0, 1, "Red", "exit", cause="price"),
    ]  # fmt: skip
    table = renewals_by_attendance(results_of(story)).set_index("attended")
    assert table["renewals"].tolist() == [0, 0, 1, 0] and table["lapses"].tolist() == [1, 0, 0, 0]
    assert table.loc["2 to 3", "rate"] == 1.0


def test_selection_is_the_gap_of_the_same_people_without_the_programme() -> None:
    """Members 0 and 1 stay, others 2 and 3 leave; without it 0 stays, 1 and 2 leave, 3 stays."""
    begin = [line for customer in range(4) for line in first_purchase(1.0, customer, "Red", 10)]
    leaves = [Happening(8.0, customer, "Red", "exit", cause="price") for customer in range(4)]
    here = results_of([*begin, joins(1.0, 0), joins(1.0, 1), leaves[2], leaves[3]])
    there = results_of([*begin, leaves[1], leaves[2]])
    row = membership_effect(here, there, at=5.0).iloc[0]
    assert (row["members"], row["others"]) == (2, 2)
    assert (row["seen"], row["selection"], row["effect"]) == (1.0, 0.0, 1.0)
