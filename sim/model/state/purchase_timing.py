"""When the next purchase comes: how even the gaps are, and how the season speeds them up or slows them down."""

from __future__ import annotations

import math

from numba.extending import register_jitable

from sim.model.random_numbers import exponential, gamma, uniforms
from sim.model.state.market import Market

YEAR_OF_SEASONS = 52.0
"""Weeks after which the season comes again."""
LEAST_REGULARITY = 0.01
"""A customer who draws a regularity below it has this one: a gamma of a smaller shape is zero in double precision."""


@register_jitable
def purchase_budget(m: Market, i: int, life: int, ordinal: int) -> float:
    """Budget of the purchase clock: gamma of shape k and mean 1, for whole k the sum of k exponential stages (Erlang).

    k = 1 is the exponential. The first gap (ordinal 0) had begun before she came: what is left of it is a uniform part
    of a gap drawn by its length, as in any renewal process that is looked at from outside (Cox 1962, Renewal Theory).
    Source: the Pareto/GGG model of Platzer & Reutterer (2016, Marketing Science 35).
    """
    person = m.person[i]
    k = person.regularity
    if k == 1.0:
        return exponential(m.stream_key, person.address, m.purpose.gap, life, ordinal)
    if ordinal == 0:
        left = uniforms(m.stream_key, person.address, m.purpose.first_gap, life, 0)[0]
        return float(left * gamma(m.stream_key, person.address, m.purpose.gap, life, 0, k + 1.0) / k)
    return float(gamma(m.stream_key, person.address, m.purpose.gap, life, ordinal, k) / k)


@register_jitable(forceinline=True)
def purchase_time(m: Market, i: int, t: float) -> float:
    """Week ``t`` on the scale of the purchase clock: the integral of the seasonal factor, week ``t`` with no season."""
    segment = m.person[i].segment
    parts = m.segment[segment].season_parts
    if parts == 0:
        return t
    week = t + m.season_phase
    year = math.floor(week / YEAR_OF_SEASONS)
    within = week - year * YEAR_OF_SEASONS
    length = YEAR_OF_SEASONS / parts
    part = min(parts - 1, int(within / length))
    passed = m.season_weeks[segment, part] + m.season[segment, part] * (within - part * length)
    return float(year * YEAR_OF_SEASONS + passed)


@register_jitable(forceinline=True)
def purchase_date(m: Market, i: int, time: float, t: float) -> float:
    """The week at which the purchase clock shows ``time``; not before the present week ``t``."""
    segment = m.person[i].segment
    parts = m.segment[segment].season_parts
    if parts == 0 or time == math.inf:
        return time
    year = math.floor(time / YEAR_OF_SEASONS)
    left = time - year * YEAR_OF_SEASONS
    part = 0
    while part < parts - 1 and m.season_weeks[segment, part + 1] <= left:
        part += 1
    within = part * (YEAR_OF_SEASONS / parts)
    if m.season[segment, part] > 0.0:
        within += (left - m.season_weeks[segment, part]) / m.season[segment, part]
    return float(max(t, year * YEAR_OF_SEASONS + within - m.season_phase))
