"""The service desk: needs wait for somebody free, are answered well or badly, or given up.

Alone, with Poisson needs and exponential handling, it is the M/M/c queue of Erlang (1917), with patience Erlang A
(Palm 1957). Customers feel how it went at the next tick.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field
from simpy import Event, PriorityResource
from simpy.resources.resource import PriorityRequest

from sim.clocks.lots import draw_hand, draw_spread
from sim.clocks.scheduler import at
from sim.draws import Hand, digest, life_of
from sim.firm.marketplace import Need
from sim.market.columns import as_spread
from sim.registry import declare
from sim.scenario.department import Department
from sim.scenario.distribution import Amount, Exponential
from sim.scenario.opening_hours import HOURS_IN_A_WEEK, OpeningHours
from sim.scenario.stage import Calendar

if TYPE_CHECKING:
    from sim.firm.house import FirmHouse
    from sim.scenario.firms import Firm
    from sim.scenario.scenario import Scenario

NOBODY = -1_000_000
"""Priority of a place at the desk that is not filled."""


@declare("department", "service_desk")
class ServiceDesk(Department):
    """People who answer needs, one need at a time each. Times in hours of the clock; a week has 168."""

    source: ClassVar[str] = "Erlang (1917); Palm (1957); Tax, Brown & Chandrashekaran (1998, J. Marketing 62)"
    hears: ClassVar[str] = "need"
    words: ClassVar[tuple[str, ...]] = ("answered", "recovered", "failed", "given up")

    kind: Literal["service_desk"] = "service_desk"
    servers: int = Field(ge=1, le=100_000)
    """People at the desk."""
    places: int | None = Field(default=None, ge=1, le=100_000)
    """Most people that can ever be at the desk; leave out for twice as many as there are at first."""
    handling_hours: Amount = Exponential(family="exponential", mean=0.5)
    """Time to answer one need. Assumed half an hour on average."""
    patience_hours: Amount | None = None
    """Wait after which a customer gives up; leave out for customers who wait for ever."""
    opening: OpeningHours | None = None
    """Opening hours; leave out for day and night."""
    priority: Literal["none", "tier"] = "none"
    """``tier``: customers of a higher tier, and full club members before others, are answered first."""
    failure: float = Field(default=0.05, ge=0, le=1)
    """Chance that an answer fails. Assumed 0.05."""
    recovery: float = Field(default=0.5, ge=0, le=1)
    """Chance that a failed answer is made good. Assumed 0.5."""
    tolerable_hours: float = Field(default=8.0, gt=0)
    """Wait that takes away two thirds of the pleasure of a good answer. Assumed eight hours."""
    wage: float = Field(default=0.0, ge=0)
    """Money per server and week."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Fewer places than people."""
        if self.places is not None and self.places < self.servers:
            return [f"places: {self.servers} people need as many places, not {self.places}; give at least that"]
        return []

    def calendar(self, house: FirmHouse) -> Calendar:
        """Answer needs from the first instant on; beyond that the desk has no dates of its own."""
        if self.places is None:
            fixed = self.but(places=2 * self.servers)
            parts = tuple(fixed if part is self else part for part in house.firm.departments)
            house.firm = house.firm.model_copy(update={"departments": parts})
        people = Answering(house, self)
        house.place.listen("need", house.name, people.answer)
        house.staff_desk = people.staff
        house.spend("desk cost", self.wage * self.servers)
        yield from ()


    def changed(self, house: FirmHouse) -> None:
        """Staff the desk as decided."""
        house.staff_desk(self.servers)


class Answering:
    """A desk at work."""

    def __init__(self, house: FirmHouse, desk: ServiceDesk) -> None:
        self._house, self._place, self._desk = house, house.place, desk
        self._places = desk.places or 2 * desk.servers
        self._people = PriorityResource(self._place.env, self._places)
        self._handling, self._patience = as_spread(desk.handling_hours.code), None
        if desk.patience_hours is not None:
            self._patience = as_spread(desk.patience_hours.code)
        self._purposes = {what: digest(f"{what}/{house.name}") for what in ("handling", "patience", "answer")}
        self._heard: dict[tuple[int, int], int] = {}
        self._away: list[PriorityRequest] = []
        self._fill(desk.servers)

    def staff(self, people: int) -> None:
        """Have so many people at the desk, at most as many as there are places; who is answering finishes first."""
        self._desk = self._house.firm.department(ServiceDesk) or self._desk
        people = min(people, self._places)
        if people == self._places - len(self._away):
            return
        self._fill(people)
        wages = self._desk.wage * people
        self._house.spend("desk cost", wages)
        self._place.write("staffing", firm=self._house.name, money=wages)

    def _fill(self, people: int) -> None:
        """An empty place is one that somebody more urgent than any customer has taken."""
        while len(self._away) < self._places - people:
            self._away.append(self._people.request(priority=NOBODY))
        while len(self._away) > self._places - people:
            self._people.release(self._away.pop())

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
        opens = self._desk.opening.next_opening(now) if self._desk.opening is not None else now
        if min(opens, gives_up) > now:
            yield at(env, min(opens, gives_up))
        return opens <= gives_up

    def _end(self, need: Need, number: int, waited: float) -> None:
        _, fails, mends, _ = self._luck(need, number, "answer")
        worth = self._place.scenario.behaviour.service_experiences
        if fails >= self._desk.failure + self._house.sloppiness:
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
