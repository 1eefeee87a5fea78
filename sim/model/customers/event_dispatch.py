"""What happens when a clock strikes or a date has come: the one place where events are told apart."""

from __future__ import annotations

import math

from sim.model.compile_cache import compiled_rule, inlined_rule
from sim.model.customers.bonds import decayed
from sim.model.customers.choice import evaluate_offers, in_reach
from sim.model.customers.event_logging import ARRIVAL_EVENT, SERVICE_REQUEST, log_event
from sim.model.customers.exits import become_prospect_again, leave, leave_market, lose_points
from sim.model.customers.hazard_rates import firm_clocks, restart_hazard_clock
from sim.model.customers.membership import consider_club, renew_or_lapse, review_tier, service_tier
from sim.model.customers.purchase import buy
from sim.model.random_numbers import exponential, lifetime_index
from sim.model.state.columns import HERE, WAITING
from sim.model.state.market import ARRIVAL, DATES, EXPIRY, MOVING, PURCHASE, RENEWAL, REVIEW, Market, WorkerBuffer
from sim.model.state.purchase_timing import purchase_budget, purchase_time


@inlined_rule
def process_event(market: Market, buffer: WorkerBuffer, customer: int) -> None:
    """What comes next to the customer comes now; afterwards she has to look ahead."""
    person = market.person[customer]
    now, what = person.next_time, person.next_what
    clocks = market.clock.shape[1]
    if what == ARRIVAL:
        arrive(market, buffer, customer, now)
    if what == PURCHASE or (what == ARRIVAL and may_purchase(market, customer)):
        buy(market, buffer, customer, now)
    elif MOVING <= what < MOVING + market.n_market_exits:
        leave_market(market, buffer, customer, what - MOVING, now)
    elif MOVING <= what < clocks:
        process_firm_clock(market, buffer, customer, what, now)
    elif what >= clocks:
        process_due_date(market, buffer, customer, (what - clocks) // DATES, (what - clocks) % DATES, now)


@compiled_rule
def may_purchase(market: Market, customer: int) -> bool:
    """Whether she buys the moment she arrives: not if she has decided to buy nowhere here."""
    if market.segment[market.person[customer].segment].on_arrival == 0:
        return False
    wallet, reached = 0.0, False
    for firm in range(market.relation.shape[1]):
        wallet += market.relation[customer, firm].taste
        if in_reach(market, customer, firm):
            reached = True
    if not reached:
        return False
    return bool(market.person[customer].decides == 0 or wallet > 0.0)


@compiled_rule
def process_firm_clock(market: Market, buffer: WorkerBuffer, customer: int, what: int, now: float) -> None:
    """A clock that belongs to a firm has struck: an invitation, a need, or a cause to leave."""
    each = market.has_invitation_clock + market.has_service_clock + market.cause.shape[0] - market.n_market_exits
    firm, place = (what - MOVING - market.n_market_exits) // each, (what - MOVING - market.n_market_exits) % each
    if place < market.has_invitation_clock:
        be_invited(market, buffer, customer, firm, now, what)
    elif place < market.has_invitation_clock + market.has_service_clock:
        need_service(market, buffer, customer, firm, what, now)
    else:
        leave(
            market,
            buffer,
            customer,
            firm,
            market.n_market_exits + place - market.has_invitation_clock - market.has_service_clock,
            now,
        )


@compiled_rule
def process_due_date(market: Market, buffer: WorkerBuffer, customer: int, firm: int, date: int, now: float) -> None:
    """A date of her relation with the firm has come."""
    if date == EXPIRY:
        lose_points(market, buffer, customer, firm, now)
    elif date == REVIEW:
        review_tier(market, buffer, customer, firm, now)
    elif date == RENEWAL:
        renew_or_lapse(market, buffer, customer, firm, now)
    else:
        become_prospect_again(market, buffer, customer, firm, now)


@compiled_rule
def arrive(market: Market, buffer: WorkerBuffer, customer: int, now: float) -> None:
    """She comes to the market and looks around; with ``on_arrival`` she makes her first purchase at once."""
    person = market.person[customer]
    segment = market.segment[person.segment]
    life = lifetime_index(person.generation, 0)
    person.presence = HERE
    person.version = market.offer_version[0]
    log_event(market, buffer, now, customer, -1, ARRIVAL_EVENT, -1, -1, 0)
    if person.generation == 0:
        buffer.arrivals[person.segment] += 1
    if segment.from_arrival == 1 or person.generation > 0:
        for cause in range(market.n_market_exits):
            restart_hazard_clock(
                market.clock[customer, MOVING + cause],
                exponential(market.stream_key, person.address, market.purpose.moving[cause], life, 0),
                now,
            )
    restart_hazard_clock(
        market.clock[customer, PURCHASE],
        purchase_budget(market, customer, life, 0),
        purchase_time(market, customer, now),
    )
    if market.has_invitation_clock == 1:
        for firm in range(market.relation.shape[1]):
            restart_hazard_clock(
                market.clock[customer, firm_clocks(market, firm)],
                exponential(market.stream_key, person.address, market.purpose.invitation[firm], life, 0),
                now,
            )
    if segment.on_arrival == 1:
        evaluate_offers(market, buffer, customer)


@compiled_rule
def need_service(market: Market, buffer: WorkerBuffer, customer: int, firm: int, place: int, now: float) -> None:
    """She has a need and turns to the desk of the firm."""
    relation = market.relation[customer, firm]
    relation.requests += 1
    log_event(market, buffer, now, customer, firm, SERVICE_REQUEST, market.first_tier + service_tier(relation), -1, 0)
    life = lifetime_index(market.person[customer].generation, relation.spell)
    restart_hazard_clock(
        market.clock[customer, place],
        exponential(
            market.stream_key, market.person[customer].address, market.purpose.need[firm], life, relation.requests
        ),
        now,
    )


@compiled_rule
def be_invited(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float, place: int) -> None:
    """She is asked to join the club; the next invitation may come later."""
    person, relation = market.person[customer], market.relation[customer, firm]
    relation.invitations += 1
    life = lifetime_index(person.generation, 0)
    restart_hazard_clock(
        market.clock[customer, place],
        exponential(market.stream_key, person.address, market.purpose.invitation[firm], life, relation.invitations),
        now,
    )
    consider_club(market, buffer, customer, firm, now, True)


@inlined_rule
def next_tick(tick: float, now: float) -> float:
    """The first tick after week ``now``, as a multiple of the weeks between ticks."""
    number = math.floor(now / tick)
    while number * tick > now:
        number -= 1
    while (number + 1) * tick <= now:
        number += 1
    return (number + 1) * tick


@inlined_rule
def rests_until(market: Market, customer: int, now: float, until: float) -> float:
    """Up to when she may live on from week ``now``: to the next tick where something of hers fades, else to the end."""
    if market.person[customer].needs_tick_update == 0:
        return until
    return min(until, next_tick(market.constant.tick, now))


@inlined_rule
def has_news(market: Market, customer: int) -> bool:
    """Whether a tick concerns her: something is published that she has not read, or something of hers fades."""
    person = market.person[customer]
    if person.presence == WAITING:
        return bool(person.version != market.offer_version[1])
    return bool(
        person.presence == HERE and (person.version != market.offer_version[0] or person.needs_tick_update == 1)
    )


@inlined_rule
def update_offer_version(market: Market, customer: int) -> bool:
    """At a tick: bonds and knowledge fade by their exact factor, and news of the firms' side is felt.

    Says whether she has to look at the offers anew; a customer whom nothing concerns is not touched.
    """
    if not has_news(market, customer):
        return False
    person = market.person[customer]
    if person.presence == WAITING:
        person.version = market.offer_version[1]
        return True
    person.version = market.offer_version[0]
    if person.needs_tick_update == 1:
        decay_bonds(market, customer)
    return True


@inlined_rule
def decay_bonds(market: Market, customer: int) -> None:
    """Bonds and knowledge fade, and what happened on the firms' side since the last tick is added."""
    decays = 0
    for firm in range(market.relation.shape[1]):
        relation = market.relation[customer, firm]
        relation.social = decayed(relation.social, market.constant.fade_social)
        relation.personal = decayed(relation.personal, market.constant.fade_social)
        relation.structural = decayed(relation.structural, market.constant.fade_structural)
        relation.knowledge = decayed(relation.knowledge, market.constant.fade_knowledge)
        relation.social += min(1.0, relation.pending_social_gain) * (1.0 - relation.social)
        relation.pending_social_gain = 0.0
        relation.satisfaction = relation.satisfaction * relation.satisfaction_factor + relation.satisfaction_shift
        relation.satisfaction_factor, relation.satisfaction_shift = 1.0, 0.0
        if relation.social + relation.structural + relation.knowledge > 0.0:
            decays = 1
    market.person[customer].needs_tick_update = decays
