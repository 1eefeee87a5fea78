"""Shifted beta-geometric renewal of a club, and the stamp card."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.results.results import Results
from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.limits.judging import mean_agrees, share_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

REFERENCE = Path(__file__).parents[1] / "reference"
PERIOD = 4.0
"""Weeks of a membership period: the model counts renewals, whatever lies between them."""


def club(**terms: object) -> dict[str, object]:
    """A club that everybody joins at the first purchase, in which nothing binds."""
    return {"kind": "club", "quantity": 1, "period": PERIOD, "benefit_worth": 1e6, "contact_gain": 0.0, "events": None,
            "notice": 10_000.0, **terms}  # fmt: skip


def memberships(model: closed.ShiftedBetaGeometric, people: int, renewals: int) -> Results:
    reluctance = {"family": "beta", "a": model.alpha, "b": model.beta}
    segment = {"size": people, "first_purchase": "on_arrival", "purchase_rate": 0.01, "renewal_reluctance": reluctance}
    firms = [{"name": "Only", "programmes": [club()]}]
    horizon = PERIOD * renewals + 1
    return simulate(world(segment, firms, horizon=horizon, tick=1.0, exits=NOBODY_LEAVES, behaviour=FROZEN), seed=51)


@pytest.mark.parametrize(
    "model",
    [
        closed.ShiftedBetaGeometric(0.70408, 1.18204),  # regular customers of Fader & Hardie (2007)
        closed.ShiftedBetaGeometric(0.66809, 3.80610),  # high end
        closed.ShiftedBetaGeometric(5.0, 2.0),
    ],
)
def test_shifted_beta_geometric_renewal(model: closed.ShiftedBetaGeometric) -> None:
    """Members left after t renewals are S(t), and the retention rate rises though nobody changes."""
    people, renewals = 40_000, 12
    results = memberships(model, people, renewals)
    assert len(happened(results, "join")) == people
    lapsed = happened(results, "end of membership")["time"]
    assert len(lapsed) == len(np.unique(happened(results, "end of membership")["customer"]))
    still = [people] + [people - int((lapsed <= PERIOD * t).sum()) for t in range(1, renewals + 1)]
    for t in range(1, renewals + 1):
        share_agrees(still[t], people, float(model.survival(t)), cap=0.5)
        if still[t - 1] > 500:
            share_agrees(still[t], still[t - 1], float(model.retention(t)), cap=0.2)


def test_published_survival() -> None:
    """The table of the two contract segments, in per cent, within four standard errors of 40,000 members."""
    table = pd.read_csv(REFERENCE / "sbg_survival.csv")
    for _, rows in table.groupby("segment"):
        model = closed.ShiftedBetaGeometric(rows["mle_alpha"].iloc[0], rows["mle_beta"].iloc[0])
        lapsed = happened(memberships(model, 40_000, 12), "end of membership")["time"]
        for row in rows.itertuples():
            expected, still = row.model_mle_pct / 100, 1 - (lapsed <= PERIOD * row.year).mean() * len(lapsed) / 40_000
            assert abs(still - expected) <= 4 * np.sqrt(expected * (1 - expected) / 40_000) + 1e-5


def card(stamps: int, people: int, horizon: float, **more: object) -> Results:
    """A stamp card that everybody takes at the first purchase, at week 0; the first stamp comes with the second."""
    rate, churn, expiry = (more.pop(key, None) for key in ("rate", "churn", "expiry"))
    terms = {"kind": "frequency", "points_per_spend": 0.0, "points_per_visit": 1.0, "threshold": float(stamps),
             "reward_worth": 1e6, "goal_pull": 0.0, **({"expiry": expiry} if expiry else {}), **more}  # fmt: skip
    segment = {"size": people, "first_purchase": "on_arrival", "purchase_rate": rate}
    leaving = {"preset": "none", "rows": [{"name": "service", "base": churn}]} if churn else NOBODY_LEAVES
    behaviour = {**FROZEN, "demand": "expandable"}
    firms = [{"name": "Only", "programmes": [terms]}]
    return simulate(world(segment, firms, horizon=horizon, exits=leaving, behaviour=behaviour), seed=52)


STAMPS = pd.read_csv(REFERENCE / "stamp_card.csv")
CARDS = [
    *(closed.StampCard(row.lam_per_wk, row.N_stamps, row.churn_hazard, row.expiry_wks) for row in STAMPS.itertuples()),
    closed.StampCard(2.0, 3, 0.4, 1.5),
    closed.StampCard(0.3, 1, 0.1, 4.0),
]


@pytest.mark.parametrize("model", [c for c in CARDS if c.churn > 0], ids=repr)
def test_stamp_card(model: closed.StampCard) -> None:
    """A card filled before she leaves, cards filled in a lifetime, and a card filled in time."""
    people, horizon = 12_000, 14 / model.churn
    common = {"rate": model.rate, "churn": model.churn}
    rewards = happened(card(model.stamps, people, horizon, **common), "reward")
    share_agrees(len(np.unique(rewards["customer"])), people, model.reward_before_exit, cap=0.05)
    filled = np.bincount(rewards["customer"], minlength=people)
    mean_agrees(filled, model.rewards_in_a_lifetime, cap=0.08)

    lapsing = card(model.stamps, people, model.expiry, **common, expiry=model.expiry)
    in_time = len(np.unique(happened(lapsing, "reward")["customer"]))
    share_agrees(in_time, people, model.reward_in_time, cap=0.08)


@pytest.mark.parametrize(
    "model", [closed.StampCard(1.0, 10), closed.StampCard(0.5, 4), closed.StampCard(3.0, 2)], ids=repr
)
def test_stamps_outstanding(model: closed.StampCard) -> None:
    """Where nobody leaves, cards in circulation are on average (N − 1) / 2 full, and rewards come at λ / N a week."""
    people, horizon = 8_000, 30 * model.stamps / model.rate
    results = card(model.stamps, people, horizon, rate=model.rate)
    stamps = np.bincount(happened(results, "purchase")["customer"], minlength=people) - 1
    rewards = np.bincount(happened(results, "reward")["customer"], minlength=people)
    outstanding = stamps - model.stamps * rewards
    assert outstanding.min() >= 0 and outstanding.max() < model.stamps
    mean_agrees(outstanding, model.stamps_outstanding, cap=0.05)
    late = happened(results, "reward")["time"] >= horizon / 2
    per_week = np.bincount(happened(results, "reward")["customer"][late], minlength=people) / (horizon / 2)
    mean_agrees(per_week, model.rate / model.stamps, cap=0.03)


@pytest.mark.parametrize(("pull", "shape", "stamps"), [(0.26, 0.33, 10), (1.0, 2.0, 6)])
def test_goal_gradient(pull: float, shape: float, stamps: int) -> None:
    """Gaps shrink as 1 / (1 + pull × progress ^ shape); the shipped values are those of Kivetz et al. (2006)."""
    people, rate = 12_000, 1.0
    results = card(stamps, people, 4.0 * stamps, rate=rate, goal_pull=pull, goal_shape=shape)
    rows = happened(results, "purchase")
    rows = rows[np.lexsort((rows["time"], rows["customer"]))]
    starts = np.searchsorted(rows["customer"], np.arange(people))
    enough = np.bincount(rows["customer"], minlength=people) > stamps
    assert enough.all()
    gaps = np.diff(rows["time"][starts[:, None] + np.arange(stamps + 1)[None, :]], axis=1)
    expected = [1 / (rate * (1 + pull * (j / stamps) ** shape)) if j else 1 / rate for j in range(stamps)]
    for j in range(stamps):
        mean_agrees(gaps[:, j], expected[j], cap=0.05)
    if (pull, shape, stamps) == (0.26, 0.33, 10):
        assert sum(expected) / stamps == pytest.approx(0.837, abs=0.03)
        assert expected[-1] / expected[0] == pytest.approx(0.80, abs=0.05)
