"""What a member of a club with an anatomy lives through and weighs: worth of a period, belief, fee and events.

Formulas and sources: :class:`sim.scenario.firm.programmes.club_anatomy.Anatomy`.
"""

from __future__ import annotations

import math

from sim.model.compile_cache import compiled_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, YEAR
from sim.model.state.columns import ASSOCIATE
from sim.model.state.market import Market

EVENTS_OF_A_BOND = 2.0
"""Events attended in two periods from which contact feeds the bond in full (assumed)."""


@compiled_rule
def period_worth(
    market: Market, customer: int, firm: int, level: int, sociability: float, use: float, attended: float
) -> float:
    """Worth of a membership period to her before its fee, money, if benefits are used to this part.

    ``attended`` is the number of club events of the period, ``sociability`` as she takes it to be.
    """
    terms = market.terms[firm]
    honour = 1.0 + terms.honour if market.membership[customer, firm].invited == 1 else 1.0
    belonging = (
        terms.belonging_worth * terms.standing * honour
        + terms.company_worth * terms.acquaintance
        + terms.event_worth * attended
    )
    benefits = terms.benefit_worth
    if level == ASSOCIATE:
        benefits = terms.associate_benefits
        belonging *= terms.associate_part
    worth = benefits * use + sociability * belonging
    return float(worth * math.exp(-terms.devotion * base_rate_of_leaving(market, customer)))


@compiled_rule
def base_rate_of_leaving(market: Market, customer: int) -> float:
    """Her own yearly rate of leaving a firm where firms are alike and no bond holds."""
    rate = 0.0
    for cause in range(market.n_market_exits, market.cause.shape[0]):
        rate += market.base[customer, cause]
    return rate * YEAR


@compiled_rule
def expected_worth(market: Market, customer: int, firm: int, level: int) -> float:
    """Worth of a period as she expects it before she has been a member, money, before the fee."""
    person, terms = market.person[customer], market.terms[firm]
    sociability = terms.foresight * person.sociability + 1.0 - terms.foresight
    use = 1.0
    if terms.foreseen_use > 0.0:
        period = terms.renewal_period if terms.renewal_period > 0.0 else YEAR
        use = part_used(
            terms.usual_purchases, person.purchase_rate * market.relation[customer, firm].propensity * period
        )
    attended = min(1.0, terms.event_attendance * sociability) * terms.events_found
    return period_worth(market, customer, firm, level, sociability, use, attended)


@compiled_rule
def part_used(usual: float, purchases: float) -> float:
    """Part of the benefits that one who makes so many purchases in a period uses."""
    if usual <= 0.0:
        return 1.0
    return min(1.0, purchases / usual)


@compiled_rule
def worth_at_joining(market: Market, customer: int, firm: int, level: int) -> float:
    """What she takes a period to be worth: what she remembers, if she had such a membership here, or expects."""
    member = market.membership[customer, firm]
    return float(member.belief) if member.before == level else expected_worth(market, customer, firm, level)


@compiled_rule
def begin_period(market: Market, customer: int, firm: int, now: float, fee: float) -> None:
    """A period of membership begins, for which she has paid this fee."""
    relation, member = market.relation[customer, firm], market.membership[customer, firm]
    member.before = relation.club
    member.attended_before = member.attended
    member.attended = 0
    member.purchases = relation.purchases
    member.paid = fee
    member.paid_at = now


@compiled_rule
def learn_from_period(market: Market, customer: int, firm: int) -> None:
    """At the end of a period her belief moves towards what it was worth to her; or it is again what she expects."""
    relation, member, terms = market.relation[customer, firm], market.membership[customer, firm], market.terms[firm]
    if terms.belief_step <= 0.0:
        member.belief = expected_worth(market, customer, firm, relation.club)
        return
    use = part_used(terms.usual_purchases, float(relation.purchases - member.purchases))
    lived = period_worth(
        market, customer, firm, relation.club, market.person[customer].sociability, use, float(member.attended)
    )
    member.belief += terms.belief_step * (lived - member.belief)


@compiled_rule
def chance_of_paying(market: Market, customer: int, firm: int, fee: float) -> float:
    """Chance that she finds the next period worth its fee: 1 / (1 + exp(-(belief - fee) / noise))."""
    short, noise = fee - market.membership[customer, firm].belief, market.terms[firm].renewal_noise
    if noise <= 0.0:
        return 1.0 if short <= 0.0 else 0.0
    return 1.0 / (1.0 + math.exp(max(-MAX_FINANCIAL_BOND, min(MAX_FINANCIAL_BOND, short / noise))))


@compiled_rule
def contact_by_events(market: Market, customer: int, firm: int) -> float:
    """Part of the bond that a purchase brings a member, by the events she attended in this period and the last."""
    member = market.membership[customer, firm]
    met = min(1.0, (member.attended + member.attended_before) / EVENTS_OF_A_BOND)
    return float(1.0 - market.terms[firm].event_bond * (1.0 - met))


@compiled_rule
def may_return(market: Market, customer: int, firm: int, now: float) -> bool:
    """Whether one who let her membership lapse considers the club again."""
    terms = market.terms[firm]
    return bool(terms.return_after > 0.0 and now >= market.membership[customer, firm].lapsed_at + terms.return_after)
