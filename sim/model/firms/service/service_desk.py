"""The service desk at work: needs wait for someone free, are answered well or badly, or given up.

Alone, with Poisson needs and exponential handling, it is the M/M/c queue of Erlang (1917), with patience Erlang A
(Palm 1957). Customers feel how it went at the next tick.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from heapq import heappop, heappush
from typing import NamedTuple

from sim.model.engine.scheduler import at, then
from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.request_dispatch import RequestDraws
from sim.model.firms.service_requests import Request, RequestBatch, ScheduledAction
from sim.model.state.columns import distribution_record
from sim.registry import register
from sim.scenario.firm.departments.service import Budget, ServiceDesk
from sim.scenario.firm.opening_hours import HOURS_IN_A_WEEK

PROGRAMME_COSTS = ("reward", "benefit", "attendance", "tailoring", "running cost")
"""Events whose cost counts against the budget for programmes."""


@register("department_process", "service_desk")
def open_desk(settings: ServiceDesk, firm: FirmActions) -> Process:
    """Answer needs from the first instant on; beyond that the desk has no dates of its own."""
    if settings.places is None:
        fixed = settings.but(places=2 * settings.servers)
        parts = tuple(fixed if part is settings else part for part in firm.settings.departments)
        firm.settings = firm.settings.model_copy(update={"departments": parts})
    people = ServiceQueue(firm, settings)
    firm.market.subscribe("need", firm.name, people.read)
    firm.staff_desk = people.staff
    firm.spend("desk cost", settings.wage * settings.servers)
    yield from ()


@register("department_change", "service_desk")
def staff_as_decided(settings: ServiceDesk, firm: FirmActions) -> None:
    """Staff the desk as decided."""
    firm.staff_desk(settings.servers)


class WaitingRequest(NamedTuple):
    """A need at the desk, with the luck it will have."""

    need: Request
    urgency: int
    gives_up: float
    """Week in which her patience ends."""
    handling: float
    """Weeks that answering her takes."""
    fails: float
    """A uniform draw: below the chance of failing the answer fails."""
    mends: float
    """A uniform draw: below the chance of recovery a failed answer is made good."""


class ServiceQueue:
    """A desk at work."""

    def __init__(self, firm: FirmActions, desk: ServiceDesk) -> None:
        self._firm, self._market, self._desk = firm, firm.market, desk
        self._places = desk.places or 2 * desk.servers
        self._people, self._busy = desk.servers, 0
        self._handling, self._patience = distribution_record(desk.handling_hours.code), None
        if desk.patience_hours is not None:
            self._patience = distribution_record(desk.patience_hours.code)
        self._asking = RequestDraws(firm)
        self._came, self._in_line, self._turns = 0, dict[int, WaitingRequest](), list[tuple[int, int]]()

    def staff(self, people: int) -> None:
        """Have so many people at the desk, at most as many as there are places; who is answering finishes first."""
        self._desk = self._firm.settings.department(ServiceDesk) or self._desk
        people = min(people, self._places)
        if people == self._people:
            return
        self._people = people
        self._go_on()
        wages = self._desk.wage * people
        self._firm.spend("desk cost", wages)
        self._market.write("staffing", firm=self._firm.name, money=wages)

    def read(self, needs: RequestBatch) -> Iterator[ScheduledAction]:
        """From a need to its end: she waits, perhaps gives up, is answered, and remembers how it went."""
        asking, at = self._asking, self._asking.addresses(needs)
        handling = (asking.spreads(at, "handling", self._handling) / HOURS_IN_A_WEEK).tolist()
        patience = [math.inf] * len(handling)
        if self._patience is not None:
            patience = (asking.spreads(at, "patience", self._patience) / HOURS_IN_A_WEEK).tolist()
        _, fails, mends, _ = asking.hands(at, "answer").T.tolist()
        by_tier = self._desk.priority == "tier"
        for need, hours, left, *luck in zip(needs.each(), handling, patience, fails, mends, strict=True):
            yield (
                need.time,
                self._come,
                WaitingRequest(need, -need.tier if by_tier else 0, need.time + left, hours, *luck),
            )

    def _come(self, asked: WaitingRequest) -> None:
        """Someone free turns to her, or she waits in line."""
        if self._busy < self._people:
            self._turn_to(asked)
            return
        self._came = number = self._came + 1
        self._in_line[number] = asked
        heappush(self._turns, (asked.urgency, number))
        if asked.gives_up < math.inf:
            env = self._market.env
            then(at(env, max(asked.gives_up, float(env.now))), partial(self._lose_patience, number))

    def _lose_patience(self, number: int) -> None:
        """She goes, if she is still in line."""
        asked = self._in_line.pop(number, None)
        if asked is not None:
            self._give_up(asked)

    def _go_on(self) -> None:
        """Turn to the next in line, as far as people are free."""
        while self._turns and self._busy < self._people:
            asked = self._in_line.pop(heappop(self._turns)[1], None)
            if asked is not None:
                self._turn_to(asked)

    def _turn_to(self, asked: WaitingRequest) -> None:
        """Begin as soon as the desk is open, unless her patience ends before."""
        self._busy += 1
        env, opening = self._market.env, self._desk.opening
        now = float(env.now)
        opens = now if opening is None else opening.next_opening(now)
        if opens > asked.gives_up:
            then(at(env, max(now, asked.gives_up)), partial(self._leave_free, asked))
        elif opens > now:
            then(at(env, opens), partial(self._begin, asked))
        else:
            self._begin(asked)

    def _leave_free(self, asked: WaitingRequest) -> None:
        self._give_up(asked)
        self._busy -= 1
        self._go_on()

    def _give_up(self, asked: WaitingRequest) -> None:
        self._market.write_about(asked.need, "answer", "given up")
        self._market.apply_experience(asked.need, self._market.scenario.behaviour.service_experiences.given_up)

    def _begin(self, asked: WaitingRequest) -> None:
        market = self._market
        market.write_about(asked.need, "answer begins", None)
        then(market.env.timeout(asked.handling), partial(self._end, asked, float(market.env.now) - asked.need.time))

    def _end(self, asked: WaitingRequest, waited: float) -> None:
        worth = self._market.scenario.behaviour.service_experiences
        if asked.fails >= self._desk.failure + self._firm.extra_failure_rate:
            outcome, felt = "answered", worth.answered
        elif asked.mends < self._desk.recovery:
            outcome, felt = "recovered", worth.recovered
        else:
            outcome, felt = "failed", worth.failed
        self._market.write_about(asked.need, "answer", outcome)
        self._market.apply_experience(
            asked.need, felt * math.exp(-waited * HOURS_IN_A_WEEK / self._desk.tolerable_hours)
        )
        self._busy -= 1
        self._go_on()


@register("department_process", "budget")
def review_budget(settings: Budget, firm: FirmActions) -> Process:
    """Review by review, see what programmes cost, and staff the desk accordingly."""
    seen, since = 0.0, 0.0
    while True:
        yield firm.wait(settings.review)
        desk, budget = firm.settings.department(ServiceDesk), firm.settings.department(Budget) or settings
        spent, now = firm.spent(PROGRAMME_COSTS), firm.now
        overrun = (spent - seen) / (now - since) - budget.programmes
        seen, since = spent, now
        if desk is not None and budget.when_overrun == "cut_service":
            firm.staff_desk(people_left(desk, budget, overrun))


def people_left(desk: ServiceDesk, budget: Budget, overrun: float) -> int:
    """People at the desk whom the budget still pays, given the overrun in money per week.

    >>> people_left(ServiceDesk(servers=5, wage=100), Budget(programmes=50), 230.0)
    2
    """
    if overrun <= 0 or desk.wage <= 0:
        return desk.servers
    return min(desk.servers, max(budget.keep, desk.servers - math.ceil(overrun / desk.wage)))
