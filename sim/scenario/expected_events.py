"""How many events a scenario is to be expected to bring, and which key of it brings them: reckoned before it is run.

The figure is an upper estimate: everybody stays, and every customer is a member wherever there is a programme.
Departments and programmes say in their method ``expected`` what they add.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.market.population import AtStart

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.market.population import Segment
    from sim.scenario.scenario import Scenario

LEAVES_FASTER = 3.0
"""How many times as fast as between equal firms customers may leave, for the estimate. Assumed."""
BUYS_FASTER = 1.5
"""How many times as often they may buy where demand is expandable, for the estimate. Assumed."""
ROWS_A_TICK = 6
"""Rows that a department or a programme may write at each tick, at most: five channels of communication and one."""
ROWS_A_ROUND = 12
"""Rows that a decision brings for each firm and key account, at most. Assumed."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Events that one key of a scenario brings."""

    path: str
    """The key, from the top of the scenario; what a programme or department returns begins at its own settings."""
    what: str
    """What happens, in the plural: ``purchases``."""
    events: float


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """What programmes and departments read of a market to say what they add."""

    people: float
    """Customers who ever live in the market, newcomers included."""
    weeks: float
    ticks: float
    purchases: float
    """Purchases at all firms."""
    spend: float
    """Mean spend per purchase at price 1."""
    spells: float
    """How often customers begin to buy at a firm, all firms together."""
    firms: int
    steered: bool = False
    """Whether the firm in question is steered, so that its settings may change."""

    @property
    def share(self) -> float:
        """The largest part of all that one firm may get, for the estimate: twice an equal part. Assumed."""
        return min(1.0, 2 / self.firms)


def loads(scenario: Scenario) -> list[Load]:
    """What each part of a scenario brings in one replication, the largest first."""
    crowd = crowd_of(scenario)
    found = [*_of_customers(scenario, crowd), *_of_firms(scenario, crowd)]
    return sorted(found, key=lambda load: -load.events)


def crowd_of(scenario: Scenario) -> Crowd:
    """The customers of a scenario in a few figures."""
    segments = scenario.population.segments
    generations = [segment.size * _generations(segment, scenario) for segment in segments]
    return Crowd(
        people=sum(generations), weeks=scenario.horizon, ticks=scenario.horizon / scenario.tick,
        purchases=sum(_purchases(segment, scenario) for segment in segments),
        spend=max(segment.spend.average for segment in segments),
        spells=sum(_spells(segment, scenario) for segment in segments), firms=len(scenario.firms),
    )  # fmt: skip


def _purchases(segment: Segment, scenario: Scenario) -> float:
    faster = BUYS_FASTER if scenario.behaviour.demand == "expandable" else 1.0
    return segment.size * (segment.purchase_rate.average * scenario.horizon * faster + _generations(segment, scenario))


def _rate(segment: Segment, scenario: Scenario, ends: str) -> float:
    """Rate per week of leaving a firm, or the market, at its highest."""
    each = sum(cause.base.average for cause in scenario.exits.causes if cause.ends == ends)
    return each * LEAVES_FASTER * max(1.0, segment.sensitivity.average)


def _generations(segment: Segment, scenario: Scenario) -> float:
    """How many people live in one place of a segment in the course of a run."""
    leaves = _rate(segment, scenario, "all_relations")
    if segment.newcomers_after is None or leaves == 0:
        return 1.0
    return 1.0 + scenario.horizon / (1 / leaves + segment.newcomers_after.average)


def _spells(segment: Segment, scenario: Scenario) -> float:
    """How often customers of a segment begin to buy at a firm: once, and again after each time of forgetting."""
    bad = sum(c.at_purchase.chance.average for c in scenario.exits.causes if c.at_purchase)
    leaves = _rate(segment, scenario, "this_relation") + bad * segment.purchase_rate.average
    once = segment.size * _generations(segment, scenario) * len(scenario.firms)
    again = 0.0
    if scenario.behaviour.forgetting is not None and leaves > 0:
        weeks = 1 / leaves + scenario.behaviour.forgetting.average
        again = once * scenario.horizon / weeks if weeks > 0 else float("inf")
    return min(once + again, _purchases(segment, scenario))


def _of_customers(scenario: Scenario, crowd: Crowd) -> Iterator[Load]:
    hears = [{part.requests_handled() for part in firm.departments} for firm in scenario.firms]
    desks = sum("needs" in heard for heard in hears)
    lines = sum("all orders" in heard or "tailored orders" in heard for heard in hears)
    for segment in scenario.population.segments:
        where, bought = f"population.segments.{segment.name}", _purchases(segment, scenario)
        yield Load(path=f"{where}.purchase_rate", what="purchases", events=bought)
        generations = segment.size * _generations(segment, scenario)
        newcomers = f"{where}.newcomers_after" if segment.newcomers_after else f"{where}.size"
        yield Load(path=newcomers, what="arrivals and departures", events=2 * generations)
        spells = "exits" if scenario.behaviour.forgetting is None else "behaviour.forgetting"
        yield Load(path=spells, what="beginnings and ends of relations", events=3 * _spells(segment, scenario))
        if not isinstance(segment.arrival, AtStart):
            yield Load(path=f"{where}.arrival", what="arrivals", events=segment.size)
        if desks:
            asked = segment.size * segment.needs.average * scenario.horizon * desks
            yield Load(path=f"{where}.needs", what="needs and answers", events=3 * asked)
            at_once = 3 * bought * segment.need_at_purchase
            yield Load(path=f"{where}.need_at_purchase", what="needs and answers", events=at_once)
        if lines:
            part = min(1.0, crowd.share * lines)
            yield Load(path=f"{where}.purchase_rate", what="orders and deliveries", events=3 * bought * part)


def _of_firms(scenario: Scenario, crowd: Crowd) -> Iterator[Load]:
    parts = sum(len(firm.programmes) + len(firm.departments) for firm in scenario.firms)
    yield Load(path="tick", what="costs booked at each tick", events=ROWS_A_TICK * parts * crowd.ticks)
    steered = sum(firm.policy is not None for firm in scenario.firms) + len(scenario.key_accounts) * crowd.firms
    rounds = scenario.horizon / max(scenario.round, scenario.tick)
    yield Load(path="round", what="decisions", events=ROWS_A_ROUND * steered * rounds)
    if scenario.behaviour.word_of_mouth is not None:
        told = 2 * crowd.firms * scenario.horizon / max(scenario.behaviour.word_of_mouth.every, scenario.tick)
        yield Load(path="behaviour.word_of_mouth.every", what="news told", events=told)
    for firm in scenario.firms:
        yield from _of_firm(firm, replace(crowd, steered=firm.policy is not None))


def _of_firm(firm: Firm, crowd: Crowd) -> Iterator[Load]:
    for family, parts in (("programmes", firm.programmes), ("departments", firm.departments)):
        for part in parts:
            where = f"firms.{firm.name}.{family}.{part.kind}"
            for load in part.expected(crowd):
                yield replace(load, path=f"{where}.{load.path}" if load.path else where)
