"""Bonds: what holds a customer to a firm beside the offer of the day.

The three depths are those of Berry & Parasuraman (1991, "Marketing Services"): financial, social, structural.
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.compile_cache import inlined_rule
from sim.model.state.columns import FULL
from sim.model.state.market import Market

QUARTER = 13.0
"""Weeks."""
YEAR = 52.0
"""Weeks."""
MAX_FINANCIAL_BOND = 600.0
"""Largest exponent that is raised: e^600 is beyond all rates and weights, and three firms of it still add up."""
NEGLIGIBLE_BOND = 1e-3
"""A bond or knowledge below this is none: it stops fading and holds nobody (assumed)."""


@inlined_rule
def reward_rate(terms: np.record, spend: float, tier: int) -> float:
    """Part of her spend that comes back as rewards, d: at most one half."""
    if terms.points_open == 0.0 or terms.threshold <= 0.0 or spend <= 0.0:
        return 0.0
    points = (terms.points_per_spend + terms.points_per_visit / spend) * (1.0 + terms.tier_bonus * tier)
    return float(min(0.5, points * terms.reward_chance * terms.reward_worth / terms.threshold))


@inlined_rule
def cost_of_cards(terms: np.record, cards: float) -> float:
    """Expected cost of full cards to the firm, money: cards × chance × cost of a reward."""
    return float(cards * terms.reward_chance * terms.reward_cost)


@inlined_rule
def cost_of_points(terms: np.record, points: float) -> float:
    """Expected cost of points to the firm, money: that of a card, by the points which make one full."""
    return cost_of_cards(terms, points) / terms.threshold if terms.threshold > 0.0 else 0.0


@inlined_rule
def financial_bond(market: Market, customer: int, firm: int) -> float:
    """1 - exp(-(value forfeited by leaving) / (her quarterly spend)).

    Forfeited are points on the way to a reward, a quarter of a tier's further points, and half a period's club
    benefits (on average half of it is still to come). Of a club with an anatomy, it is the benefits that feed this
    bond, and what she feels she has sunk by paying the fee.
    """
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    forfeited = 0.0
    paid = person.spend * market.price[firm]
    quarterly = person.purchase_rate * paid * QUARTER
    if relation.collects == 1 and terms.threshold > 0.0:
        forfeited += relation.points * terms.reward_chance * terms.reward_worth / terms.threshold
        if relation.tier > 0:
            forfeited += quarterly * (reward_rate(terms, paid, relation.tier) - reward_rate(terms, paid, 0))
    if relation.club > 0 and terms.anatomy > 0.0:
        forfeited += 0.5 * (terms.forfeited_benefits if relation.club == FULL else terms.associate_forfeited)
        forfeited += terms.sunk_fee * market.membership[customer, firm].paid
    elif relation.club == FULL:
        forfeited += 0.5 * terms.benefit_worth
    elif relation.club > 0:
        forfeited += 0.5 * terms.benefit_worth * terms.associate_part
    if forfeited <= 0.0 or quarterly <= 0.0:
        return 0.0
    return 1.0 - math.exp(-forfeited / quarterly)


@inlined_rule
def goal_pull(relation: np.record, terms: np.record) -> float:
    """How much faster she buys here because a reward is near: 1 + pull × progress ^ shape.

    The goal gradient: Hull (1932); Kivetz, Urminsky & Zheng (2006, J. Marketing Research 43).
    """
    if relation.collects == 0 or relation.points <= 0.0 or terms.goal_pull <= 0.0 or terms.threshold <= 0.0:
        return 1.0
    progress = min(1.0, relation.points / terms.threshold)
    return float(1.0 + terms.goal_pull * math.exp(terms.goal_shape * math.log(progress)))


@inlined_rule
def decayed(bond: float, factor: float) -> float:
    """A bond after one more tick."""
    left = bond * factor
    return left if left > NEGLIGIBLE_BOND else 0.0
