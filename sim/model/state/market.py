"""The market as the rules see it: arrays and constants, no objects, so that one set of rules serves both schedulers.

Arrays of ``np.void`` hold records, whose fields are told in :mod:`sim.model.state.columns`; a single one is a
``np.record`` to the rules.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from sim.model.event_log import ROW
from sim.model.events import EVENT_TABLE, EVENTS, ranks_logged
from sim.model.random_numbers import StreamKey
from sim.registry import registered


class Purposes(NamedTuple):
    """What draws are for, as the numbers of their names. Arrays run over firms, causes or attributes."""

    gap: int
    first_gap: int  # how far the first gap has run when she comes
    home: int
    amount: int
    arrival: int
    arrival_week: int
    joining_cost: int
    traits: NDArray[np.int64]  # (traits,)
    sensitivity: NDArray[np.int64]  # (attributes,)
    base: NDArray[np.int64]  # (causes,)
    chance: NDArray[np.int64]  # (causes,)
    moving: NDArray[np.int64]  # (causes,) budgets of the causes that end all relations
    taste: NDArray[np.int64]  # (firms,)
    choice: NDArray[np.int64]  # (firms,)
    leaving: NDArray[np.int64]  # (firms, causes)
    moment: NDArray[np.int64]  # (firms, causes) bad moments at purchases
    invitation: NDArray[np.int64]  # (firms,)
    need: NDArray[np.int64]  # (firms,)
    need_then: NDArray[np.int64]  # (firms,) at a purchase
    renewal: NDArray[np.int64]  # (firms,)
    prize: NDArray[np.int64]  # (firms,)
    lead: NDArray[np.int64]  # (firms,)
    back: NDArray[np.int64]  # (firms,)


class Constants(NamedTuple):
    """Constants of the rules, from the scenario's behaviour."""

    expandable: bool
    reacts: bool  # whether a purchase changes anything that a customer reads
    step: float  # of satisfaction towards each experience, ρ
    experience_spread: float
    delight_above: float  # satisfaction beyond which a purchase warms
    delight_gain: float
    fade_social: float  # factor per tick
    fade_structural: float
    fade_knowledge: float
    pull_financial: float
    pull_social: float
    pull_structural: float
    joining_cost: float  # mean yearly worth below which nobody joins a programme, money
    tick: float  # weeks
    horizon: float
    returns: bool  # whether a firm that was left may be chosen again


class Market(NamedTuple):
    """State (rows of customers), what firms publish, and what is fixed. Shapes in the comments."""

    # state: N customers, K firms, J clocks
    person: NDArray[np.void]  # (N,) PERSON
    relation: NDArray[np.void]  # (N, K) RELATION
    membership: NDArray[np.void]  # (N, K) MEMBERSHIP; (0, 0) where no club has an anatomy
    clock: NDArray[np.void]  # (N, J) CLOCK
    sensitivity: NDArray[np.float64]  # (N, A) by attribute
    base: NDArray[np.float64]  # (N, C) rate of each cause, sensitivity included
    chance: NDArray[np.float64]  # (N, C) of bad moments; (0, 0) when there are none
    touched: NDArray[np.float64]  # (N, S) how far each story is on her mind, 0 where she has not heard of it
    # published at ticks
    offer: NDArray[np.float64]  # (K + 1, A) levels as customers perceive them; last row: outside alternative
    price: NDArray[np.float64]  # (K,) price levels
    service: NDArray[np.float64]  # (K,) service levels
    terms: NDArray[np.void]  # (K,) TERMS
    lead: NDArray[np.void]  # (K,) SPREAD of production times
    moving: NDArray[np.float64]  # (C,) factors on the rates of moving away
    arrived: NDArray[np.float64]  # (segments,) share that has arrived
    depth: NDArray[np.float64]  # (S, K + 1) added by each story to each firm's level; last column: outside
    presence: NDArray[np.float64]  # (D, K) of each firm in each district, 0 to 1; no row where there are no districts
    home_share: NDArray[np.float64]  # (D,) cumulated shares of the districts among those who come
    home_moving: NDArray[np.float64]  # (D,) factors of the districts on moving away
    offer_version: NDArray[np.int64]  # (2,) numbers of the latest news: for those here, for those not yet here
    # fixed
    has_outside: bool
    cause: NDArray[np.void]  # (C,) CAUSE; those that end all relations first
    n_market_exits: int  # number of causes that end all relations
    has_invitation_clock: int  # 1 when firms have a clock of invitations, else 0
    has_service_clock: int  # 1 when firms have a clock of service needs, else 0
    has_desk: NDArray[np.int64]  # (K,) 1 for firms with a service desk
    has_line: NDArray[np.int64]  # (K,) 1: tailored goods are made to order on a line, 2: all goods are ordered
    first_tier: int  # number, among the names of causes, of the ordinary tier
    unit_cost: NDArray[np.float64]  # (K,)
    weight: NDArray[np.float64]  # (A,) in choosing
    taste_shape: NDArray[np.float64]  # (segments, K) gamma shapes of tastes, or the shares where all are alike
    tastes_vary: NDArray[np.int64]  # (segments,) 1 when tastes differ between customers
    segment: NDArray[np.void]  # (segments,) SEGMENT
    trait: NDArray[np.void]  # (segments, traits) SPREAD
    story_attribute: NDArray[np.int64]  # (S,) column of the offers that each story changes
    season: NDArray[np.float64]  # (segments, parts) factors on the purchase rate; no column: no segment has a season
    season_weeks: NDArray[np.float64]  # (segments, parts + 1) weeks of purchase time up to the beginning of each part
    season_phase: float  # weeks of the year that had passed at week 0
    arrival_weeks: NDArray[np.float64]  # (segments, weeks) cumulated shares of arrivals; zeros: no date
    base_spread: NDArray[np.void]  # (C,) SPREAD
    chance_spread: NDArray[np.void]  # (C,) SPREAD
    forgetting: NDArray[np.void]  # (1,) SPREAD
    purpose: Purposes
    constant: Constants
    stream_key: StreamKey


class WorkerBuffer(NamedTuple):
    """Where one worker writes: her part of the log, her tallies, and room to compare offers."""

    rows: NDArray[np.void]  # (room,) sim.model.event_log.ROW
    used: NDArray[np.int64]  # (1,) rows written
    weekly: NDArray[np.int64]  # (weeks, K, events, 2) number and cents
    arrivals: NDArray[np.int64]  # (segments,) arrivals
    joined: NDArray[np.int64]  # (K, programmes, 2) change in the number of associate and full members
    logged: NDArray[np.int64]  # (events,) 1 for events that the log keeps
    perceived_level: NDArray[np.float64]  # (K + 1, A) offers as the present customer perceives them
    best: NDArray[np.float64]  # (A, 3) best offer, whose it is, and the second best
    choice_weight: NDArray[np.float64]  # (K,) weights in choosing


def with_named_fields(market: Market) -> Market:
    """The same columns, with fields that plain Python can read by name."""
    return Market._make(
        value.view(np.recarray) if isinstance(value, np.ndarray) and value.dtype.names else value for value in market
    )


ARRIVAL, PURCHASE, MOVING = 0, 1, 2
"""Places of the clocks that a customer has one of; the clocks of moving away come next, then those by firm."""
EXPIRY, REVIEW, RENEWAL, BACK, DATES = 0, 1, 2, 3, 4
"""Dates of a relation, numbered after all clocks; DATES is how many there are."""


@register_jitable(forceinline=True)
def perceived_service(satisfaction: float) -> float:
    """What service feels like, g: steep for the unhappy, flat in the middle, rising again for the delighted.

    The shape after Heskett et al. (1994) and Oliver (1999); the cubic and its weights are assumed.
    """
    x = 2.0 * satisfaction - 1.0
    return 0.8 * x * x * x + 0.2 * x


def weeks_in(horizon: float) -> int:
    """Number of weeks that a run of this length touches."""
    return max(1, math.ceil(horizon))


def new_buffer(market: Market, only_exits: bool, room: int) -> WorkerBuffer:
    """A desk with room for so many rows, that keeps all events or joins and exits only."""
    firms, attributes = market.relation.shape[1], market.offer.shape[1]
    kept = np.zeros(len(EVENTS), np.int64)
    kept[list(ranks_logged("exits" if only_exits else "all"))] = 1
    kept[[rank for rank, event in enumerate(EVENT_TABLE) if event.read_by_firms]] = 1  # whatever the log keeps
    return WorkerBuffer(
        rows=np.zeros(room, ROW),
        used=np.zeros(1, np.int64),
        weekly=np.zeros((weeks_in(market.constant.horizon), firms, len(EVENTS), 2), np.int64),
        arrivals=np.zeros(market.segment.shape[0], np.int64),
        joined=np.zeros((firms, len(registered("programme")), 2), np.int64),
        logged=kept,
        perceived_level=np.zeros((firms + 1, attributes)),
        best=np.zeros((attributes, 3)),
        choice_weight=np.zeros(firms),
    )
