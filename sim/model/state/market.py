"""The market as the rules see it: arrays and constants, no objects, so that one set of rules serves both schedulers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.model.random_numbers import StreamKey


class Purposes(NamedTuple):
    """What draws are for, as the numbers of their names. Arrays run over firms, causes or attributes."""

    gap: int
    first_gap: int  # how far the first gap has run when she comes
    home: int
    amount: int
    arrival: int
    arrival_week: int
    bother: int
    traits: Any  # (traits,)
    sensitivity: Any  # (attributes,)
    base: Any  # (causes,)
    chance: Any  # (causes,)
    moving: Any  # (causes,) budgets of the causes that end all relations
    taste: Any  # (firms,)
    choice: Any  # (firms,)
    leaving: Any  # (firms, causes)
    moment: Any  # (firms, causes) bad moments at purchases
    invitation: Any  # (firms,)
    need: Any  # (firms,)
    need_then: Any  # (firms,) at a purchase
    renewal: Any  # (firms,)
    prize: Any  # (firms,)
    lead: Any  # (firms,)
    back: Any  # (firms,)


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
    trouble: float
    horizon: float
    returns: bool  # whether a firm that was left may be chosen again


class Market(NamedTuple):
    """State (rows of customers), what firms publish, and what is fixed. Shapes in the comments."""

    # state: N customers, K firms, J clocks
    person: Any  # (N,) PERSON
    relation: Any  # (N, K) RELATION
    clock: Any  # (N, J) CLOCK
    sensitivity: Any  # (N, A) by attribute
    base: Any  # (N, C) rate of each cause, sensitivity included
    chance: Any  # (N, C) of bad moments; (0, 0) when there are none
    touched: Any  # (N, S) how far each story is on her mind, 0 where she has not heard of it
    # published at ticks
    offer: Any  # (K + 1, A) attribute levels as customers perceive them; the last row is the outside alternative
    price: Any  # (K,) price levels
    service: Any  # (K,) service levels
    terms: Any  # (K,) TERMS
    lead: Any  # (K,) SPREAD of production times
    moving: Any  # (C,) factors on the rates of moving away
    arrived: Any  # (segments,) share that has arrived
    depth: Any  # (S, K + 1) what each story adds to the level of each firm, and of the outside alternative
    presence: Any  # (D, K) of each firm in each district, 0 to 1; no row where there are no districts
    home_share: Any  # (D,) cumulated shares of the districts among those who come
    home_moving: Any  # (D,) factors of the districts on moving away
    offer_version: Any  # (2,) numbers of the latest news: for those here, for those not yet here
    # fixed
    has_outside: bool
    cause: Any  # (C,) CAUSE; those that end all relations first
    n_market_exits: int  # number of causes that end all relations
    has_invitation_clock: int  # 1 when firms have a clock of invitations, else 0
    has_service_clock: int  # 1 when firms have a clock of service needs, else 0
    has_desk: Any  # (K,) 1 for firms with a service desk
    has_line: Any  # (K,) 1 for firms that make tailored goods to order on a line, 2 where all goods are ordered
    first_tier: int  # number, among the names of causes, of the ordinary tier
    unit_cost: Any  # (K,)
    weight: Any  # (A,) in choosing
    taste_shape: Any  # (segments, K) gamma shapes of tastes, or the shares where all are alike
    tastes_vary: Any  # (segments,) 1 when tastes differ between customers
    segment: Any  # (segments,) SEGMENT
    trait: Any  # (segments, traits) SPREAD
    story_attribute: Any  # (S,) column of the offers that each story changes
    season: Any  # (segments, parts) factors on the purchase rate; no column where no segment has a season
    season_weeks: Any  # (segments, parts + 1) weeks of purchase time up to the beginning of each part
    season_phase: float  # weeks of the year that had passed at week 0
    arrival_weeks: Any  # (segments, weeks) cumulated shares of arrivals; a row of zeros where there is no date
    base_spread: Any  # (C,) SPREAD
    chance_spread: Any  # (C,) SPREAD
    forgetting: Any  # (1,) SPREAD
    purpose: Purposes
    constant: Constants
    stream_key: StreamKey


class WorkerBuffer(NamedTuple):
    """Where one worker writes: her part of the log, her tallies, and room to compare offers."""

    rows: Any  # (room,) sim.model.events.ROW
    used: Any  # (1,) rows written
    weekly: Any  # (weeks, K, events, 2) number and cents
    arrivals: Any  # (segments,) arrivals
    joined: Any  # (K, programmes, 2) change in the number of associate and full members
    logged: Any  # (events,) 1 for events that the log keeps
    perceived_level: Any  # (K + 1, A) offers as the present customer perceives them
    best: Any  # (A, 3) best offer, whose it is, and the second best
    choice_weight: Any  # (K,) weights in choosing


def with_named_fields(m: Market) -> Market:
    """The same columns, with fields that plain Python can read by name."""
    return Market._make(
        value.view(np.recarray) if isinstance(value, np.ndarray) and value.dtype.names else value for value in m
    )


ARRIVAL, PURCHASE, MOVING = 0, 1, 2
"""Places of the clocks that a customer has one of; the clocks of moving away come next, then those by firm."""
EXPIRY, REVIEW, RENEWAL, BACK, DATES = 0, 1, 2, 3, 4
"""Dates of a relation, numbered after all clocks; DATES is how many there are."""
