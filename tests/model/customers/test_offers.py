"""How offers are seen and chosen: feeling, discounts, fit, inclinations, and the race of firms."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from sim.model.customers.choice import (
    PRICE,
    PRODUCT,
    SERVICE,
    evaluate_offers,
    gap_to_best,
    perceived_service,
    rank_offers,
)
from sim.model.customers.purchase import choose_firm
from sim.model.state.columns import CUSTOMER, LEFT
from tests.model.customers.by_hand import opened, runs
from tests.worlds import NOBODY_LEAVES, world

share = some.floats(0.0, 1.0)
FIRMS = [
    {"name": "A", "offer": {"price": 0.9, "product": 1.2, "technology": 1.1, "conduct": 0.8}},
    {"name": "B", "offer": {"price": 1.1, "product": 0.9}},
    {"name": "C"},
]
SEGMENT = {"size": 5, "idiosyncrasy": 0.4, "norm": 0.6, "spend": 20.0, "purchase_rate": 0.5, "sensitivity": 1.3}
OUTSIDE = {"price": 0.8, "product": 1.5, "technology": 0.5}


@given(low=share, high=share)
def test_feeling_is_monotone(low: float, high: float) -> None:
    """More satisfaction never feels worse."""
    if low < high:
        assert perceived_service(low) <= perceived_service(high)


def test_feeling_is_flat_in_the_middle_and_steep_at_both_ends() -> None:
    """The satisfied hardly differ; the unhappy and the delighted do (A13). From −1 to 1, 0 in the middle."""
    grid = np.linspace(0, 1, 101)
    slope = np.diff([perceived_service(s) for s in grid])
    assert slope.min() > 0
    assert slope[0] > 5 * slope[50] and slope[-1] > 5 * slope[50]
    assert (np.diff(slope)[:49] < 0).all() and (np.diff(slope)[51:] > 0).all()
    assert (perceived_service(0.0), perceived_service(0.5), perceived_service(1.0)) == pytest.approx((-1.0, 0.0, 1.0))


def test_what_she_sees() -> None:
    """Logarithms of what is published; product less her distance from it; service as she felt it."""
    m, desk = opened(world(SEGMENT, FIRMS, exits={}, outside=OUTSIDE))
    m.relation[0, 1].satisfaction = 0.9
    evaluate_offers(m, desk, 0)
    assert desk.perceived_level[0, PRICE] == pytest.approx(-math.log(0.9))
    assert desk.perceived_level[0, PRODUCT] == pytest.approx(math.log(1.2) - 0.4)
    assert desk.perceived_level[1, SERVICE] == perceived_service(0.9) and desk.perceived_level[
        0, SERVICE
    ] == perceived_service(0.6)
    assert desk.perceived_level[0, 3] == pytest.approx(math.log(1.1)) and desk.perceived_level[0, 4] == pytest.approx(
        -0.2
    )


def test_a_discount_counts_for_those_who_would_take_it() -> None:
    """The reward rate lowers the price for a member, and for one to whom a year's rewards are worth the bother."""
    m, desk = opened(world(SEGMENT, FIRMS, exits={}))
    card = {"points_open": 1.0, "points_per_spend": 2.0, "threshold": 100.0, "reward_worth": 4.0, "reward_chance": 0.5}
    runs(m, 0, card)
    rate = 2.0 * 0.5 * 4.0 / 100.0
    yearly = rate * 0.5 * 20.0 * 0.9 * 52.0
    for bother, collects, expected in ((yearly * 1.01, 0, 0.0), (yearly * 0.99, 0, rate), (yearly * 9, 1, rate)):
        m.person[0].joining_cost, m.relation[0, 0].collects = bother, collects
        evaluate_offers(m, desk, 0)
        assert desk.perceived_level[0, PRICE] == pytest.approx(-math.log(0.9 * (1 - expected)))


def test_fit_of_tailored_goods() -> None:
    """Knowledge of her, times reach, takes away part of what she misses; the premium raises the price."""
    m, desk = opened(world(SEGMENT, FIRMS, exits={}))
    runs(m, 0, {"tailored_open": 1.0, "reach": 0.8, "premium": 0.1})
    m.relation[0, 0].tailored, m.relation[0, 0].knowledge = 1, 0.5
    evaluate_offers(m, desk, 0)
    assert desk.perceived_level[0, PRODUCT] == pytest.approx(math.log(1.2) - 0.4 * (1 - 0.8 * 0.5))
    assert desk.perceived_level[0, PRICE] == pytest.approx(-math.log(0.9 * 1.1))


@pytest.mark.parametrize("demand", ["fixed", "expandable"])
def test_inclinations(demand: str) -> None:
    """Weights are taste × exp(Σ weight × sensitivity × level + Σ pull × bond); shares of them are the inclinations."""
    behaviour = {"demand": demand, "choice_weights": {"price": 2.0, "product": 0.7, "service": 1.5, "conduct": 0.3},
                 "pulls": {"social": 0.9, "structural": 0.4}}  # fmt: skip
    m, desk = opened(world({**SEGMENT, "taste_concentration": 3.0}, FIRMS, exits={}, behaviour=behaviour))
    m.relation[0, 1].social, m.relation[0, 2].structural = 0.6, 0.8
    m.relation[0, 2].collects, m.relation[0, 2].points = 1, 25.0
    runs(m, 2, {"threshold": 100.0, "goal_pull": 0.5, "goal_shape": 2.0})
    rate = evaluate_offers(m, desk, 0)
    bonds = [0.0, 0.9 * 0.6, 0.4 * 0.8]
    weight = np.array([2.0, 0.7, 1.5, 0.0, 0.3]) * 1.3
    tilt = [m.relation[0, k].taste * math.exp(weight @ desk.perceived_level[k] + bonds[k]) for k in range(3)]
    shares = np.array(tilt) / sum(tilt)
    pull = 1 + 0.5 * 0.25**2
    assert list(m.relation[0].propensity) == pytest.approx([shares[0], shares[1], shares[2] * pull])
    lively = shares[0] + shares[1] + shares[2] * pull
    assert rate == pytest.approx(0.5 * (lively if demand == "expandable" else 1.0))


def test_firms_she_left_are_not_seen() -> None:
    """They get no inclination and are nobody's rival; having left all, she buys nothing."""
    m, desk = opened(world(SEGMENT, FIRMS, exits={}))
    m.relation[0, 0].status = LEFT
    assert evaluate_offers(m, desk, 0) == 0.5
    rank_offers(m, desk, 0)
    assert gap_to_best(desk, 2, PRICE) == pytest.approx(-math.log(1.1))  # B is all that is left, and dearer
    for k in (1, 2):
        m.relation[0, k].status = LEFT
    assert evaluate_offers(m, desk, 0) == 0.0


@pytest.mark.parametrize("outside", [None, OUTSIDE])
def test_gaps_to_the_best_rival(outside: dict[str, float] | None) -> None:
    """How much better the best of the others is, the outside alternative among them, which is no more made for her."""
    m, desk = opened(world(SEGMENT, FIRMS, exits={}, **({"outside": outside} if outside else {})))
    for k in range(3):
        m.relation[0, k].status = CUSTOMER
    evaluate_offers(m, desk, 0)
    rank_offers(m, desk, 0)
    levels = {PRICE: [-math.log(p) for p in (0.9, 1.1, 1.0)], PRODUCT: [math.log(q) - 0.4 for q in (1.2, 0.9, 1.0)]}
    beyond = {PRICE: -math.log(0.8), PRODUCT: math.log(1.5) - 0.4}
    for attribute, own in levels.items():
        for k in range(3):
            others = [own[j] for j in range(3) if j != k] + ([beyond[attribute]] if outside else [])
            assert gap_to_best(desk, k, attribute) == pytest.approx(max(others) - own[k])


def test_without_any_rival_there_is_no_gap() -> None:
    """One firm and nothing outside."""
    m, desk = opened(world(SEGMENT, FIRMS[:1], exits={}))
    evaluate_offers(m, desk, 0)
    rank_offers(m, desk, 0)
    assert gap_to_best(desk, 0, PRICE) == -math.inf


@pytest.mark.parametrize("pulls", [(0.2, 0.3, 0.5), (1.2, 0.0, 0.3), (5.0, 1.0, 1e-3)])
def test_a_race_is_won_in_proportion(pulls: tuple[float, ...]) -> None:
    """The smallest exponential draw, each divided by an inclination, wins in proportion to the inclinations."""
    m, _ = opened(world(SEGMENT, FIRMS, exits=NOBODY_LEAVES))
    races, won = 6_000, np.zeros(3)
    for k in range(3):
        m.relation[0, k].propensity = pulls[k]
    for purchase in range(races):
        m.person[0].purchases = purchase
        won[choose_firm(m, 0)[0]] += 1
    expected = np.array(pulls) / sum(pulls)
    assert (won[expected == 0] == 0).all()
    assert stats.chisquare(won[expected > 0], races * expected[expected > 0]).pvalue > 1e-4


def test_who_gains_in_a_race_takes_from_all() -> None:
    """With one inclination raised, races change hands only towards that firm."""
    m, _ = opened(world(SEGMENT, FIRMS, exits=NOBODY_LEAVES))

    def winners(pulls: tuple[float, float, float]) -> np.ndarray:
        for k in range(3):
            m.relation[0, k].propensity = pulls[k]
        found = []
        for purchase in range(2_000):
            m.person[0].purchases = purchase
            found.append(choose_firm(m, 0)[0])
        return np.array(found)

    before, after = winners((0.2, 0.3, 0.5)), winners((0.2, 0.6, 0.5))
    moved = before != after
    assert moved.sum() > 200 and (after[moved] == 1).all()
