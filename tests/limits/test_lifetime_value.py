"""Lifetime value: one payment per yearly renewal, and contribution in continuous flow."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from tests.limits import closed_forms as closed
from tests.limits.judging import mean_agrees
from tests.worlds import FROZEN, NOBODY_LEAVES, happened, world

YEAR = 52.0


def discounted(results: Results, event: str, discount: float, part: float = 1.0) -> np.ndarray:
    """Each customer's money from these events, discounted by year to week 0."""
    rows = happened(results, event)
    money = part * rows["cents"] / 100 * (1 + discount) ** -(rows["time"] / YEAR)
    return np.bincount(rows["customer"], money, minlength=results.scenario.population.size)


@pytest.mark.parametrize(
    ("fee", "retention", "discount"),
    [(35.0, 0.8, 0.1), (100.0, 0.6, 0.16), (20.0, 0.9, 0.12), (1.0, 0.5, 0.0)],
)
def test_one_payment_per_yearly_renewal(fee: float, retention: float, discount: float) -> None:
    """Members renew with the same chance each year: fees are worth m r / (1 + d − r), and the first, at once, m."""
    people = 20_000
    club = {"kind": "club", "quantity": 1, "fee": fee, "benefit_worth": 1e6, "contact_gain": 0.0, "events": None,
            "notice": 5_000.0}  # fmt: skip
    segment = {
        "size": people,
        "first_purchase": "on_arrival",
        "purchase_rate": 0.0,
        "renewal_reluctance": 1 - retention,
    }
    firms = [{"name": "Only", "programmes": [club]}]
    horizon = YEAR * 90
    market = world(segment, firms, horizon=horizon, tick=YEAR, exits=NOBODY_LEAVES, behaviour=FROZEN)
    results = simulate(market, seed=71)
    mean_agrees(discounted(results, "renewal", discount), closed.lifetime_value(fee, retention, discount), cap=0.04)
    assert (discounted(results, "join", discount) == fee).all()


@pytest.mark.parametrize("free", [True, False])
def test_a_free_first_year_costs_one_fee(free: bool) -> None:
    """The first period's fee is paid at joining, unless it is free."""
    club = {"kind": "club", "quantity": 1, "fee": 35.0, "first_period_free": free, "benefit_worth": 1e6}
    segment = {"size": 50, "first_purchase": "on_arrival", "purchase_rate": 0.0}
    firms = [{"name": "Only", "programmes": [club]}]
    results = simulate(world(segment, firms, exits=NOBODY_LEAVES), seed=72)
    assert set(happened(results, "join")["cents"].tolist()) == {0 if free else 3500}


@pytest.mark.parametrize(
    ("churn", "discount", "margin"),
    [(0.2, 0.1, 0.4), *(pytest.param(*each, marks=pytest.mark.slow) for each in ((0.6, 0.15, 0.25), (0.1, 0.0, 0.5)))],
)
def test_contribution_in_continuous_flow(churn: float, discount: float, margin: float) -> None:
    """Purchases at a steady rate, leaving at a constant one: worth is m / (μ + ln(1 + d)), rates per year."""
    people, rate, spend = 20_000, 0.25, 30.0
    segment = {"size": people, "first_purchase": "on_arrival", "purchase_rate": rate, "spend": spend}
    leaving = {"preset": "none", "rows": [{"name": "service", "base": churn / YEAR}]}
    firms = [{"name": "Only", "unit_cost": 1 - margin}]
    horizon = min(5_200.0, 14 * YEAR / (churn + np.log1p(discount)))
    results = simulate(world(segment, firms, horizon=horizon, exits=leaving, behaviour=FROZEN), seed=73)
    flow = discounted(results, "purchase", discount, part=margin) - margin * spend  # without the purchase at week 0
    yearly = rate * YEAR * spend * margin
    mean_agrees(flow, closed.lifetime_value_in_flow(yearly, churn, discount), cap=0.03)
    # what the firm kept in its books is the same margin of what it sold
    books = results.runs[0].weekly[:, 0, :, 1].sum(axis=0)
    assert 1 - books[RANK["goods"]] / books[RANK["purchase"]] == pytest.approx(margin, abs=1e-4)
