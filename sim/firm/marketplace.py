"""The firms' side of the market: what the firms publish, book and know together, at ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from simpy import Environment, Event

from sim.clocks.note import in_cents, note
from sim.clocks.scheduler import Customers, at
from sim.log import RANK, ROW, in_order
from sim.market.columns import CUSTOMER
from sim.market.desks import new_desk
from sim.market.market import Desk, Market
from sim.market.opening import names_of, perceived
from sim.scenario.offers import Offer
from sim.scenario.programme import Programme
from sim.scenario.stage import Calendar, Rows

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A programme that a firm has launched, for all to see."""

    firm: str
    programme: Programme
    is_copy: bool


@dataclass(frozen=True, kw_only=True)
class Need:
    """A customer turns to a firm with a need or an order: when, who, in which tier she is then, what she paid."""

    time: float
    customer: int
    generation: int
    address: int
    firm: int
    tier: int
    money: float = 0.0


class MarketPlace:
    """One market in the course of a run: calendar, columns, what firms publish, and the firms' own log."""

    def __init__(self, env: Environment, scenario: Scenario, m: Market, *, only_exits: bool = False) -> None:
        self.env, self.scenario, self.m, self.only_exits = env, scenario, m, only_exits
        self.names = names_of(scenario)
        self.offers = {firm.name: firm.offer for firm in scenario.firms}
        self.offers[OUTSIDE] = scenario.outside or Offer()
        desk = new_desk(m, only_exits, 1 << 10)
        self._desk = desk._replace(rows=desk.rows.view(np.recarray))
        self._written: list[NDArray[np.void]] = []
        self.customers: Customers | None = None
        self.launches: list[Launch] = []
        self.next_launch: Event = env.event()
        self.stirred = False
        """Whether a department has ever added to a bond or to what a firm knows: from then on these fade each tick."""
        self._listeners: dict[tuple[int, int], Callable[[Need], Calendar]] = {}

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""
        tick = self.scenario.tick
        number = math.ceil((self.env.now + max(0.0, weeks)) / tick - 1e-9)
        return at(self.env, max(self.env.now, number * tick))

    def news(self) -> None:
        """Let everybody in the market look at the offers anew at this tick."""
        self.m.news[0] += 1

    def level(self, firm: str, attribute: str) -> float:
        """What a firm (or ``"outside"``) offers on an attribute now."""
        return self.offers[firm].level(attribute)

    def set_level(self, firm: str, attribute: str, level: float) -> None:
        """Let customers read a new level of a firm's (or the outside alternative's) offer from this tick on."""
        offer = self.offers[firm]
        own = attribute in Offer.model_fields
        self.offers[firm] = offer.but({attribute if own else f"further.{attribute}": level})
        place = len(self.names.firms) if firm == OUTSIDE else self.names.firms.index(firm)
        self.m.offer[place] = perceived(self.offers[firm], self.scenario.attributes)
        if firm != OUTSIDE:
            self.m.price[place] = self.offers[firm].price
            self.m.service[place] = self.offers[firm].service
        self.news()

    def multiply_moving(self, factor: float) -> None:
        """Change the rate of moving away for everybody by this factor."""
        self.m.moving[:] *= factor
        self.news()
        self.m.news[1] += 1

    def firms(self) -> tuple[str, ...]:
        """Names of the firms."""
        return self.names.firms

    def proclaim(self, launch: Launch) -> None:
        """Let rivals see a launch."""
        self.launches.append(launch)
        heard, self.next_launch = self.next_launch, self.env.event()
        heard.succeed()

    def listen(self, event: str, firm: str, answer: Callable[[Need], Calendar]) -> None:
        """Let a firm's process hear of each such event at the very instant: ``answer`` begins there."""
        self._listeners[RANK[event], self.names.firms.index(firm)] = answer

    def hear(self, rows: NDArray[np.void]) -> None:
        """What customers did, in any order; what firms listen for is put on the calendar, in order of time."""
        wanted = in_order(rows[np.isin(rows["event"], self.heard)])
        for time, cents, customer, generation, firm, event, cause, _ in wanted.tolist():
            answer = self._listeners.get((event, firm))
            if answer is not None:
                tier, address = max(0, cause - self.m.first_tier), int(self.m.person["address"][customer])
                need = Need(
                    time=time, customer=customer, generation=generation, address=address, firm=firm, tier=tier,
                    money=cents / 100,
                )  # fmt: skip
                self.env.process(self._at_its_instant(need, answer))

    def _at_its_instant(self, need: Need, answer: Callable[[Need], Calendar]) -> Calendar:
        if need.time > self.env.now:
            yield at(self.env, need.time)
        yield from answer(need)

    @property
    def heard(self) -> list[int]:
        """Ranks of the events that somebody listens for."""
        return sorted({event for event, _ in self._listeners})

    def feel(self, need: Need, experience: float) -> None:
        """Let her feel at the next tick how she was treated, unless she has left since."""
        relation = self.m.relation[need.customer, need.firm]
        person = self.m.person[need.customer]
        gone = person["generation"] != need.generation or relation["left_at"] >= need.time
        if relation["status"] == CUSTOMER and not gone:
            step = self.m.constant.step
            relation["kept"] *= 1.0 - step
            relation["added"] = relation["added"] * (1.0 - step) + step * experience
            person["drifts"] = 1

    @property
    def restless(self) -> bool:
        """Whether something may drift from tick to tick: bonds, knowledge, or word of mouth among prospects."""
        terms, segment = self.m.terms, self.m.segment
        bonds = self.stirred or bool(terms["club_open"].any() or terms["tailored_open"].any())
        return bonds or bool(self._listeners) or bool(((segment["word_of_mouth"] > 0) & (self.m.arrived < 1)).any())

    def spread_the_word(self) -> None:
        """Let prospects hear how many have come."""
        size = self.m.segment["size"]
        came = sum(desk.came for desk in self._desks()) / size
        if (self.m.segment["word_of_mouth"] > 0).any() and (came != self.m.arrived).any():
            self.m.arrived[:] = came
            self.m.news[1] += 1

    def write(self, event: str, *, firm: str | None = None, cause: str | None = None, programme: str | None = None,
              money: float = 0.0, time: float | None = None) -> None:  # fmt: skip
        """A row of the log at this tick, that concerns no customer. Money in full units."""
        names = self.names
        note(
            self.m, self._desk, float(self.env.now if time is None else time), -1,
            names.firms.index(firm) if firm is not None else -1, RANK[event],
            names.causes.index(cause) if cause is not None else -1,
            names.programmes.index(programme) if programme is not None else -1, in_cents(money),
        )  # fmt: skip
        if self._desk.used[0] == len(self._desk.rows):
            self._empty()

    def write_about(self, need: Need, event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about a customer's need or order, now. Money in full units."""
        now, rank, cents = float(self.env.now), RANK[event], in_cents(money)
        self._desk.weekly[min(int(now), len(self._desk.weekly) - 1), need.firm, rank] += (1, cents)
        if self._desk.kept[rank]:
            number = self.names.causes.index(cause) if cause is not None else -1
            self._desk.rows[self._desk.used[0]] = (
                now, cents, need.customer, need.generation, need.firm, rank, number, -1
            )  # fmt: skip
            self._desk.used[0] += 1
            if self._desk.used[0] == len(self._desk.rows):
                self._empty()

    def write_each(
        self, event: str, customers: Rows, *, firm: str, money: float, programme: str | None = None,
        cause: str | None = None,
    ) -> None:  # fmt: skip
        """A row for each of these customers at this tick. Money in full units, for each."""
        k, rank, cents = self.names.firms.index(firm), RANK[event], in_cents(money)
        self._desk.weekly[min(int(self.env.now), len(self._desk.weekly) - 1), k, rank] += (
            len(customers),
            cents * len(customers),
        )
        if self._desk.kept[rank]:
            rows = np.zeros(len(customers), ROW)
            rows["time"], rows["cents"], rows["customer"] = self.env.now, cents, customers
            rows["generation"] = self.m.person["generation"][customers]
            rows["firm"], rows["event"] = k, rank
            rows["cause"] = self.names.causes.index(cause) if cause is not None else -1
            rows["programme"] = self.names.programmes.index(programme) if programme is not None else -1
            self._written.append(rows)

    def announce(self, kind: str, firm: str | None) -> None:
        """Log a shock, at a firm or at all."""
        self.write("shock", firm=firm, cause=kind)

    def _empty(self) -> None:
        self._written.append(np.array(self._desk.rows[: self._desk.used[0]], ROW))
        self._desk.used[0] = 0

    def collect(self) -> NDArray[np.void]:
        """The rows written since the last call."""
        self._empty()
        rows, self._written = np.concatenate(self._written), []
        return rows

    def keep(self, rows: NDArray[np.void]) -> None:
        """Keep rows until the next call of :meth:`collect`."""
        self._written.append(rows)

    def _desks(self) -> Sequence[Desk]:
        assert self.customers is not None
        return [self._desk, *self.customers.desks]

    def weekly(self) -> NDArray[np.int64]:
        """Number and cents of events so far, shape (weeks, firms, events, 2)."""
        return np.asarray(sum(desk.weekly for desk in self._desks()))

    def joined(self) -> NDArray[np.int64]:
        """Associate and full members now, shape (firms, programmes, 2)."""
        return np.asarray(sum(desk.joined for desk in self._desks()))

    def recent_share(self, firm: str, weeks: int) -> float:
        """Share of a firm in the purchases of the last weeks; 0 where nobody bought."""
        now = int(self.env.now)
        bought = self.weekly()[max(0, now - weeks) : now, :, RANK["purchase"], 0].sum(axis=0)
        return float(bought[self.names.firms.index(firm)] / bought.sum()) if bought.sum() else 0.0


