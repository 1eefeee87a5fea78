"""A purchase: which firm, how much, how it went, and what it leaves behind."""

from __future__ import annotations

import math

from sim.model.compile_cache import compiled_rule, inlined_rule
from sim.model.customers.club_anatomy import contact_by_events
from sim.model.customers.event_logging import (
    ACQUISITION,
    GOODS,
    HANDLING,
    HANDLING_SAVED,
    LATE_DELIVERY,
    ORDER,
    PURCHASE_EVENT,
    SERVICE_REQUEST,
    TAILORING,
    log_event,
    to_cents,
)
from sim.model.customers.exits import acquire, leave
from sim.model.customers.hazard_rates import firm_clocks, restart_hazard_clock
from sim.model.customers.membership import (
    consider_club,
    consider_loyalty_card,
    consider_tailoring,
    earn_points,
    service_tier,
)
from sim.model.random_numbers import Uniforms, gamma, lifetime_index, sample_distribution, uniforms
from sim.model.state.columns import ASSOCIATE, FULL, HERE, LEFT, NOT_A_MEMBER, PROSPECT
from sim.model.state.market import PURCHASE, Market, WorkerBuffer
from sim.model.state.purchase_timing import purchase_budget, purchase_time

NO_UNIFORMS = (0.5, 0.5, 0.5, 0.5)


@inlined_rule
def choose_firm(market: Market, customer: int) -> tuple[int, Uniforms]:
    """The firm that wins the race for this purchase, and the hand of luck it ran with.

    Each firm she deals with gets an exponential draw of its own, divided by her inclination; the smallest wins.
    So a better offer of one firm never moves a purchase between two others.
    """
    person = market.person[customer]
    life = lifetime_index(person.generation, 0)
    best, winner, luck = math.inf, 0, NO_UNIFORMS
    if market.relation.shape[1] == 1:
        if market.constant.step > 0.0:
            luck = uniforms(market.stream_key, person.address, market.purpose.choice[0], life, person.purchases)
        return winner, luck
    for firm in range(market.relation.shape[1]):
        if market.relation[customer, firm].status == LEFT or market.relation[customer, firm].propensity <= 0.0:
            continue
        drawn = uniforms(market.stream_key, person.address, market.purpose.choice[firm], life, person.purchases)
        time = -math.log(drawn[0]) / market.relation[customer, firm].propensity
        if time < best:
            best, winner, luck = time, firm, drawn
    return winner, luck


@inlined_rule
def amount_spent(market: Market, customer: int, number: int) -> float:
    """What she spends at price 1 at her purchase of this number, counted from 0, over all firms.

    A gamma draw with her mean (Colombo & Jiang 1999), or her mean itself.
    """
    person = market.person[customer]
    shape = market.segment[person.segment].spend_shape
    if shape <= 0.0:
        return float(person.spend)
    life = lifetime_index(person.generation, 0)
    drawn = gamma(market.stream_key, person.address, market.purpose.amount, life, number, shape)
    return float(person.spend * drawn / shape)


@inlined_rule
def service_experience(
    market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, luck: Uniforms
) -> float:
    """How the purchase went, between 0 and 1: the firm's service level, more or less, less for a late order."""
    person, relation, terms = market.person[customer], market.relation[customer, firm], market.terms[firm]
    felt = market.service[firm] + market.constant.experience_spread * (luck[1] + luck[2] - 1.0)
    if relation.tailored == 1 and terms.tailored_open > 0.0 and market.has_line[firm] == 0:
        life = lifetime_index(person.generation, 0)
        weeks = sample_distribution(
            market.stream_key, person.address, market.purpose.lead[firm], life, person.purchases, market.lead[firm]
        )
        if weeks > terms.promised:
            log_event(market, buffer, now, customer, firm, LATE_DELIVERY, -1, int(terms.tailored_open) - 1, 0)
            felt -= terms.late_experience
    return float(min(1.0, max(0.0, felt)))


@inlined_rule
def buy(market: Market, buffer: WorkerBuffer, customer: int, now: float) -> None:
    """She buys at week ``now``; whatever follows from it follows at the same instant."""
    person = market.person[customer]
    firm, luck = choose_firm(market, customer)
    relation = market.relation[customer, firm]
    if relation.status == PROSPECT:
        log_event(market, buffer, now, customer, firm, ACQUISITION, -1, -1, 0)
        acquire(market, customer, firm, now, firm_clocks(market, firm))
    quantity = amount_spent(market, customer, person.purchases)
    tailored = 1.0 if relation.tailored == 1 and market.terms[firm].tailored_open > 0.0 else 0.0
    price = market.price[firm] * (1.0 + tailored * market.terms[firm].premium)
    cents = to_cents(quantity * price)
    log_event(market, buffer, now, customer, firm, PURCHASE_EVENT, -1, -1, cents)
    log_event(market, buffer, now, customer, firm, GOODS, -1, -1, to_cents(quantity * market.unit_cost[firm]))
    if tailored > 0.0:
        rise = quantity * market.unit_cost[firm] * market.terms[firm].unit_cost_rise
        log_event(market, buffer, now, customer, firm, TAILORING, -1, -1, to_cents(rise))
    if market.terms[firm].handling_cost > 0.0:
        book_order_handling(market, buffer, customer, firm, now)
    if market.has_line[firm] == 2 or (market.has_line[firm] == 1 and tailored > 0.0):
        log_event(market, buffer, now, customer, firm, ORDER, -1, -1, cents)
    relation.purchases += 1
    if market.constant.reacts:
        update_relationship(market, buffer, customer, firm, now, cents / 100.0, luck)
    person.purchases += 1
    post_purchase_dropout(market, buffer, customer, firm, now, person.purchases - 1)
    life = lifetime_index(person.generation, 0)
    if person.presence == HERE:
        restart_hazard_clock(
            market.clock[customer, PURCHASE],
            purchase_budget(market, customer, life, person.purchases),
            purchase_time(market, customer, now),
        )


@compiled_rule
def book_order_handling(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """Handling an order costs less the more often she has bought: cost × (learned + (1 - learned) × exp(-n / over)).

    That old customers cost less to serve: Reichheld & Sasser (1990, Harvard Business Review 68).
    """
    terms = market.terms[firm]
    new = 0.0
    if terms.handling_over > 0.0:
        new = math.exp(-market.relation[customer, firm].purchases / terms.handling_over)
    full = to_cents(terms.handling_cost)
    cents = to_cents(terms.handling_cost * (terms.handling_learned + (1.0 - terms.handling_learned) * new))
    log_event(market, buffer, now, customer, firm, HANDLING, -1, -1, cents)
    log_event(market, buffer, now, customer, firm, HANDLING_SAVED, -1, -1, full - cents)


@inlined_rule
def update_relationship(
    market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, money: float, luck: Uniforms
) -> None:
    """What a purchase leaves behind: satisfaction, knowledge, bonds, points, and perhaps a membership."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    if market.constant.step > 0.0:
        felt = service_experience(market, buffer, customer, firm, now, luck)
        relation.satisfaction += market.constant.step * (felt - relation.satisfaction)
        if market.constant.delight_gain > 0.0 and relation.satisfaction > market.constant.delight_above:
            relation.social += market.constant.delight_gain * (1.0 - relation.social)
            market.person[customer].needs_tick_update = 1
    if relation.tailored == 1:
        relation.knowledge += terms.learning * (1.0 - relation.knowledge)
        fit = terms.reach * relation.knowledge
        relation.structural += terms.structural_gain * fit * (1.0 - relation.structural)
        market.person[customer].needs_tick_update = 1
    if relation.club > 0 and terms.contact_gain > 0.0:
        part = terms.associate_part if relation.club == ASSOCIATE else 1.0
        gain = terms.contact_gain * terms.standing * (0.5 + 0.5 * terms.acquaintance) * part
        if terms.anatomy > 0.0:
            gain *= contact_by_events(market, customer, firm)
        relation.social += min(1.0, gain) * (1.0 - relation.social)
        market.person[customer].needs_tick_update = 1
    if relation.club > 0 and terms.club_structural_gain > 0.0:
        part = terms.associate_part if relation.club == ASSOCIATE else 1.0
        relation.structural += min(1.0, terms.club_structural_gain * part) * (1.0 - relation.structural)
        market.person[customer].needs_tick_update = 1
    if market.has_desk[firm] == 1:
        need_at_purchase(market, buffer, customer, firm, now)
    if relation.collects == 1:
        earn_points(market, buffer, customer, firm, now, money)
    elif terms.points_open > 0.0:
        consider_loyalty_card(market, buffer, customer, firm, now)
    if terms.club_open > 0.0 and relation.club < FULL and (relation.club >= NOT_A_MEMBER or terms.return_after > 0.0):
        consider_club(market, buffer, customer, firm, now, False)
    if terms.tailored_open > 0.0 and relation.tailored == 0:
        consider_tailoring(market, buffer, customer, firm, now)


@compiled_rule
def need_at_purchase(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """A purchase may bring a service need with it."""
    person = market.person[customer]
    chance = market.segment[person.segment].need_at_purchase
    life = lifetime_index(person.generation, 0)
    if (
        chance > 0.0
        and uniforms(market.stream_key, person.address, market.purpose.need_then[firm], life, person.purchases)[0]
        < chance
    ):
        log_event(
            market,
            buffer,
            now,
            customer,
            firm,
            SERVICE_REQUEST,
            market.first_tier + service_tier(market.relation[customer, firm]),
            -1,
            0,
        )


@inlined_rule
def post_purchase_dropout(
    market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, ordinal: int
) -> None:
    """After a purchase a customer may leave for good, with a chance of her own for each cause that can strike so.

    One firm, chances spread as a beta, from the second purchase on: the BG/NBD model of Fader, Hardie & Lee
    (2005, Marketing Science 24).
    """
    if market.chance.shape[0] == 0:
        return
    person, relation = market.person[customer], market.relation[customer, firm]
    life = lifetime_index(person.generation, 0)
    for cause in range(market.cause.shape[0]):
        first = market.cause[cause].from_purchase
        if first == 0 or relation.status == LEFT or relation.purchases < first:
            continue
        if (
            uniforms(market.stream_key, person.address, market.purpose.moment[firm, cause], life, ordinal)[0]
            < market.chance[customer, cause]
        ):
            leave(market, buffer, customer, firm, cause, now)
