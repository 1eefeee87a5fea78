"""A purchase: which firm, how much, how it went, and what it leaves behind."""

from __future__ import annotations

import math

from sim.model.compiled_rule import compiled_rule, inlined_rule
from sim.model.customers.event_logging import log_event, to_cents
from sim.model.customers.exits import acquire, leave
from sim.model.customers.hazard_clock import restart_hazard_clock
from sim.model.customers.hazard_rates import firm_clocks
from sim.model.customers.membership import (
    consider_club,
    consider_loyalty_card,
    consider_tailoring,
    earn_points,
    service_tier,
)
from sim.model.event_codes import (
    ACQUISITION,
    GOODS,
    HANDLING,
    HANDLING_SAVED,
    LATE_DELIVERY,
    ORDER,
    PURCHASE_EVENT,
    SERVICE_REQUEST,
    TAILORING,
)
from sim.model.random_numbers import Uniforms, gamma, lifetime_index, sample_distribution, uniforms
from sim.model.state.columns import ASSOCIATE, FULL, HERE, LEFT, NOT_A_MEMBER, PROSPECT
from sim.model.state.market import PURCHASE, Market, WorkerBuffer
from sim.model.state.purchase_timing import purchase_budget, purchase_time

NO_UNIFORMS = (0.5, 0.5, 0.5, 0.5)


@inlined_rule
def choose_firm(m: Market, i: int) -> tuple[int, Uniforms]:
    """The firm that wins the race for this purchase, and the hand of luck it ran with.

    Each firm she deals with gets an exponential draw of its own, divided by her inclination; the smallest wins.
    So a better offer of one firm never moves a purchase between two others.
    """
    person = m.person[i]
    life = lifetime_index(person.generation, 0)
    best, winner, luck = math.inf, 0, NO_UNIFORMS
    if m.relation.shape[1] == 1:
        if m.constant.step > 0.0:
            luck = uniforms(m.stream_key, person.address, m.purpose.choice[0], life, person.purchases)
        return winner, luck
    for k in range(m.relation.shape[1]):
        if m.relation[i, k].status == LEFT or m.relation[i, k].pull <= 0.0:
            continue
        drawn = uniforms(m.stream_key, person.address, m.purpose.choice[k], life, person.purchases)
        time = -math.log(drawn[0]) / m.relation[i, k].pull
        if time < best:
            best, winner, luck = time, k, drawn
    return winner, luck


@inlined_rule
def amount_spent(m: Market, i: int) -> float:
    """What she spends at price 1: a gamma draw with her mean (Colombo & Jiang 1999), or her mean itself."""
    person = m.person[i]
    shape = m.segment[person.segment].spend_shape
    if shape <= 0.0:
        return float(person.spend)
    life = lifetime_index(person.generation, 0)
    drawn = gamma(m.stream_key, person.address, m.purpose.amount, life, person.purchases, shape)
    return float(person.spend * drawn / shape)


@inlined_rule
def service_experience(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, luck: Uniforms) -> float:
    """How the purchase went, between 0 and 1: the firm's service level, more or less, less for a late order."""
    person, relation, terms = m.person[i], m.relation[i, k], m.terms[k]
    felt = m.service[k] + m.constant.experience_spread * (luck[1] + luck[2] - 1.0)
    if relation.tailored == 1 and terms.tailored_open > 0.0 and m.has_line[k] == 0:
        life = lifetime_index(person.generation, 0)
        weeks = sample_distribution(m.stream_key, person.address, m.purpose.lead[k], life, person.purchases, m.lead[k])
        if weeks > terms.promised:
            log_event(m, desk, t, i, k, LATE_DELIVERY, -1, int(terms.tailored_open) - 1, 0)
            felt -= terms.late_experience
    return float(min(1.0, max(0.0, felt)))


@inlined_rule
def buy(m: Market, desk: WorkerBuffer, i: int, t: float) -> None:
    """She buys at week ``t``; whatever follows from it follows at the same instant."""
    person = m.person[i]
    k, luck = choose_firm(m, i)
    relation = m.relation[i, k]
    if relation.status == PROSPECT:
        log_event(m, desk, t, i, k, ACQUISITION, -1, -1, 0)
        acquire(m, i, k, t, firm_clocks(m, k))
    quantity = amount_spent(m, i)
    tailored = 1.0 if relation.tailored == 1 and m.terms[k].tailored_open > 0.0 else 0.0
    price = m.price[k] * (1.0 + tailored * m.terms[k].premium)
    cents = to_cents(quantity * price)
    log_event(m, desk, t, i, k, PURCHASE_EVENT, -1, -1, cents)
    log_event(m, desk, t, i, k, GOODS, -1, -1, to_cents(quantity * m.unit_cost[k]))
    if tailored > 0.0:
        rise = quantity * m.unit_cost[k] * m.terms[k].unit_cost_rise
        log_event(m, desk, t, i, k, TAILORING, -1, -1, to_cents(rise))
    if m.terms[k].handling_cost > 0.0:
        book_order_handling(m, desk, i, k, t)
    if m.has_line[k] == 2 or (m.has_line[k] == 1 and tailored > 0.0):
        log_event(m, desk, t, i, k, ORDER, -1, -1, cents)
    relation.purchases += 1
    if m.constant.reacts:
        update_relationship(m, desk, i, k, t, cents / 100.0, luck)
    person.purchases += 1
    post_purchase_dropout(m, desk, i, k, t, person.purchases - 1)
    life = lifetime_index(person.generation, 0)
    if person.presence == HERE:
        restart_hazard_clock(
            m.clock[i, PURCHASE], purchase_budget(m, i, life, person.purchases), purchase_time(m, i, t)
        )


@compiled_rule
def book_order_handling(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """Handling an order costs less the more often she has bought: cost × (learned + (1 - learned) × exp(-n / over)).

    That old customers cost less to serve: Reichheld & Sasser (1990, Harvard Business Review 68).
    """
    terms = m.terms[k]
    new = 0.0
    if terms.handling_over > 0.0:
        new = math.exp(-m.relation[i, k].purchases / terms.handling_over)
    full = to_cents(terms.handling_cost)
    cents = to_cents(terms.handling_cost * (terms.handling_learned + (1.0 - terms.handling_learned) * new))
    log_event(m, desk, t, i, k, HANDLING, -1, -1, cents)
    log_event(m, desk, t, i, k, HANDLING_SAVED, -1, -1, full - cents)


@inlined_rule
def update_relationship(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, money: float, luck: Uniforms) -> None:
    """What a purchase leaves behind: satisfaction, knowledge, bonds, points, and perhaps a membership."""
    relation, terms = m.relation[i, k], m.terms[k]
    if m.constant.step > 0.0:
        felt = service_experience(m, desk, i, k, t, luck)
        relation.satisfaction += m.constant.step * (felt - relation.satisfaction)
        if m.constant.delight_gain > 0.0 and relation.satisfaction > m.constant.delight_above:
            relation.social += m.constant.delight_gain * (1.0 - relation.social)
            m.person[i].drifts = 1
    if relation.tailored == 1:
        relation.knowledge += terms.learning * (1.0 - relation.knowledge)
        fit = terms.reach * relation.knowledge
        relation.structural += terms.structural_gain * fit * (1.0 - relation.structural)
        m.person[i].drifts = 1
    if relation.club > 0 and terms.contact_gain > 0.0:
        part = terms.associate_part if relation.club == ASSOCIATE else 1.0
        gain = terms.contact_gain * terms.standing * (0.5 + 0.5 * terms.acquaintance) * part
        relation.social += min(1.0, gain) * (1.0 - relation.social)
        m.person[i].drifts = 1
    if m.has_desk[k] == 1:
        need_at_purchase(m, desk, i, k, t)
    if relation.collects == 1:
        earn_points(m, desk, i, k, t, money)
    elif terms.points_open > 0.0:
        consider_loyalty_card(m, desk, i, k, t)
    if terms.club_open > 0.0 and NOT_A_MEMBER <= relation.club < FULL:
        consider_club(m, desk, i, k, t, False)
    if terms.tailored_open > 0.0 and relation.tailored == 0:
        consider_tailoring(m, desk, i, k, t)


@compiled_rule
def need_at_purchase(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """A purchase may bring a service need with it."""
    person = m.person[i]
    chance = m.segment[person.segment].need_at_purchase
    life = lifetime_index(person.generation, 0)
    if (
        chance > 0.0
        and uniforms(m.stream_key, person.address, m.purpose.need_then[k], life, person.purchases)[0] < chance
    ):
        log_event(m, desk, t, i, k, SERVICE_REQUEST, m.first_tier + service_tier(m.relation[i, k]), -1, 0)


@inlined_rule
def post_purchase_dropout(m: Market, desk: WorkerBuffer, i: int, k: int, t: float, ordinal: int) -> None:
    """After a purchase a customer may leave for good, with a chance of her own for each cause that can strike so.

    One firm, chances spread as a beta, from the second purchase on: the BG/NBD model of Fader, Hardie & Lee
    (2005, Marketing Science 24).
    """
    if m.chance.shape[0] == 0:
        return
    person, relation = m.person[i], m.relation[i, k]
    life = lifetime_index(person.generation, 0)
    for c in range(m.cause.shape[0]):
        first = m.cause[c].from_purchase
        if first == 0 or relation.status == LEFT or relation.purchases < first:
            continue
        if uniforms(m.stream_key, person.address, m.purpose.moment[k, c], life, ordinal)[0] < m.chance[i, c]:
            leave(m, desk, i, k, c, t)
