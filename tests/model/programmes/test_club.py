"""The club: who gets in, what it costs, how standing falls, and what ends it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.simulate import simulate
from sim.scenario.firm.programmes.club import Club
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, world

INVITING: dict[str, object] = {"kind": "club", "quantity": 0, "outside_pull": 0.3, "benefit_worth": 1e6,
                               "events": {"every": 1.0, "attendance": 1.0}}  # fmt: skip
MOVES: dict[str, object] = {"preset": "none", "rows": [{"name": "market", "base": 0.1, "ends": "all_relations"}]}


@pytest.mark.parametrize("newcomers", [None, 1.0])
@pytest.mark.parametrize("rate", [0.0, 0.5])
def test_membership_ends_with_moving_away(rate: float, newcomers: float | None) -> None:
    """One who moves away is a member no more, even if she was invited and never bought; she comes to no event."""
    segment = {"size": 200, "purchase_rate": rate, **({"newcomers_after": newcomers} if newcomers else {})}
    table = by_name(simulate(world(segment, [{"name": "Only", "programmes": [INVITING]}], exits=MOVES), seed=1))
    gone = table[table["event"] == "moving away"].set_index("customer_id")["time"]
    joined = table[table["event"] == "join"].set_index("customer_id")["time"]
    ended = table[table["event"] == "end of membership"].set_index("customer_id")["time"]
    both = gone.index.intersection(joined.index)
    assert len(both) > 100
    assert (ended[both] == gone[both]).all()
    came = table[(table["event"] == "attendance") & table["customer_id"].isin(gone.index)]
    assert len(came) > 100
    assert (came["time"] <= gone[came["customer_id"]].to_numpy()).all()


@pytest.mark.parametrize("capacity", [0, 5, None])
def test_events_have_so_many_places(capacity: int | None) -> None:
    """Places go by lot among those who want to come; each guest costs what a guest costs."""
    club = {**INVITING, "events": {"every": 2.0, "attendance": 1.0, "capacity": capacity, "cost": 3.5}}
    firms = [{"name": "Only", "programmes": [club]}]
    came = happened(simulate(world(300, firms, exits=NOBODY_LEAVES), seed=2), "attendance")
    if capacity == 0:
        assert len(came) == 0
        return
    assert set((came["time"] % 2.0).tolist()) == {0.0} and set(came["cents"].tolist()) == {350}
    guests = np.bincount(came["time"].astype(int))[2::2]
    assert guests.max() == (capacity or 300)
    if capacity:
        assert np.ptp(came["customer"]) > 200  # not those in the first rows


def test_members_by_quantity_and_associates() -> None:
    """Associates after so many purchases, full members after so many more; the ledger of members says the same."""
    club = {"kind": "club", "quantity": 4, "associate_quantity": 2, "benefit_worth": 1e6, "events": None}
    firms = [{"name": "A", "programmes": [club]}, {"name": "B"}]
    results = simulate(world({"size": 100, "purchase_rate": 1.0}, firms, exits=NOBODY_LEAVES), seed=3)
    rows = results.runs[0].rows
    for customer in range(100):
        mine = rows[(rows["customer"] == customer) & (rows["firm"] == 0)]
        bought = mine["time"][mine["event"] == RANK["purchase"]]
        joined = mine["time"][mine["event"] == RANK["join"]]
        assert joined.tolist() == [bought[n - 1] for n in (2, 4) if len(bought) >= n]


@pytest.mark.parametrize("period", [4.0, 52.0, None])
def test_renewals_fall_on_their_dates(period: float | None) -> None:
    """A period, to the bit, after joining or the last renewal; a life membership has none."""
    club = {"kind": "club", "quantity": 1, "period": period, "benefit_worth": 1e6, "events": None, "fee": 2.0}
    scenario = world(60, [{"name": "Only", "programmes": [club]}], exits=NOBODY_LEAVES, horizon=120.0)
    results = simulate(scenario, seed=4)
    rows = results.runs[0].rows
    member = np.isin(rows["event"], [RANK["join"], RANK["renewal"], RANK["end of membership"]])
    count = 0
    for customer in range(60):
        mine = rows[member & (rows["customer"] == customer)]
        count += len(mine) - 1
        for before, after in itertools.pairwise(mine):
            assert after["time"] == before["time"] + period
        assert (np.diff(mine["event"] == RANK["end of membership"]).astype(int) >= 0).all()
    assert count == 0 if period is None else count > 50
    assert set(happened(results, "renewal")["cents"].tolist()) <= {200}


def test_standing_falls_as_the_club_becomes_common() -> None:
    """Fewer of those who would join a rare club join one that many belong to."""
    joined = {}
    for commonness in (0.02, 50.0):
        club = {"kind": "club", "quantity": 1, "benefit_worth": 0.0, "belonging_worth": 30.0, "commonness": commonness,
                "notice": 1.0, "events": None}  # fmt: skip
        segment = {"size": 2_000, "sociability": {"family": "exponential", "mean": 1.0}, "purchase_rate": 0.1}
        firms = [{"name": "Only", "programmes": [club]}]
        results = simulate(world(segment, firms, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=5)
        joined[commonness] = set(happened(results, "join")["customer"].tolist())
    assert joined[0.02] < joined[50.0] and len(joined[0.02]) < 0.7 * len(joined[50.0])


def test_a_copy_has_the_form_and_not_the_community() -> None:
    """Fee, period and benefits are copied as they are; belonging, contact and what events give only in part."""
    club = Club(kind="club", belonging_worth=40.0, contact_gain=0.1, fee=7.0)
    copy = club.copied(0.5)
    assert (copy.belonging_worth, copy.contact_gain) == (20.0, 0.05)
    assert copy.events is not None and club.events is not None and copy.events.gain == club.events.gain / 2
    same = {"fee", "period", "quantity", "benefit_worth", "benefit_cost", "associate_part"}
    assert all(getattr(copy, field) == getattr(club, field) for field in same)
    assert club.copied(1.0) == club
