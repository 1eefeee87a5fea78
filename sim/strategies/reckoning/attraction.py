"""How strongly programmes attract customers, as a firm believes from their public terms.

Attraction is a logarithm of choice weight: a firm's share is in proportion to its former share × exp(attraction).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.registry import registered
from sim.scenario.firm.programme import Depth, Programme
from sim.scenario.weeks import WEEKS_A_YEAR
from sim.strategies.reckoning.beliefs import Beliefs

MOST_GIVEN = 0.9
"""Part of the price that a programme can give back, at most, for the estimate."""


def depth_of(kind: str) -> Depth:
    """The depth of bond of a kind of programme; ``financial`` for a kind that is unknown here."""
    found = registered("programme").get(kind)
    return found.depth if isinstance(found, type) and issubclass(found, Programme) else "financial"


def reward_rate(terms: Mapping[str, float], worth: str, spend: float) -> float:
    """Part of sales to members that rewards for points come to; ``worth`` is ``reward_worth`` or ``reward_cost``."""
    if not terms.get("threshold"):
        return 0.0
    points = terms.get("points_per_spend", 0.0)
    points += terms.get("points_per_visit", 0.0) / spend if spend > 0 else 0.0
    return points * terms.get("reward_chance", 1.0) * terms.get(worth, 0.0) / terms["threshold"]


def benefit_rate(terms: Mapping[str, float], benefit: str, yearly_spend: float) -> float:
    """Part of a member's yearly spend that a club's benefits come to, less the fee."""
    if benefit not in terms or yearly_spend <= 0:
        return 0.0
    period = terms.get("renewal_period") or WEEKS_A_YEAR
    return (terms[benefit] - terms.get("fee", 0.0)) * WEEKS_A_YEAR / period / yearly_spend


def attraction(
    kind: str, terms: Mapping[str, float], beliefs: Beliefs, beta: float, spend: tuple[float, float], is_copy: bool
) -> float:  # fmt: skip
    """Attraction of a programme that works as strongly as the firm believed beforehand, once it has built up.

    ``beta`` is the believed effect of the logarithm of price; ``spend`` is (spend a purchase, yearly spend) of a
    customer, money. Card: -β φ ln(1 - reward rate). Club: b₀ - β φ ln(1 - net benefits / yearly spend). Goods made for
    the customer: f₀ - β ln(1 + premium). A copy that is deeper than points has a part of it.
    """
    depth = depth_of(kind)
    given = min(MOST_GIVEN, reward_rate(terms, "reward_worth", spend[0]))
    given += min(MOST_GIVEN - given, benefit_rate(terms, "benefit_worth", spend[1]))
    found = -beta * beliefs.reward_factor * math.log(1.0 - given)
    if depth == "social":
        found += beliefs.belonging
    if depth == "structural":
        found += beliefs.fit - beta * math.log(1.0 + terms.get("premium", 0.0))
    found *= beliefs.strengths.get(kind, 1.0)
    return found * (beliefs.fidelity.get(depth, 1.0) if is_copy else 1.0)
