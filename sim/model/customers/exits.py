"""Leaving: one firm for a cause, or the market; coming back; and the next generation of a place."""

from __future__ import annotations

import math

from sim.model.compiled_rule import compiled_rule
from sim.model.customers.event_logging import log_event, to_cents
from sim.model.customers.hazard_clock import restart_hazard_clock
from sim.model.event_codes import END_OF_MEMBERSHIP, EXIT, MOVING_AWAY, POINTS_EXPIRY, RETURN
from sim.model.random_numbers import exponential, lifetime_index, sample_distribution
from sim.model.state.columns import CUSTOMER, GONE, HERE, LEFT, PROSPECT
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, WorkerBuffer


@compiled_rule
def lose_points(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """Her points lapse; their worth is noted (the firm's breakage)."""
    relation, terms = m.relation[i, k], m.terms[k]
    if relation.points > 0.0 and terms.threshold > 0.0:
        worth = relation.points * terms.reward_chance * terms.reward_cost / terms.threshold
        log_event(m, desk, t, i, k, POINTS_EXPIRY, -1, int(terms.points_open) - 1, to_cents(worth))
    relation.points = 0.0
    relation.opened = t


@compiled_rule
def end_club(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """Her club membership ends."""
    relation = m.relation[i, k]
    programme = int(m.terms[k].club_open) - 1
    log_event(m, desk, t, i, k, END_OF_MEMBERSHIP, -1, programme, 0)
    desk.joined[k, programme, relation.club - 1] -= 1
    relation.club = 0
    relation.renewal = math.inf


@compiled_rule
def end_relation(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """All that leaving forfeits: points, tier, memberships. Bonds fade on. She may come back after forgetting."""
    relation, terms = m.relation[i, k], m.terms[k]
    if relation.collects == 1:
        lose_points(m, desk, i, k, t)
        log_event(m, desk, t, i, k, END_OF_MEMBERSHIP, -1, int(terms.points_open) - 1, 0)
        desk.joined[k, int(terms.points_open) - 1, 1] -= 1
        relation.collects = 0
        relation.tier = 0
        relation.tier_spend = 0.0
    if relation.club > 0:
        end_club(m, desk, i, k, t)
    relation.club = 0
    if relation.tailored == 1:
        log_event(m, desk, t, i, k, END_OF_MEMBERSHIP, -1, int(terms.tailored_open) - 1, 0)
        desk.joined[k, int(terms.tailored_open) - 1, 1] -= 1
        relation.tailored = 0
    relation.status = LEFT
    relation.left_at = t
    relation.scar = 0.0
    relation.back = math.inf
    if m.constant.returns:
        life = lifetime_index(m.person[i].generation, relation.spell)
        address = m.person[i].address
        relation.back = t + sample_distribution(m.stream_key, address, m.purpose.back[k], life, 0, m.forgetting[0])
    relation.spell += 1
    relation.purchases = 0
    relation.news = 0.0
    relation.kept, relation.added = 1.0, 0.0


@compiled_rule
def leave(m: Market, desk: WorkerBuffer, i: int, k: int, c: int, t: float) -> None:
    """She leaves firm ``k`` for cause ``c``, or the market where the cause ends all relations."""
    if m.cause[c].ends_all == 1:
        leave_market(m, desk, i, c, t)
        return
    log_event(m, desk, t, i, k, EXIT, m.cause[c].number, -1, 0)
    m.relation[i, k].left_for = m.cause[c].number
    end_relation(m, desk, i, k, t)


@compiled_rule
def leave_market(m: Market, desk: WorkerBuffer, i: int, c: int, t: float) -> None:
    """She moves away: all relations end at one instant, and in time a newcomer may take her place."""
    person = m.person[i]
    if person.presence == HERE:
        for k in range(m.relation.shape[1]):
            if m.relation[i, k].status == CUSTOMER:
                log_event(m, desk, t, i, k, EXIT, m.cause[c].number, -1, 0)
                end_relation(m, desk, i, k, t)
            elif m.relation[i, k].club > 0:  # invited, though she never bought here
                end_club(m, desk, i, k, t)
        log_event(m, desk, t, i, -1, MOVING_AWAY, m.cause[c].number, -1, 0)
    person.presence = GONE
    person.drifts = 0
    if m.segment[person.segment].newcomers == 1:
        draw_customer(m, i, person.generation + 1, t)


@compiled_rule
def become_prospect_again(m: Market, desk: WorkerBuffer, i: int, k: int, t: float) -> None:
    """She has forgotten why she left: the firm may be chosen again, as by a prospect, with satisfaction at her norm."""
    relation = m.relation[i, k]
    relation.status = PROSPECT
    relation.satisfaction = m.person[i].norm
    relation.back = math.inf
    log_event(m, desk, t, i, k, RETURN, -1, -1, 0)


@compiled_rule
def acquire(m: Market, i: int, k: int, t: float, first_clock: int) -> None:
    """Her exit clocks begin to run, with budgets of this spell."""
    life = lifetime_index(m.person[i].generation, m.relation[i, k].spell)
    m.relation[i, k].status = CUSTOMER
    m.relation[i, k].joined = t
    if m.has_service_clock == 1:
        budget = exponential(m.stream_key, m.person[i].address, m.purpose.need[k], life, m.relation[i, k].requests)
        restart_hazard_clock(m.clock[i, first_clock + m.has_invitation_clock], budget, t)
    for c in range(m.n_market_exits, m.cause.shape[0]):
        budget = exponential(m.stream_key, m.person[i].address, m.purpose.leaving[k, c], life, 0)
        restart_hazard_clock(
            m.clock[i, first_clock + m.has_invitation_clock + m.has_service_clock + c - m.n_market_exits], budget, t
        )
