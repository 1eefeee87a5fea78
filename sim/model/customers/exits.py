"""Leaving: one firm for a cause, or the market; coming back; and the next generation of a place."""

from __future__ import annotations

import math

from sim.model.compile_cache import compiled_rule
from sim.model.customers.bonds import cost_of_points
from sim.model.customers.event_logging import (
    END_OF_MEMBERSHIP,
    EXIT,
    MOVING_AWAY,
    POINTS_EXPIRY,
    RETURN,
    log_event,
    to_cents,
)
from sim.model.customers.hazard_rates import restart_hazard_clock
from sim.model.random_numbers import exponential, lifetime_index, sample_distribution
from sim.model.state.columns import CUSTOMER, GONE, HERE, LEFT, PROSPECT
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, WorkerBuffer


@compiled_rule
def lose_points(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """Her points lapse; their worth is noted (the firm's breakage)."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    if relation.points > 0.0 and terms.threshold > 0.0:
        cents = to_cents(cost_of_points(terms, relation.points))
        log_event(market, buffer, now, customer, firm, POINTS_EXPIRY, -1, int(terms.points_open) - 1, cents)
    relation.points = 0.0
    relation.opened = now


@compiled_rule
def end_club(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """Her club membership ends."""
    relation = market.relation[customer, firm]
    programme = int(market.terms[firm].club_open) - 1
    log_event(market, buffer, now, customer, firm, END_OF_MEMBERSHIP, -1, programme, 0)
    buffer.joined[firm, programme, relation.club - 1] -= 1
    relation.club = 0
    relation.renewal = math.inf


@compiled_rule
def end_relation(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """All that leaving forfeits: points, tier, memberships. Bonds fade on. She may come back after forgetting."""
    relation, terms = market.relation[customer, firm], market.terms[firm]
    if relation.collects == 1:
        lose_points(market, buffer, customer, firm, now)
        log_event(market, buffer, now, customer, firm, END_OF_MEMBERSHIP, -1, int(terms.points_open) - 1, 0)
        buffer.joined[firm, int(terms.points_open) - 1, 1] -= 1
        relation.collects = 0
        relation.tier = 0
        relation.tier_spend = 0.0
    if relation.club > 0:
        end_club(market, buffer, customer, firm, now)
    relation.club = 0
    if relation.tailored == 1:
        log_event(market, buffer, now, customer, firm, END_OF_MEMBERSHIP, -1, int(terms.tailored_open) - 1, 0)
        buffer.joined[firm, int(terms.tailored_open) - 1, 1] -= 1
        relation.tailored = 0
    relation.status = LEFT
    relation.left_at = now
    relation.scar = 0.0
    relation.back = math.inf
    if market.constant.returns:
        life = lifetime_index(market.person[customer].generation, relation.spell)
        address = market.person[customer].address
        relation.back = now + sample_distribution(
            market.stream_key, address, market.purpose.back[firm], life, 0, market.forgetting[0]
        )
    relation.spell += 1
    relation.purchases = 0
    relation.pending_social_gain = 0.0
    relation.satisfaction_factor, relation.satisfaction_shift = 1.0, 0.0


@compiled_rule
def leave(market: Market, buffer: WorkerBuffer, customer: int, firm: int, cause: int, now: float) -> None:
    """She leaves the firm for the cause, or the market where the cause ends all relations."""
    if market.cause[cause].ends_all == 1:
        leave_market(market, buffer, customer, cause, now)
        return
    log_event(market, buffer, now, customer, firm, EXIT, market.cause[cause].number, -1, 0)
    market.relation[customer, firm].left_for = market.cause[cause].number
    end_relation(market, buffer, customer, firm, now)


@compiled_rule
def leave_market(market: Market, buffer: WorkerBuffer, customer: int, cause: int, now: float) -> None:
    """She moves away: all relations end at one instant, and in time a newcomer may take her place."""
    person = market.person[customer]
    if person.presence == HERE:
        for firm in range(market.relation.shape[1]):
            if market.relation[customer, firm].status == CUSTOMER:
                log_event(market, buffer, now, customer, firm, EXIT, market.cause[cause].number, -1, 0)
                end_relation(market, buffer, customer, firm, now)
            elif market.relation[customer, firm].club > 0:  # invited, though she never bought here
                end_club(market, buffer, customer, firm, now)
        log_event(market, buffer, now, customer, -1, MOVING_AWAY, market.cause[cause].number, -1, 0)
    person.presence = GONE
    person.needs_tick_update = 0
    if market.segment[person.segment].newcomers == 1:
        draw_customer(market, customer, person.generation + 1, now)


@compiled_rule
def become_prospect_again(market: Market, buffer: WorkerBuffer, customer: int, firm: int, now: float) -> None:
    """She has forgotten why she left: the firm may be chosen again, as by a prospect, with satisfaction at her norm."""
    relation = market.relation[customer, firm]
    relation.status = PROSPECT
    relation.satisfaction = market.person[customer].norm
    relation.back = math.inf
    log_event(market, buffer, now, customer, firm, RETURN, -1, -1, 0)


@compiled_rule
def acquire(market: Market, customer: int, firm: int, now: float, first_clock: int) -> None:
    """Her exit clocks begin to run, with budgets of this spell."""
    life = lifetime_index(market.person[customer].generation, market.relation[customer, firm].spell)
    market.relation[customer, firm].status = CUSTOMER
    market.relation[customer, firm].joined = now
    if market.has_service_clock == 1:
        budget = exponential(
            market.stream_key,
            market.person[customer].address,
            market.purpose.need[firm],
            life,
            market.relation[customer, firm].requests,
        )
        restart_hazard_clock(market.clock[customer, first_clock + market.has_invitation_clock], budget, now)
    for cause in range(market.n_market_exits, market.cause.shape[0]):
        budget = exponential(
            market.stream_key, market.person[customer].address, market.purpose.leaving[firm, cause], life, 0
        )
        restart_hazard_clock(
            market.clock[
                customer,
                first_clock + market.has_invitation_clock + market.has_service_clock + cause - market.n_market_exits,
            ],
            budget,
            now,
        )
