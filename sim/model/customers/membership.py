"""Programmes from the customer's side: joining, points and rewards, tiers, renewals.

Nothing here knows a programme by name: it reads terms (:data:`sim.model.state.columns.TERM_MEANINGS`).
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.compile_cache import compiled_rule, inlined_rule
from sim.model.customers.bonds import YEAR, cost_of_cards, cost_of_points, reward_rate
from sim.model.customers.club_anatomy import (
    begin_period,
    chance_of_paying,
    learn_from_period,
    may_return,
    worth_at_joining,
)
from sim.model.customers.event_logging import (
    BENEFIT,
    JOIN,
    POINTS_EARNED,
    POINTS_USED,
    RENEWAL_EVENT,
    REWARD,
    TIER_CHANGE,
    log_event,
    to_cents,
)
from sim.model.customers.exits import end_club
from sim.model.random_numbers import lifetime_index, uniforms
from sim.model.state.columns import ASSOCIATE, FULL, LAPSED, NOT_A_MEMBER
from sim.model.state.market import Market, WorkerBuffer


@compiled_rule
def consider_loyalty_card(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """She takes a card if a year's rewards are worth more to her than the bother."""
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    paid = person.spend * market.price[firm]
    worth = reward_rate(terms, paid, 0) * person.purchase_rate * paid * YEAR
    if terms.points_ending > 0.0 or worth <= person.joining_cost:
        return
    programme = int(terms.points_open) - 1
    log_event(market, buffer, now, customer, firm, JOIN, -1, programme, 0)
    buffer.joined[firm, programme, 1] += 1
    relation.collects = 1
    relation.points = 0.0
    relation.opened = now
    relation.tier_spend = 0.0
    relation.tier_review = now + terms.tier_period


@inlined_rule
def earn_points(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, money: float) -> None:
    """She gets points for a purchase, and a reward for each full card; several at once are one row of the log."""
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    if relation.points <= 0.0 and terms.points_expiry > 0.0 and now > relation.opened + terms.points_expiry:
        relation.opened = now  # an empty card does not lapse
    earned = terms.points_per_spend * money + terms.points_per_visit
    earned *= 1.0 + terms.tier_bonus * relation.tier
    relation.points += earned
    relation.tier_spend += money
    if cost_of_points(terms, 1.0) > 0.0:
        log_event(
            market,
            buffer,
            now,
            customer,
            firm,
            POINTS_EARNED,
            -1,
            -1,
            to_cents(cost_of_cards(terms, earned / terms.threshold)),
        )
    life = lifetime_index(person.generation, relation.spell)
    won = 0
    while terms.threshold > 0.0 and relation.points >= terms.threshold:
        relation.points -= terms.threshold
        relation.opened = now
        relation.prizes += 1
        log_event(market, buffer, now, customer, firm, POINTS_USED, -1, -1, to_cents(cost_of_cards(terms, 1.0)))
        lot = uniforms(market.stream_key, person.address, market.purpose.prize[firm], life, relation.prizes)[0]
        if lot < terms.reward_chance:
            won += 1
    if won > 0:
        log_event(
            market,
            buffer,
            now,
            customer,
            firm,
            REWARD,
            -1,
            int(terms.points_open) - 1,
            won * to_cents(terms.reward_cost),
        )


@compiled_rule
def review_tier(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """At the end of a qualifying period her spend decides her tier for the next."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    tier = 0
    if terms.tier_spend_1 > 0.0 and relation.tier_spend >= terms.tier_spend_1:
        tier = 1
    if terms.tier_spend_2 > 0.0 and relation.tier_spend >= terms.tier_spend_2:
        tier = 2
    if tier != relation.tier:
        log_event(
            market, buffer, now, customer, firm, TIER_CHANGE, market.first_tier + tier, int(terms.points_open) - 1, 0
        )
    relation.tier = tier
    relation.tier_spend = 0.0
    relation.tier_review = now + terms.tier_period


@compiled_rule
def service_tier(relation: np.record) -> int:
    """The tier in which she is served: her tier of points, at least the first for a full member of the club."""
    return max(int(relation.tier), 1) if relation.club == FULL else int(relation.tier)


@compiled_rule
def club_worth(market: Market, customer: int, firm: int, level: int, fee: float) -> float:
    """Yearly worth of membership to her, less the fee: benefits, and belonging to what stands for something."""
    terms = market.terms[firm]
    worth = terms.benefit_worth + terms.belonging_worth * market.person[customer].sociability * terms.standing
    if level == ASSOCIATE:
        worth *= terms.associate_part
    period = terms.renewal_period if terms.renewal_period > 0.0 else YEAR
    return float((worth - fee) * YEAR / period)


@compiled_rule
def consider_club(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, invited: bool) -> None:
    """She joins the club or rises in it, if she may (by purchases or invitation) and it is worth the bother."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    if terms.club_open == 0.0 or terms.club_ending > 0.0 or relation.club == FULL:
        return
    if relation.club == LAPSED and not may_return(market, customer, firm, now):
        return
    level = NOT_A_MEMBER
    if terms.associate_quantity > 0.0 and relation.purchases >= terms.associate_quantity:
        level = ASSOCIATE
    if invited or (terms.club_quantity > 0.0 and relation.purchases >= terms.club_quantity):
        level = FULL
    if level <= relation.club:
        return
    fee = terms.fee if level == FULL and terms.first_period_free == 0.0 else 0.0
    if terms.anatomy > 0.0:
        fee = joining_fee(market, customer, firm, level)
        if not joins_for(market, customer, firm, level, fee, invited):
            return
    elif club_worth(market, customer, firm, level, fee) <= market.person[customer].joining_cost:
        return
    programme = int(terms.club_open) - 1
    if relation.club == ASSOCIATE:
        buffer.joined[firm, programme, 0] -= 1
    log_event(market, buffer, now, customer, firm, JOIN, -1, programme, to_cents(fee))
    buffer.joined[firm, programme, level - 1] += 1
    relation.club = level
    relation.renewal = now + terms.renewal_period if terms.renewal_period > 0.0 else math.inf
    if terms.anatomy > 0.0:
        begin_period(market, customer, firm, now, fee)
    provide_benefits(market, buffer, customer, firm, now)


@compiled_rule
def joining_fee(market: Market, customer: int, firm: int, level: int) -> float:
    """The fee of the first period of a club with an anatomy: a free one is given to a person once."""
    terms = market.terms[firm]
    free = terms.first_period_free > 0.0 and market.membership[customer, firm].before < FULL
    return float(terms.fee) if level == FULL and not free else 0.0


@compiled_rule
def joins_for(market: Market, customer: int, firm: int, level: int, fee: float, invited: bool) -> bool:
    """Whether a club with an anatomy is worth the bother to her; what she takes it to be worth is her belief."""
    member, terms = market.membership[customer, firm], market.terms[firm]
    member.invited = 1 if invited else 0
    worth = worth_at_joining(market, customer, firm, level)
    period = terms.renewal_period if terms.renewal_period > 0.0 else YEAR
    if (worth - fee) * YEAR / period <= market.person[customer].joining_cost:
        return False
    member.belief = worth
    return True


@compiled_rule
def provide_benefits(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """The firm provides a period's benefits."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    cost = terms.benefit_cost * (terms.associate_part if relation.club == ASSOCIATE else 1.0)
    if terms.anatomy > 0.0 and relation.club == ASSOCIATE:
        cost = terms.associate_benefit_cost
    if cost > 0.0:
        log_event(market, buffer, now, customer, firm, BENEFIT, -1, int(terms.club_open) - 1, to_cents(cost))


@compiled_rule
def renew_or_lapse(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """At the end of a membership period she lapses if another is not worth its fee to her, and else with her own
    chance × exp(-shield × social bond). In a club with an anatomy worth is what she has lived, and a full member pays
    with a chance.

    With the chance spread as a beta and no shield this is the shifted beta-geometric model of Fader & Hardie
    (2007, J. Interactive Marketing 21).
    """
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    if terms.club_ending > 0.0:
        end_club(market, buffer, customer, firm, now)
        return
    relation.renewals += 1
    life = lifetime_index(person.generation, relation.spell)
    fee = terms.fee if relation.club == FULL else 0.0
    chance = person.reluctance * math.exp(-terms.renewal_shield * relation.social)
    luck = uniforms(market.stream_key, person.address, market.purpose.renewal[firm], life, relation.renewals)
    lapses = luck[0] < chance
    if terms.anatomy > 0.0:
        learn_from_period(market, customer, firm)
        lapses = lapses or (relation.club == FULL and luck[1] >= chance_of_paying(market, customer, firm, fee))
    else:
        lapses = lapses or club_worth(market, customer, firm, relation.club, fee) < 0.0
    if lapses:
        end_club(market, buffer, customer, firm, now)
        relation.club = LAPSED
        if terms.anatomy > 0.0:
            market.membership[customer, firm].lapsed_at = now
        return
    log_event(market, buffer, now, customer, firm, RENEWAL_EVENT, -1, int(terms.club_open) - 1, to_cents(fee))
    relation.renewal = now + terms.renewal_period if terms.renewal_period > 0.0 else math.inf
    if terms.anatomy > 0.0:
        begin_period(market, customer, firm, now, fee)
    provide_benefits(market, buffer, customer, firm, now)


@compiled_rule
def consider_tailoring(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """She lets goods be made for her if what she may gain, at full knowledge, is worth the premium and the bother."""
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    gain = terms.reach * person.idiosyncrasy - terms.premium
    if terms.tailored_ending > 0.0 or gain * person.purchase_rate * person.spend * YEAR <= person.joining_cost:
        return
    programme = int(terms.tailored_open) - 1
    log_event(market, buffer, now, customer, firm, JOIN, -1, programme, 0)
    buffer.joined[firm, programme, 1] += 1
    relation.tailored = 1
