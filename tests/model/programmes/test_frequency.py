"""The frequency programme: who takes a card, what it earns, tiers, prizes, what is forfeited."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.firm.programmes.frequency import Frequency
from tests.worlds import FROZEN, NOBODY_LEAVES, by_name, happened, world

PERSON = {"size": 150, "purchase_rate": 0.8, "spend": 20.0, "spend_shape": 2.0, "first_purchase": "on_arrival"}
SURE: dict[str, Any] = {"kind": "frequency", "reward_worth": 50.0, "threshold": 100.0, "goal_pull": 0.0}


def run(card: dict[str, Any], person: dict[str, Any] = PERSON, **rest: Any) -> Results:
    """One firm with this card, at work from the start."""
    settings = {"exits": NOBODY_LEAVES, "behaviour": {**FROZEN, "trouble": 1e-9}, "horizon": 60.0, **rest}
    return simulate(world(person, [{"name": "Only", "programmes": [card]}], **settings), seed=1)


def test_points_are_earned_and_spent_to_the_last_one() -> None:
    """Points after joining, less the rewards', are what is left on the card: always less than a reward."""
    results = run(SURE)
    rows = results.runs[0].rows
    for customer in range(150):
        mine = rows[rows["customer"] == customer]
        joined = mine["time"][mine["event"] == RANK["join"]]
        assert len(joined) == 1 and joined[0] == 0.0
        points = 0.0
        for row in mine[(mine["time"] > 0.0)]:
            if row["event"] == RANK["purchase"]:
                points += row["cents"] / 100
            elif row["event"] == RANK["reward"]:
                filled = row["cents"] / 5000
                assert filled == points // 100.0 >= 1
                points -= 100.0 * filled
        assert points < 100.0


@pytest.mark.parametrize(("reward", "cost"), [("discount", 50.0), ("gift", 30.0), ("prize_draw", 30.0)])
def test_what_a_reward_costs(reward: str, cost: float) -> None:
    """A discount its worth; a gift or a prize its part of it."""
    rewards = happened(run({**SURE, "reward": reward, "chance": 0.5}), "reward")
    assert len(rewards) > 200
    assert set((rewards["cents"] % round(100 * cost)).tolist()) == {0}
    assert rewards["cents"].min() == round(100 * cost)


@pytest.mark.parametrize("chance", [0.05, 0.4])
def test_prizes_are_won_with_their_chance(chance: float) -> None:
    """Of all cards filled, the share that wins is the chance."""
    person = {**PERSON, "size": 2_000}
    stamps = {"points_per_spend": 0.0, "points_per_visit": 1.0, "threshold": 2.0}
    sure, drawn = (run({**SURE, **stamps, **more}, person) for more in ({}, {"reward": "prize_draw", "chance": chance}))
    cards, won = len(happened(sure, "reward")), len(happened(drawn, "reward"))
    assert abs(won / cards - chance) < 4 * np.sqrt(chance * (1 - chance) / cards)


def test_who_takes_a_card() -> None:
    """She for whom a year's rewards are worth more than her bother, an exponential draw with mean ``trouble``."""
    worth = 0.25 * 52 * 0.8 * 20.0  # half of what the programme gives back is given to all, at most
    results = run({**SURE, "threshold": 200.0}, {**PERSON, "size": 4_000}, behaviour={**FROZEN, "trouble": worth})
    share = len(happened(results, "join")) / 4_000
    expected = 1 - np.exp(-1.0)
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / 4_000)


def test_tiers_follow_the_spend_of_the_period() -> None:
    """At each review, to the bit a period after the last, the tier is that of the money spent since."""
    tiers = {"first_spend": 100.0, "second_spend": 220.0, "period": 10.0, "bonus": 0.5}
    rows = by_name(run({**SURE, "tiers": tiers}))
    changes = 0
    for _, mine in rows[rows["customer_id"].notna()].groupby("customer_id"):
        bought = mine[(mine["event"] == "purchase") & (mine["time"] > 0.0)]
        changed = {row.time: row.detail for row in mine[mine["event"] == "tier"].itertuples()}
        tier = "tier 0"
        for period in range(1, 6):
            since, review = 10.0 * (period - 1), 10.0 * period
            spent = bought["monetary_value"][(bought["time"] >= since) & (bought["time"] < review)].sum()
            reached = "tier 2" if spent >= 220 else "tier 1" if spent >= 100 else "tier 0"
            assert changed.pop(review, tier) == reached
            changes += reached != tier
            tier = reached
        assert not changed
    assert changes > 200


def test_leaving_forfeits_points_and_tier() -> None:
    """A member who leaves loses her points (the firm's breakage, booked at cost), her tier and her membership."""
    leaving = {"preset": "none", "rows": [{"name": "price", "base": 0.05}]}
    results = run(SURE, exits=leaving, behaviour={**FROZEN, "trouble": 1e-9, "forgetting": 1.0})
    table = by_name(results)
    left = table[table["event"] == "exit"]
    assert len(left) > 200
    for row in left.head(60).itertuples():
        mine = table[(table["customer_id"] == row.customer_id) & (table["time"] <= row.time)]
        ended = mine[(mine["time"] == row.time) & (mine["event"] == "end of membership")]
        lost = mine[(mine["time"] == row.time) & (mine["event"] == "expiry")]["monetary_value"].sum()
        since = mine[mine["event"] == "join"]["time"].max()
        later = mine[(mine["time"] > since) & (mine["event"] == "purchase")]["monetary_value"].sum()
        redeemed = mine[(mine["time"] > since) & (mine["event"] == "reward")]["monetary_value"].sum() / 50.0 * 100.0
        assert (len(ended) == 1) == (mine["event"] == "join").iloc[::-1].any()
        assert lost == pytest.approx((later - redeemed) * 50.0 / 100.0, abs=0.006)


def test_a_copy_gives_the_same_points() -> None:
    """What a copy catches in part is the worth of the reward."""
    card = Frequency(kind="frequency", reward_worth=20.0, threshold=100.0)
    assert card.copied(0.25) == card.but(reward_worth=5.0)
    assert card.copied(1.0) == card
