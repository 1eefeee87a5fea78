"""The rates of all clocks of one customer, and what will happen to her next."""

from __future__ import annotations

import math
from typing import Any

from sim.model.compiled_rule import inlined_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, financial_bond
from sim.model.customers.choice import SERVICE, evaluate_offers, gap_to_best, rank_offers
from sim.model.customers.hazard_clock import next_event_time
from sim.model.state.columns import BEST_RIVAL, BLAMELESS, CUSTOMER, FULL, GONE, HERE, LEFT, NORM, NOT_A_MEMBER, WAITING
from sim.model.state.market import ARRIVAL, BACK, DATES, EXPIRY, MOVING, PURCHASE, RENEWAL, REVIEW, Market, WorkerBuffer
from sim.model.state.perceived_service import perceived_service
from sim.model.state.purchase_timing import purchase_date, purchase_time


@inlined_rule
def firm_clocks(m: Market, k: int) -> Any:
    """Number of the first clock of firm ``k``: invitations and needs, where there are any, then causes to leave."""
    return (
        MOVING
        + m.n_market_exits
        + k * (m.has_invitation_clock + m.has_service_clock + m.cause.shape[0] - m.n_market_exits)
    )


@inlined_rule
def date_number(m: Market, k: int, date: int) -> int:
    """Number of a date of the relation with firm ``k``, after all clocks."""
    return int(m.clock.shape[1]) + k * DATES + date


@inlined_rule
def leaving_rate(m: Market, desk: WorkerBuffer, i: int, k: int, c: int, financial: float) -> float:
    """Rate per week of leaving firm ``k`` for cause ``c``: base × exp(slope × gap - Σ shield × bond + scar).

    With no rival, a cause that compares with the best rival stands still, unless its slope is 0.
    """
    cause, relation = m.cause[c], m.relation[i, k]
    exponent = -cause.financial * financial - cause.social * relation.social - cause.structural * relation.structural
    exponent += relation.scar
    if cause.compared == BEST_RIVAL and cause.slope > 0.0:
        gap = gap_to_best(desk, k, cause.attribute)
        if gap == -math.inf:
            return 0.0
        exponent += cause.slope * gap
    elif cause.compared == NORM:
        exponent += cause.slope * (perceived_service(m.person[i].norm) - desk.perceived_level[k, SERVICE])
    elif cause.compared == BLAMELESS:
        exponent -= cause.slope * desk.perceived_level[k, cause.attribute]
    if exponent == 0.0:  # firms alike and nothing that binds: the usual case in many a market
        return float(m.base[i, c])
    return float(m.base[i, c] * math.exp(min(MAX_FINANCIAL_BOND, exponent)))


@inlined_rule
def schedule_next_event(m: Market, desk: WorkerBuffer, i: int, t: float) -> None:
    """Set all her clocks at week ``t`` to the rates that now hold, and find out what comes next and when."""
    person = m.person[i]
    soonest, what = math.inf, -1
    if person.presence == GONE:
        person.next_time, person.next_what = soonest, what
        return
    if person.presence == WAITING:
        if person.arrives >= 0.0:
            soonest, what = person.arrives, ARRIVAL
        else:
            segment = m.segment[person.segment]
            pull = segment.outside_pull + segment.word_of_mouth * m.arrived[person.segment]
            soonest, what = next_event_time(m.clock[i, ARRIVAL], pull, t), ARRIVAL
    if person.presence == HERE or (person.generation == 0 and m.segment[person.segment].from_arrival == 0):
        for c in range(m.n_market_exits):
            rate = m.base[i, c] * m.moving[c]
            if m.home_moving.shape[0] > 0:
                rate *= m.home_moving[person.home]
            when = next_event_time(m.clock[i, MOVING + c], rate, t)
            if when < soonest:
                soonest, what = when, MOVING + c
    if person.presence == HERE:
        rate = evaluate_offers(m, desk, i)
        when = purchase_date(m, i, next_event_time(m.clock[i, PURCHASE], rate, purchase_time(m, i, t)), t)
        if when < soonest:
            soonest, what = when, PURCHASE
        soonest, what = schedule_firm_events(m, desk, i, t, soonest, what)
    person.next_time, person.next_what = soonest, what


@inlined_rule
def schedule_firm_events(
    m: Market, desk: WorkerBuffer, i: int, t: float, soonest: float, what: int
) -> tuple[float, int]:
    """The part of looking ahead that concerns each firm: invitations, leaving, and dates."""
    causes = m.cause.shape[0]
    if causes > m.n_market_exits:
        rank_offers(m, desk, i)
    for k in range(m.relation.shape[1]):
        relation = m.relation[i, k]
        first = firm_clocks(m, k)
        if m.has_invitation_clock == 1:
            may_join = m.terms[k].club_open > 0.0 and relation.status != LEFT and NOT_A_MEMBER <= relation.club < FULL
            when = next_event_time(m.clock[i, first], m.terms[k].invitation if may_join else 0.0, t)
            if when < soonest:
                soonest, what = when, first
        if m.has_service_clock == 1:
            wants = relation.status == CUSTOMER and m.has_desk[k] == 1
            when = next_event_time(m.clock[i, first + m.has_invitation_clock], m.person[i].needs if wants else 0.0, t)
            if when < soonest:
                soonest, what = when, first + m.has_invitation_clock
        if relation.status == CUSTOMER and causes > m.n_market_exits:
            financial = financial_bond(m, i, k) if relation.collects == 1 or relation.club > 0 else 0.0
            for c in range(m.n_market_exits, causes):
                place = first + m.has_invitation_clock + m.has_service_clock + c - m.n_market_exits
                when = next_event_time(m.clock[i, place], leaving_rate(m, desk, i, k, c, financial), t)
                if when < soonest:
                    soonest, what = when, place
        if relation.collects == 1:
            terms = m.terms[k]
            when = max(t, relation.opened + terms.points_expiry)
            if terms.points_expiry > 0.0 and relation.points > 0.0 and when < soonest:
                soonest, what = when, date_number(m, k, EXPIRY)
            if terms.tier_period > 0.0 and relation.tier_review < soonest:
                soonest, what = max(t, relation.tier_review), date_number(m, k, REVIEW)
        if relation.club > 0 and relation.renewal < soonest:
            soonest, what = relation.renewal, date_number(m, k, RENEWAL)
        if relation.status == LEFT and relation.back < soonest:
            soonest, what = relation.back, date_number(m, k, BACK)
    return soonest, what
