"""A club with an anatomy: fees, events, standing, invitations, benefits and returning move what they should.

Worlds share seed and people, so that a change of the club moves only what depends on it.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

PEOPLE: dict[str, object] = {
    "size": 1500, "purchase_rate": 0.15, "spend": 30.0, "sociability": {"family": "gamma", "shape": 2.0, "mean": 1.0},
    "renewal_reluctance": 0.02,
}  # fmt: skip
LEAVE: dict[str, object] = {"preset": "none", "rows": [
    {"name": "price", "base": 0.004, "shields": {"financial": 2.0, "social": 2.0, "structural": 2.0}},
]}  # fmt: skip
EVENTS: dict[str, object] = {"every": 2.0, "attendance": 0.3, "gain": 0.2}
OFF: dict[str, object] = {
    "company_worth": 0.0, "event_worth": 0.0, "rival_members": 0.0, "honour": 0.0, "foresight": 1.0,
    "usual_purchases": 0.0, "foreseen_use": False, "devotion": 0.0, "learning": 0.0, "renewal_noise": 0.0,
    "sunk_fee": 0.0, "eagerness": 0.0, "event_bond": 0.0, "owners_only": False, "return_after": None,
}  # fmt: skip


def run(
    anatomy: dict[str, object] | None, *, rival: bool = False, exits: dict[str, object] = LEAVE, **club: object
) -> Results:
    """Two years of a club of half-year periods at A, and perhaps the same at B."""
    own = {"kind": "club", "quantity": 1, "period": 26.0, "benefit_worth": 20.0, "belonging_worth": 30.0, "fee": 15.0,
           "events": EVENTS, "anatomy": anatomy, **club}  # fmt: skip
    firms = [{"name": "A", "programmes": [own]}, {"name": "B", "programmes": [own] if rival else []}]
    return simulate(world(PEOPLE, firms, exits=exits, behaviour=FROZEN, horizon=104.0), seed=7)


def count(results: Results, event: str, firm: int = 0) -> int:
    return int((happened(results, event)["firm"] == firm).sum())


def lapses(results: Results) -> int:
    """Memberships of A that ended without an exit."""
    return count(results, "end of membership") - count(results, "exit") + len(never_members(results))


def never_members(results: Results) -> list[int]:
    """Exits from A of people who were no members then."""
    ends = happened(results, "end of membership")
    ended = {(row["customer"], row["time"]) for row in ends[ends["firm"] == 0]}
    left = happened(results, "exit")
    return [int(row["customer"]) for row in left[left["firm"] == 0] if (row["customer"], row["time"]) not in ended]


def test_with_all_parts_off_the_club_is_the_plain_one() -> None:
    """People present are all people here, and the log is that of a club without an anatomy."""
    plain, off = run(None), run(OFF)
    assert np.array_equal(plain.runs[0].rows, off.runs[0].rows)


def test_a_fee_deters_from_joining_and_from_renewing() -> None:
    free, usual, dear = (run({}, fee=fee) for fee in (0.0, 15.0, 40.0))
    assert count(free, "join") > count(usual, "join") > count(dear, "join")
    assert lapses(run({}, fee=40.0, first_period_free=True)) > lapses(run({}, fee=0.0, first_period_free=True))


def test_a_free_first_period_is_given_once() -> None:
    """A member who comes back after leaving the club pays at once."""
    results = run({"return_after": 4.0}, fee=25.0, first_period_free=True)
    joins = happened(results, "join")
    joins = joins[joins["firm"] == 0]
    first = np.unique(joins["customer"], return_index=True)[1]
    again = np.setdiff1d(np.arange(len(joins)), first)
    assert len(again) > 10
    assert set(joins["cents"][first].tolist()) == {0} and set(joins["cents"][again].tolist()) == {2500}


def test_nobody_returns_to_a_club_that_takes_nobody_back() -> None:
    joins = happened(run({"return_after": None}, exits=NOBODY_LEAVES), "join")
    assert len(np.unique(joins["customer"])) == len(joins)


def test_a_sunk_fee_keeps_customers_and_moves_no_first_joining() -> None:
    """Sunk cost is apart from self-selection: the same people join first, and fewer leave."""
    none, much = (run({"sunk_fee": sunk, "return_after": None}, fee=15.0) for sunk in (0.0, 10.0))
    first = [set(happened(results, "join")["customer"].tolist()) for results in (none, much)]
    assert first[0] <= first[1] and len(first[1] - first[0]) < 0.02 * len(first[0])
    assert count(much, "exit") < count(none, "exit")


def test_events_hold_members() -> None:
    none, some = run({}, events=None), run({})
    assert lapses(some) < lapses(none) and count(some, "exit") < count(none, "exit")


def test_members_who_attended_renew_more_often() -> None:
    """Attended in the period, as remembered at its end."""
    results = run({"event_worth": 12.0}, exits=NOBODY_LEAVES, fee=25.0)
    rows = results.runs[0].rows
    came, renewed = [], []
    for customer in np.unique(happened(results, "join")["customer"]):
        mine = rows[(rows["customer"] == customer) & (rows["firm"] == 0)]
        joined = float(mine["time"][mine["event"] == RANK["join"]][0])
        period = mine[(mine["time"] > joined) & (mine["time"] <= joined + 26.0)]
        if joined + 26.0 < 104.0:
            came.append(int((period["event"] == RANK["attendance"]).sum()))
            renewed.append(bool((period["event"] == RANK["renewal"]).any()))
    often = np.array(came) >= 4
    assert np.array(renewed)[often].mean() > np.array(renewed)[~often].mean() + 0.1


def test_eagerness_fills_events_after_a_payment() -> None:
    calm, eager = (run({"eagerness": eagerness, "event_worth": 0.0}) for eagerness in (0.0, 2.0))
    assert count(eager, "attendance") > 1.2 * count(calm, "attendance")


def test_a_rivals_club_takes_standing_away() -> None:
    alone, beside = run({}, commonness=0.1), run({}, commonness=0.1, rival=True)
    ignored = run({"rival_members": 0.0}, commonness=0.1, rival=True)
    assert count(beside, "join", 1) > 100
    assert count(beside, "join") < count(alone, "join")
    assert count(ignored, "join") > count(beside, "join")


def test_a_common_club_attracts_fewer() -> None:
    rare, common = run({}, commonness=5.0), run({}, commonness=0.02)
    assert count(common, "join") < count(rare, "join") and lapses(common) > lapses(rare)


def test_only_customers_are_invited() -> None:
    """Each invited member has bought before; where anyone is invited some have not."""
    inviting = {"quantity": 0, "outside_pull": 0.02, "fee": 0.0}
    for owners_only in (True, False):
        results = run({"owners_only": owners_only}, exits=NOBODY_LEAVES, **inviting)
        joins, bought = happened(results, "join"), happened(results, "acquisition")
        joins, bought = joins[joins["firm"] == 0], bought[bought["firm"] == 0]
        first = dict(zip(bought["customer"].tolist(), bought["time"].tolist(), strict=True))
        before = [
            first.get(customer, np.inf) > time for customer, time in zip(joins["customer"], joins["time"], strict=True)
        ]
        assert len(joins) > 200
        assert any(before) != owners_only


def test_the_invited_feel_honoured() -> None:
    inviting = {"quantity": 0, "outside_pull": 0.02, "exits": NOBODY_LEAVES, "fee": 25.0}
    plain, honoured = run({"honour": 0.0}, **inviting), run({"honour": 2.0}, **inviting)
    assert count(honoured, "join") > count(plain, "join")


def test_devotion_keeps_those_out_who_would_leave_anyhow() -> None:
    """With rates of leaving that differ, members would leave less often without any club, too."""
    spread = {"preset": "none", "rows": [{"name": "price", "base": {"family": "gamma", "shape": 0.5, "mean": 0.01}}]}
    outcome = {}
    for devotion in (0.0, 3.0):
        results = run({"devotion": devotion}, exits=spread, contact_gain=0.0, fee=30.0, events=None)
        members = np.unique(happened(results, "join")["customer"])
        left = np.unique(happened(results, "exit")["customer"])
        others = np.setdiff1d(np.unique(happened(results, "acquisition")["customer"]), members)
        outcome[devotion] = np.isin(others, left).mean() - np.isin(members, left).mean()
    assert outcome[3.0] > outcome[0.0] + 0.05


@pytest.mark.parametrize("bond", ["social", "structural"])
def test_a_benefit_that_feeds_a_bond_keeps_customers(bond: str) -> None:
    row = {"name": "course", "worth": 20.0, "cost": 5.0, "bond": bond}
    without, with_it = (
        run({"benefits": [{**row, "gain": gain}]}, contact_gain=0.0, events=None) for gain in (0.0, 0.3)
    )
    assert count(with_it, "exit") < count(without, "exit")


def test_benefits_cost_what_their_rows_say() -> None:
    row = {"name": "course", "worth": 40.0, "cost": 5.0, "take_up": 0.5}
    costs = happened(run({"benefits": [row]}), "benefit")["cents"]
    assert set(costs.tolist()) == {250}
