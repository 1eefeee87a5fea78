"""Hazard clocks: the rates of all clocks of one customer, and what will happen to her next.

A clock strikes when its integrated rate has used up a unit-exponential budget. Sources: Gibson & Bruck (2000) and
Anderson (2007), the modified next-reaction method; sharing budgets between two worlds is the common-reaction-path
coupling of Rathinam, Sheppard & Khammash (2010).
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.compile_cache import inlined_rule
from sim.model.customers.bonds import MAX_FINANCIAL_BOND, financial_bond
from sim.model.customers.choice import SERVICE, evaluate_offers, gap_to_best, rank_offers
from sim.model.state.columns import BEST_RIVAL, BLAMELESS, CUSTOMER, FULL, GONE, HERE, LEFT, NORM, NOT_A_MEMBER, WAITING
from sim.model.state.market import (
    ARRIVAL,
    BACK,
    DATES,
    EXPIRY,
    MOVING,
    PURCHASE,
    RENEWAL,
    REVIEW,
    Market,
    WorkerBuffer,
    perceived_service,
)
from sim.model.state.purchase_timing import purchase_date, purchase_time


@inlined_rule
def restart_hazard_clock(clock: np.record, budget: float, now: float) -> None:
    """Begin anew with a budget; the rate is set by the next look at the offers."""
    clock.rate = 0.0
    clock.since = now
    clock.left = budget


@inlined_rule
def next_event_time(clock: np.record, rate: float, now: float) -> float:
    """Let the clock run at this rate from ``now`` on, and say when it will strike (week, or infinity).

    Rewritten only when the rate differs: settling the books changes no bit.
    """
    if rate != clock.rate:
        clock.left = max(0.0, clock.left - clock.rate * (now - clock.since))
        clock.since = now
        clock.rate = rate
    if rate <= 0.0:
        return math.inf
    return float(clock.since + clock.left / rate)


@inlined_rule
def firm_clocks(market: Market, firm: int) -> int:
    """Number of the first clock of the firm: invitations and needs, where there are any, then causes to leave."""
    each = market.has_invitation_clock + market.has_service_clock + market.cause.shape[0] - market.n_market_exits
    return int(MOVING + market.n_market_exits + firm * each)


@inlined_rule
def date_number(market: Market, firm: int, date: int) -> int:
    """Number of a date of the relation with the firm, after all clocks."""
    return int(market.clock.shape[1]) + firm * DATES + date


@inlined_rule
def leaving_rate(market: Market, buffer: WorkerBuffer, customer: int, firm: int, cause: int, financial: float) -> float:
    """Rate per week of leaving the firm for the cause: base × exp(slope × gap - Σ shield × bond + scar).

    With no rival, a cause that compares with the best rival stands still, unless its slope is 0.
    """
    exit_cause, relation = market.cause[cause], market.relation[customer, firm]
    exponent = (
        -exit_cause.financial * financial
        - exit_cause.social * relation.social
        - exit_cause.structural * relation.structural
    )
    exponent += relation.scar
    if exit_cause.compared == BEST_RIVAL and exit_cause.slope > 0.0:
        gap = gap_to_best(buffer, firm, exit_cause.attribute)
        if gap == -math.inf:
            return 0.0
        exponent += exit_cause.slope * gap
    elif exit_cause.compared == NORM:
        exponent += exit_cause.slope * (
            perceived_service(market.person[customer].norm) - buffer.perceived_level[firm, SERVICE]
        )
    elif exit_cause.compared == BLAMELESS:
        exponent -= exit_cause.slope * buffer.perceived_level[firm, exit_cause.attribute]
    if exponent == 0.0:  # firms alike and nothing that binds: the usual case in many a market
        return float(market.base[customer, cause])
    return float(market.base[customer, cause] * math.exp(min(MAX_FINANCIAL_BOND, exponent)))


@inlined_rule
def schedule_next_event(market: Market, buffer: WorkerBuffer, customer: int, now: float) -> None:
    """Set all her clocks at week ``now`` to the rates that now hold, and find out what comes next and when."""
    person = market.person[customer]
    soonest, what = math.inf, -1
    if person.presence == GONE:
        person.next_time, person.next_what = soonest, what
        return
    if person.presence == WAITING:
        if person.arrives >= 0.0:
            soonest, what = person.arrives, ARRIVAL
        else:
            segment = market.segment[person.segment]
            pull = segment.outside_pull + segment.word_of_mouth * market.arrived[person.segment]
            soonest, what = next_event_time(market.clock[customer, ARRIVAL], pull, now), ARRIVAL
    if person.presence == HERE or (person.generation == 0 and market.segment[person.segment].from_arrival == 0):
        for cause in range(market.n_market_exits):
            rate = market.base[customer, cause] * market.moving[cause]
            if market.home_moving.shape[0] > 0:
                rate *= market.home_moving[person.home]
            when = next_event_time(market.clock[customer, MOVING + cause], rate, now)
            if when < soonest:
                soonest, what = when, MOVING + cause
    if person.presence == HERE:
        rate = evaluate_offers(market, buffer, customer)
        when = purchase_date(
            market,
            customer,
            next_event_time(market.clock[customer, PURCHASE], rate, purchase_time(market, customer, now)),
            now,
        )
        if when < soonest:
            soonest, what = when, PURCHASE
        soonest, what = schedule_firm_events(market, buffer, customer, now, soonest, what)
    person.next_time, person.next_what = soonest, what


@inlined_rule
def schedule_firm_events(
    market: Market, buffer: WorkerBuffer, customer: int, now: float, soonest: float, what: int
) -> tuple[float, int]:
    """The part of looking ahead that concerns each firm: invitations, leaving, and dates.

    Dates of one relation that fall on one instant are met in the order of their events in the event table.
    """
    causes = market.cause.shape[0]
    if causes > market.n_market_exits:
        rank_offers(market, buffer, customer)
    for firm in range(market.relation.shape[1]):
        relation = market.relation[customer, firm]
        first = firm_clocks(market, firm)
        if market.has_invitation_clock == 1:
            may_join = (
                market.terms[firm].club_open > 0.0 and relation.status != LEFT and NOT_A_MEMBER <= relation.club < FULL
            )
            open_to_her = market.terms[firm].owners_only == 0.0 or relation.status == CUSTOMER
            may_join = may_join and open_to_her
            when = next_event_time(
                market.clock[customer, first], market.terms[firm].invitation if may_join else 0.0, now
            )
            if when < soonest:
                soonest, what = when, first
        if market.has_service_clock == 1:
            wants = relation.status == CUSTOMER and market.has_desk[firm] == 1
            when = next_event_time(
                market.clock[customer, first + market.has_invitation_clock],
                market.person[customer].needs if wants else 0.0,
                now,
            )
            if when < soonest:
                soonest, what = when, first + market.has_invitation_clock
        if relation.status == CUSTOMER and causes > market.n_market_exits:
            financial = financial_bond(market, customer, firm) if relation.collects == 1 or relation.club > 0 else 0.0
            for cause in range(market.n_market_exits, causes):
                place = first + market.has_invitation_clock + market.has_service_clock + cause - market.n_market_exits
                when = next_event_time(
                    market.clock[customer, place], leaving_rate(market, buffer, customer, firm, cause, financial), now
                )
                if when < soonest:
                    soonest, what = when, place
        if relation.collects == 1:
            terms = market.terms[firm]
            when = max(now, relation.opened + terms.points_expiry)
            if terms.points_expiry > 0.0 and relation.points > 0.0 and when < soonest:
                soonest, what = when, date_number(market, firm, EXPIRY)
            if terms.tier_period > 0.0 and relation.tier_review < soonest:
                soonest, what = max(now, relation.tier_review), date_number(market, firm, REVIEW)
        if relation.club > 0 and relation.renewal < soonest:
            soonest, what = relation.renewal, date_number(market, firm, RENEWAL)
        if relation.status == LEFT and relation.back < soonest:
            soonest, what = relation.back, date_number(market, firm, BACK)
    return soonest, what
