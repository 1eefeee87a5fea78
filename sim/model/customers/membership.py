"""Programmes from the customer's side: joining, points and rewards, tiers, renewals.

Nothing here knows a programme by name: it reads terms (:data:`sim.model.state.columns.TERM_MEANINGS`).
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.compiled_rule import compiled_rule, inlined_rule
from sim.model.customers.bonds import YEAR, cost_of_cards, cost_of_points, reward_rate
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
def consider_loyalty_card(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """She takes a card if a year's rewards are worth more to her than the bother."""
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    paid = person.spend * m.price[k]
    if reward_rate(terms, paid, 0) * person.purchase_rate * paid * YEAR <= person.joining_cost:
        return
    programme = int(terms.points_open) - 1
    log_event(m, desk, t, i, k, JOIN, -1, programme, 0)
    desk.joined[k, programme, 1] += 1
    relation.collects = 1
    relation.points = 0.0
    relation.opened = t
    relation.tier_spend = 0.0
    relation.tier_review = t + terms.tier_period


@inlined_rule
def earn_points(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, money: float) -> None:
    """She gets points for a purchase, and a reward for each full card; several at once are one row of the log."""
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    if relation.points <= 0.0 and terms.points_expiry > 0.0 and t > relation.opened + terms.points_expiry:
        relation.opened = t  # an empty card does not lapse
    earned = terms.points_per_spend * money + terms.points_per_visit
    earned *= 1.0 + terms.tier_bonus * relation.tier
    relation.points += earned
    relation.tier_spend += money
    if cost_of_points(terms, 1.0) > 0.0:
        log_event(m, desk, t, i, k, POINTS_EARNED, -1, -1, to_cents(cost_of_cards(terms, earned / terms.threshold)))
    life = lifetime_index(person.generation, relation.spell)
    won = 0
    while terms.threshold > 0.0 and relation.points >= terms.threshold:
        relation.points -= terms.threshold
        relation.opened = t
        relation.prizes += 1
        log_event(m, desk, t, i, k, POINTS_USED, -1, -1, to_cents(cost_of_cards(terms, 1.0)))
        lot = uniforms(m.stream_key, person.address, m.purpose.prize[k], life, relation.prizes)[0]
        if lot < terms.reward_chance:
            won += 1
    if won > 0:
        log_event(m, desk, t, i, k, REWARD, -1, int(terms.points_open) - 1, won * to_cents(terms.reward_cost))


@compiled_rule
def review_tier(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """At the end of a qualifying period her spend decides her tier for the next."""
    relation, terms = m.relation[i, k], m.terms[k]
    tier = 0
    if terms.tier_spend_1 > 0.0 and relation.tier_spend >= terms.tier_spend_1:
        tier = 1
    if terms.tier_spend_2 > 0.0 and relation.tier_spend >= terms.tier_spend_2:
        tier = 2
    if tier != relation.tier:
        log_event(m, desk, t, i, k, TIER_CHANGE, m.first_tier + tier, int(terms.points_open) - 1, 0)
    relation.tier = tier
    relation.tier_spend = 0.0
    relation.tier_review = t + terms.tier_period


@compiled_rule
def service_tier(relation: np.record) -> int:
    """The tier in which she is served: her tier of points, at least the first for a full member of the club."""
    return max(int(relation.tier), 1) if relation.club == FULL else int(relation.tier)


@compiled_rule
def club_worth(m: Market, i: int, k: int, level: int, fee: float) -> float:
    """Yearly worth of membership to her, less the fee: benefits, and belonging to what stands for something."""
    terms = m.terms[k]
    worth = terms.benefit_worth + terms.belonging_worth * m.person[i].sociability * terms.standing
    if level == ASSOCIATE:
        worth *= terms.associate_part
    period = terms.renewal_period if terms.renewal_period > 0.0 else YEAR
    return float((worth - fee) * YEAR / period)


@compiled_rule
def consider_club(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, invited: bool) -> None:
    """She joins the club or rises in it, if she may (by purchases or invitation) and it is worth the bother."""
    relation, terms = m.relation[i, k], m.terms[k]
    if terms.club_open == 0.0 or relation.club == FULL or relation.club == LAPSED:
        return
    level = NOT_A_MEMBER
    if terms.associate_quantity > 0.0 and relation.purchases >= terms.associate_quantity:
        level = ASSOCIATE
    if invited or (terms.club_quantity > 0.0 and relation.purchases >= terms.club_quantity):
        level = FULL
    if level <= relation.club:
        return
    fee = terms.fee if level == FULL and terms.first_period_free == 0.0 else 0.0
    if club_worth(m, i, k, level, fee) <= m.person[i].joining_cost:
        return
    programme = int(terms.club_open) - 1
    if relation.club == ASSOCIATE:
        desk.joined[k, programme, 0] -= 1
    log_event(m, desk, t, i, k, JOIN, -1, programme, to_cents(fee))
    desk.joined[k, programme, level - 1] += 1
    relation.club = level
    relation.renewal = t + terms.renewal_period if terms.renewal_period > 0.0 else math.inf
    provide_benefits(m, desk, i, k, t)


@compiled_rule
def provide_benefits(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """The firm provides a period's benefits."""
    relation, terms = m.relation[i, k], m.terms[k]
    cost = terms.benefit_cost * (terms.associate_part if relation.club == ASSOCIATE else 1.0)
    if cost > 0.0:
        log_event(m, desk, t, i, k, BENEFIT, -1, int(terms.club_open) - 1, to_cents(cost))


@compiled_rule
def renew_or_lapse(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """At the end of a membership period she lapses if another is not worth its fee to her, and else with her own
    chance × exp(-shield × social bond).

    With the chance spread as a beta and no shield this is the shifted beta-geometric model of Fader & Hardie
    (2007, J. Interactive Marketing 21).
    """
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    relation.renewals += 1
    life = lifetime_index(person.generation, relation.spell)
    fee = terms.fee if relation.club == FULL else 0.0
    chance = person.reluctance * math.exp(-terms.renewal_shield * relation.social)
    tired = uniforms(m.stream_key, person.address, m.purpose.renewal[k], life, relation.renewals)[0] < chance
    if tired or club_worth(m, i, k, relation.club, fee) < 0.0:
        end_club(m, desk, i, k, t)
        relation.club = LAPSED
        return
    log_event(m, desk, t, i, k, RENEWAL_EVENT, -1, int(terms.club_open) - 1, to_cents(fee))
    relation.renewal = t + terms.renewal_period if terms.renewal_period > 0.0 else math.inf
    provide_benefits(m, desk, i, k, t)


@compiled_rule
def consider_tailoring(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """She lets goods be made for her if what she may gain, at full knowledge, is worth the premium and the bother."""
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    gain = terms.reach * person.idiosyncrasy - terms.premium
    if gain * person.purchase_rate * person.spend * YEAR <= person.joining_cost:
        return
    programme = int(terms.tailored_open) - 1
    log_event(m, desk, t, i, k, JOIN, -1, programme, 0)
    desk.joined[k, programme, 1] += 1
    relation.tailored = 1
