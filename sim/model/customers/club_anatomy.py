"""What a member of a club with an anatomy lives through and weighs: worth of a period, belief, fee and events.

Formulas and sources: :class:`sim.scenario.firm.programmes.club_anatomy.Anatomy`.
"""

from __future__ import annotations

import math

from sim.model.compiled_rule import compiled_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, YEAR
from sim.model.state.columns import ASSOCIATE
from sim.model.state.market import Market

EVENTS_OF_A_BOND = 2.0
"""Events attended in two periods from which contact feeds the bond in full (assumed)."""


@compiled_rule
def period_worth(m: Market, i: int, k: int, level: int, sociability: float, use: float, attended: float) -> float:
    """Worth of a membership period to her before its fee, money, if benefits are used to this part.

    ``attended`` is the number of club events of the period, ``sociability`` as she takes it to be.
    """
    terms = m.terms[k]
    honour = 1.0 + terms.honour if m.membership[i, k].invited == 1 else 1.0
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
    return float(worth * math.exp(-terms.devotion * base_rate_of_leaving(m, i)))


@compiled_rule
def base_rate_of_leaving(m: Market, i: int) -> float:
    """Her own yearly rate of leaving a firm where firms are alike and no bond holds."""
    rate = 0.0
    for c in range(m.n_market_exits, m.cause.shape[0]):
        rate += m.base[i, c]
    return rate * YEAR


@compiled_rule
def expected_worth(m: Market, i: int, k: int, level: int) -> float:
    """Worth of a period as she expects it before she has been a member, money, before the fee."""
    person, terms = m.person[i], m.terms[k]
    sociability = terms.foresight * person.sociability + 1.0 - terms.foresight
    use = 1.0
    if terms.foreseen_use > 0.0:
        period = terms.renewal_period if terms.renewal_period > 0.0 else YEAR
        use = part_used(terms.usual_purchases, person.purchase_rate * m.relation[i, k].pull * period)
    attended = min(1.0, terms.event_attendance * sociability) * terms.events_found
    return period_worth(m, i, k, level, sociability, use, attended)


@compiled_rule
def part_used(usual: float, purchases: float) -> float:
    """Part of the benefits that one who makes so many purchases in a period uses."""
    if usual <= 0.0:
        return 1.0
    return min(1.0, purchases / usual)


@compiled_rule
def worth_at_joining(m: Market, i: int, k: int, level: int) -> float:
    """What she takes a period to be worth: what she remembers, if she had such a membership here, or expects."""
    member = m.membership[i, k]
    return float(member.belief) if member.before == level else expected_worth(m, i, k, level)


@compiled_rule
def begin_period(m: Market, i: int, k: int, t: float, fee: float) -> None:
    """A period of membership begins, for which she has paid this fee."""
    relation, member = m.relation[i, k], m.membership[i, k]
    member.before = relation.club
    member.attended_before = member.attended
    member.attended = 0
    member.purchases = relation.purchases
    member.paid = fee
    member.paid_at = t


@compiled_rule
def learn_from_period(m: Market, i: int, k: int) -> None:
    """At the end of a period her belief moves towards what it was worth to her; or it is again what she expects."""
    relation, member, terms = m.relation[i, k], m.membership[i, k], m.terms[k]
    if terms.belief_step <= 0.0:
        member.belief = expected_worth(m, i, k, relation.club)
        return
    use = part_used(terms.usual_purchases, float(relation.purchases - member.purchases))
    lived = period_worth(m, i, k, relation.club, m.person[i].sociability, use, float(member.attended))
    member.belief += terms.belief_step * (lived - member.belief)


@compiled_rule
def chance_of_paying(m: Market, i: int, k: int, fee: float) -> float:
    """Chance that she finds the next period worth its fee: 1 / (1 + exp(-(belief - fee) / noise))."""
    short, noise = fee - m.membership[i, k].belief, m.terms[k].renewal_noise
    if noise <= 0.0:
        return 1.0 if short <= 0.0 else 0.0
    return 1.0 / (1.0 + math.exp(max(-MAX_FINANCIAL_BOND, min(MAX_FINANCIAL_BOND, short / noise))))


@compiled_rule
def contact_by_events(m: Market, i: int, k: int) -> float:
    """Part of the bond that a purchase brings a member, by the events she attended in this period and the last."""
    member = m.membership[i, k]
    met = min(1.0, (member.attended + member.attended_before) / EVENTS_OF_A_BOND)
    return float(1.0 - m.terms[k].event_bond * (1.0 - met))


@compiled_rule
def may_return(m: Market, i: int, k: int, t: float) -> bool:
    """Whether one who let her membership lapse considers the club again."""
    terms = m.terms[k]
    return bool(terms.return_after > 0.0 and t >= m.membership[i, k].lapsed_at + terms.return_after)
