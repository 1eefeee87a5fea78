"""Settling the population: who lives in a place, with which traits and which luck."""

from __future__ import annotations

import math
from typing import Any

from numba.extending import register_jitable

from sim.model.random_numbers import exponential, gamma, lifetime_index, sample_distribution, uniforms
from sim.model.state.columns import PROSPECT, WAITING
from sim.model.state.market import ARRIVAL, MOVING, PURCHASE, Market
from sim.model.state.purchase_timing import LEAST_REGULARITY, purchase_budget, purchase_time

(_RATE, _SPEND, _IDIOSYNCRASY, _SOCIABILITY, _NORM, _SENSITIVITY, _RELUCTANCE, _NEWCOMER, _NEEDS, _REGULARITY) = range(
    10
)


@register_jitable
def draw_trait(m: Market, i: int, generation: int, number: int) -> float:
    """One trait of whoever lives in place ``i`` in this generation."""
    person = m.person[i]
    of = m.trait[person.segment, number]
    if of.family == 0:
        return float(of.first)
    return sample_distribution(
        m.stream_key, person.address, m.purpose.traits[number], lifetime_index(generation, 0), 0, of
    )


@register_jitable
def draw_customer(m: Market, i: int, generation: int, t: float) -> None:
    """The person of this generation settles in place ``i`` at week ``t``: traits, relations and clocks are hers."""
    person = m.person[i]
    segment = m.segment[person.segment]
    life = lifetime_index(generation, 0)
    person.generation = generation
    person.presence = WAITING
    person.purchases = 0
    person.drifts = 0
    person.decides = 0
    person.version = 0
    person.purchase_rate = draw_trait(m, i, generation, _RATE)
    person.spend = draw_trait(m, i, generation, _SPEND)
    person.idiosyncrasy = draw_trait(m, i, generation, _IDIOSYNCRASY)
    person.sociability = draw_trait(m, i, generation, _SOCIABILITY)
    person.norm = draw_trait(m, i, generation, _NORM)
    person.reluctance = draw_trait(m, i, generation, _RELUCTANCE)
    person.needs = draw_trait(m, i, generation, _NEEDS)
    person.regularity = max(LEAST_REGULARITY, draw_trait(m, i, generation, _REGULARITY))
    person.home = _draw_home(m, i, life)
    for s in range(m.depth.shape[0]):
        m.touched[i, s] = 0.0
    person.bother = m.constant.trouble * exponential(m.stream_key, person.address, m.purpose.bother, life, 0)
    _settle_sensitivities(m, i, life)
    _settle_causes(m, i, life)
    _settle_relations(m, i, life, t)
    for c in range(m.n_market_exits):
        _set(m.clock[i, MOVING + c], exponential(m.stream_key, person.address, m.purpose.moving[c], life, 0), t)
    _set(m.clock[i, PURCHASE], purchase_budget(m, i, life, 0), purchase_time(m, i, t))
    _set(m.clock[i, ARRIVAL], exponential(m.stream_key, person.address, m.purpose.arrival, life, 0), t)
    person.arrives = -1.0
    if generation > 0:
        person.arrives = t + draw_trait(m, i, generation, _NEWCOMER)
    elif segment.outside_pull + segment.word_of_mouth <= 0.0:
        person.arrives = _arrival_date(m, i)
    person.next_time, person.next_what = t, -1


@register_jitable
def _set(clock: Any, budget: float, t: float) -> None:
    clock.rate, clock.since, clock.left = 0.0, t, budget


@register_jitable
def _arrival_date(m: Market, i: int) -> float:
    """The week in which she arrives, where a timetable says how many come when; 0 where all are there at once."""
    person = m.person[i]
    weeks = m.arrival_weeks[person.segment]
    if weeks[-1] <= 0.0:
        return 0.0
    u, within, _, _ = uniforms(m.stream_key, person.address, m.purpose.arrival_week, 0, 0)
    week = 0
    while week < weeks.shape[0] - 1 and u > weeks[week]:
        week += 1
    return float(week) + within


@register_jitable
def _draw_home(m: Market, i: int, life: int) -> int:
    """The district she lives in, drawn from the shares that are published; 0 where there are no districts."""
    districts, home = m.home_share.shape[0], 0
    if districts > 1:
        u = uniforms(m.stream_key, m.person[i].address, m.purpose.home, life, 0)[0]
        while home < districts - 1 and u > m.home_share[home]:
            home += 1
    return home


@register_jitable
def _settle_sensitivities(m: Market, i: int, life: int) -> None:
    person = m.person[i]
    of = m.trait[person.segment, _SENSITIVITY]
    for a in range(m.sensitivity.shape[1]):
        m.sensitivity[i, a] = sample_distribution(m.stream_key, person.address, m.purpose.sensitivity[a], life, 0, of)


@register_jitable
def _settle_causes(m: Market, i: int, life: int) -> None:
    person = m.person[i]
    for c in range(m.cause.shape[0]):
        base = sample_distribution(m.stream_key, person.address, m.purpose.base[c], life, 0, m.base_spread[c])
        if m.cause[c].attribute >= 0:
            base *= m.sensitivity[i, m.cause[c].attribute]
        m.base[i, c] = base
        if m.chance.shape[0] > 0:
            m.chance[i, c] = 0.0
            if m.cause[c].from_purchase > 0:
                m.chance[i, c] = sample_distribution(
                    m.stream_key, person.address, m.purpose.chance[c], life, 0, m.chance_spread[c]
                )


@register_jitable
def _settle_relations(m: Market, i: int, life: int, t: float) -> None:
    person = m.person[i]
    for k in range(m.relation.shape[1]):
        relation = m.relation[i, k]
        shape = m.taste_shape[person.segment, k]
        relation.taste = shape
        if m.tastes_vary[person.segment] == 1 and shape > 0.0:
            relation.taste = gamma(m.stream_key, person.address, m.purpose.taste[k], life, 0, shape)
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
        relation.joined = t
        relation.left_at = t
        relation.scar = 0.0
        relation.left_for = -1
        relation.kept = 1.0
        relation.added = 0.0
        relation.news = 0.0
        relation.pull = 0.0
