"""Settling the population: who lives in a place, with which traits and which luck."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba.extending import register_jitable

from sim.model.random_numbers import exponential, gamma, lifetime_index, sample_distribution, uniforms
from sim.model.state.columns import PROSPECT, WAITING
from sim.model.state.market import ARRIVAL, MOVING, PURCHASE, Market
from sim.model.state.purchase_timing import LEAST_REGULARITY, purchase_budget, purchase_time

(_RATE, _SPEND, _IDIOSYNCRASY, _SOCIABILITY, _NORM, _SENSITIVITY, _RELUCTANCE, _NEWCOMER, _NEEDS, _REGULARITY) = range(
    10
)


@register_jitable
def draw_trait(market: Market, customer: int, generation: int, number: int) -> float:
    """One trait of the customer in place ``customer`` in this generation."""
    person = market.person[customer]
    of = market.trait[person.segment, number]
    if of.family == 0:
        return float(of.first)
    return sample_distribution(
        market.stream_key, person.address, market.purpose.traits[number], lifetime_index(generation, 0), 0, of
    )


@register_jitable
def draw_customer(market: Market, customer: int, generation: int, now: float) -> None:
    """The person of this generation settles in place ``customer``, now: traits, relations and clocks are hers."""
    person = market.person[customer]
    segment = market.segment[person.segment]
    life = lifetime_index(generation, 0)
    person.generation = generation
    person.presence = WAITING
    person.purchases = 0
    person.needs_tick_update = 0
    person.decides = 0
    person.version = 0
    person.purchase_rate = draw_trait(market, customer, generation, _RATE)
    person.spend = draw_trait(market, customer, generation, _SPEND)
    person.idiosyncrasy = draw_trait(market, customer, generation, _IDIOSYNCRASY)
    person.sociability = draw_trait(market, customer, generation, _SOCIABILITY)
    person.norm = draw_trait(market, customer, generation, _NORM)
    person.reluctance = draw_trait(market, customer, generation, _RELUCTANCE)
    person.needs = draw_trait(market, customer, generation, _NEEDS)
    person.regularity = max(LEAST_REGULARITY, draw_trait(market, customer, generation, _REGULARITY))
    person.home = _draw_home(market, customer, life)
    for story in range(market.depth.shape[0]):
        market.touched[customer, story] = 0.0
    person.joining_cost = market.constant.joining_cost * exponential(
        market.stream_key, person.address, market.purpose.joining_cost, life, 0
    )
    _settle_sensitivities(market, customer, life)
    _settle_causes(market, customer, life)
    _settle_relations(market, customer, life, now)
    for cause in range(market.n_market_exits):
        _set(
            market.clock[customer, MOVING + cause],
            exponential(market.stream_key, person.address, market.purpose.moving[cause], life, 0),
            now,
        )
    _set(
        market.clock[customer, PURCHASE],
        purchase_budget(market, customer, life, 0),
        purchase_time(market, customer, now),
    )
    _set(
        market.clock[customer, ARRIVAL],
        exponential(market.stream_key, person.address, market.purpose.arrival, life, 0),
        now,
    )
    person.arrives = -1.0
    if generation > 0:
        person.arrives = now + draw_trait(market, customer, generation, _NEWCOMER)
    elif segment.outside_pull + segment.word_of_mouth <= 0.0:
        person.arrives = _arrival_date(market, customer)
    person.next_time, person.next_what = now, -1


@register_jitable
def _set(clock: np.record, budget: float, now: float) -> None:
    clock.rate, clock.since, clock.left = 0.0, now, budget


@register_jitable
def _arrival_date(market: Market, customer: int) -> float:
    """The week in which she arrives, where a timetable says how many come when; 0 where all are there at once."""
    person = market.person[customer]
    weeks = market.arrival_weeks[person.segment]
    if weeks[-1] <= 0.0:
        return 0.0
    u, within, _, _ = uniforms(market.stream_key, person.address, market.purpose.arrival_week, 0, 0)
    week = 0
    while week < weeks.shape[0] - 1 and u > weeks[week]:
        week += 1
    return float(week) + within


@register_jitable
def _draw_home(market: Market, customer: int, life: int) -> int:
    """The district she lives in, drawn from the shares that are published; 0 where there are no districts."""
    districts, home = market.home_share.shape[0], 0
    if districts > 1:
        u = uniforms(market.stream_key, market.person[customer].address, market.purpose.home, life, 0)[0]
        while home < districts - 1 and u > market.home_share[home]:
            home += 1
    return home


@register_jitable
def _settle_sensitivities(market: Market, customer: int, life: int) -> None:
    person = market.person[customer]
    of = market.trait[person.segment, _SENSITIVITY]
    for attribute in range(market.sensitivity.shape[1]):
        market.sensitivity[customer, attribute] = sample_distribution(
            market.stream_key, person.address, market.purpose.sensitivity[attribute], life, 0, of
        )


@register_jitable
def _settle_causes(market: Market, customer: int, life: int) -> None:
    person = market.person[customer]
    for cause in range(market.cause.shape[0]):
        base = sample_distribution(
            market.stream_key, person.address, market.purpose.base[cause], life, 0, market.base_spread[cause]
        )
        if market.cause[cause].attribute >= 0:
            base *= market.sensitivity[customer, market.cause[cause].attribute]
        market.base[customer, cause] = base
        if market.chance.shape[0] > 0:
            market.chance[customer, cause] = 0.0
            if market.cause[cause].from_purchase > 0:
                market.chance[customer, cause] = sample_distribution(
                    market.stream_key,
                    person.address,
                    market.purpose.chance[cause],
                    life,
                    0,
                    market.chance_spread[cause],
                )


@register_jitable
def _settle_relations(market: Market, customer: int, life: int, now: float) -> None:
    person = market.person[customer]
    for firm in range(market.relation.shape[1]):
        relation = market.relation[customer, firm]
        shape = market.taste_shape[person.segment, firm]
        relation.taste = shape
        if market.tastes_vary[person.segment] == 1 and shape > 0.0:
            relation.taste = gamma(market.stream_key, person.address, market.purpose.taste[firm], life, 0, shape)
        relation.status = PROSPECT
        relation.spell = 0
        relation.purchases = 0
        relation.collects = 0
        relation.tier = 0
        relation.club = 0
        relation.tailored = 0
        relation.renewals = 0
        relation.prizes = 0
        relation.invitations = 0
        relation.satisfaction = person.norm
        relation.social = 0.0
        relation.personal = 0.0
        relation.structural = 0.0
        relation.knowledge = 0.0
        relation.points = 0.0
        relation.opened = 0.0
        relation.tier_spend = 0.0
        relation.tier_review = math.inf
        relation.renewal = math.inf
        relation.back = math.inf
        relation.requests = 0
        relation.joined = now
        relation.left_at = now
        relation.scar = 0.0
        relation.left_for = -1
        relation.satisfaction_factor = 1.0
        relation.satisfaction_shift = 0.0
        relation.pending_social_gain = 0.0
        relation.promise = 0.0
        relation.propensity = 0.0
        if market.membership.shape[0] > 0:
            _clear_membership(market.membership[customer, firm])


@register_jitable
def _clear_membership(member: Any) -> None:  # a record of MEMBERSHIP; NumPy's types know no fields of records
    member.invited = 0
    member.before = 0
    member.attended = 0
    member.attended_before = 0
    member.purchases = 0
    member.belief = 0.0
    member.paid = 0.0
    member.paid_at = 0.0
    member.lapsed_at = 0.0
