"""The service desk: needs wait for somebody free, are answered well or badly, or given up.

Alone, with Poisson needs and exponential handling, it is the M/M/c queue of Erlang (1917), with patience Erlang A
(Palm 1957). Customers feel how it went at the next tick.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Sequence
from typing import Any

from simpy import Event, PriorityResource
from simpy.resources.resource import PriorityRequest

from sim.clocks.lots import draw_hand, draw_spread
from sim.clocks.scheduler import at
from sim.draws import Hand, digest, life_of
from sim.firm.house import FirmHouse
from sim.firm.marketplace import Need
from sim.market.columns import as_spread
from sim.registry import declare
from sim.scenario.desk import HOURS_IN_A_WEEK, Opening, ServiceDesk
from sim.scenario.stage import Calendar

NOBODY = -1_000_000
"""Priority of a place at the desk that is not filled."""
DAY = 1.0 / 7.0
"""A day in weeks."""


@declare("process", "service desk")
def service_desks(houses: Sequence[FirmHouse]) -> Iterable[Calendar]:
    """Every firm with a desk answers the needs of its customers from the first instant."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        if firm.desk is not None:
            people = Answering(house, firm.desk)
            house.place.listen("need", house.name, people.answer)
            house.costs["desk cost"] = firm.desk.wage * firm.desk.servers
            house.staff_desk = people.staff
    return ()


class Answering:
    """A desk at work."""

    def __init__(self, house: FirmHouse, desk: ServiceDesk) -> None:
        self._house, self._place, self._desk = house, house.place, desk
        self._people = PriorityResource(self._place.env, desk.servers)
        self._handling, self._patience = as_spread(desk.handling_hours.code), None
        if desk.patience_hours is not None:
            self._patience = as_spread(desk.patience_hours.code)
        self._purposes = {what: digest(f"{what}/{house.name}") for what in ("handling", "patience", "answer")}
        self._heard: dict[tuple[int, int], int] = {}
        self._away: list[PriorityRequest] = []

    def staff(self, people: int) -> None:
        """Have so many people at the desk, at most as many as there are places; who is answering finishes first.

        An empty place is one that somebody more urgent than any customer has taken.
        """
        if people == self._desk.servers - len(self._away):
            return
        while len(self._away) < self._desk.servers - people:
            self._away.append(self._people.request(priority=NOBODY))
        while len(self._away) > self._desk.servers - people:
            self._people.release(self._away.pop())
        wages = self._desk.wage * people
        self._house.costs["desk cost"] = wages
        self._place.write("staffing", firm=self._house.name, money=wages)

    def answer(self, need: Need) -> Calendar:
        """From the need to its end: she waits, perhaps gives up, is answered, and remembers how it went."""
        env, place = self._place.env, self._place
        who = (need.customer, need.generation)
        number = self._heard[who] = self._heard.get(who, 0) + 1
        with self._people.request(priority=-need.tier if self._desk.priority == "tier" else 0) as turn:
            answered = yield from self._wait(need, number, turn)
            waited = env.now - need.time
            if not answered:
                place.write_about(need, "answer", "given up")
                place.feel(need, place.scenario.behaviour.service_experiences.given_up)
                return
            place.write_about(need, "answer begins", None)
            yield env.timeout(self._hours(need, number, "handling", self._handling))
        self._end(need, number, waited)

    def _wait(self, need: Need, number: int, turn: Event) -> Generator[Event, object, bool]:
        """Wait for somebody free and for the desk to open; false when her patience ends before."""
        env, gives_up = self._place.env, math.inf
        if self._patience is None:
            yield turn
        else:
            gives_up = need.time + self._hours(need, number, "patience", self._patience)
            yield turn | at(env, max(gives_up, float(env.now)))
        if not turn.triggered:
            return False
        now = float(env.now)
        opens = next_opening(self._desk.opening, now) if self._desk.opening is not None else now
        if min(opens, gives_up) > now:
            yield at(env, min(opens, gives_up))
        return opens <= gives_up

    def _end(self, need: Need, number: int, waited: float) -> None:
        _, fails, mends, _ = self._luck(need, number, "answer")
        worth = self._place.scenario.behaviour.service_experiences
        if fails >= self._desk.failure:
            outcome, felt = "answered", worth.answered
        elif mends < self._desk.recovery:
            outcome, felt = "recovered", worth.recovered
        else:
            outcome, felt = "failed", worth.failed
        self._place.write_about(need, "answer", outcome)
        self._place.feel(need, felt * math.exp(-waited * HOURS_IN_A_WEEK / self._desk.tolerable_hours))

    def _luck(self, need: Need, number: int, what: str) -> Hand:
        life = life_of(need.generation, 0)
        drawn: Hand = draw_hand(self._place.m.luck, need.address, self._purposes[what], life, number)
        return drawn

    def _hours(self, need: Need, number: int, what: str, of: Any) -> float:
        life = life_of(need.generation, 0)
        drawn: float = draw_spread(self._place.m.luck, need.address, self._purposes[what], life, number, of)
        return drawn / HOURS_IN_A_WEEK


def next_opening(opening: Opening, week: float) -> float:
    """The first moment from ``week`` on at which the desk is open, in weeks.

    >>> next_opening(Opening(days=5, opens=9, closes=17), 0.0) * 168
    9.0
    """
    start = math.floor(week)
    for day in range(15):
        if day % 7 < opening.days:
            opens, closes = (start + (day + hour / 24) * DAY for hour in (opening.opens, opening.closes))
            if week < closes:
                return max(week, opens)
    raise AssertionError("every week has an opening")
