"""The firms' side of the market: what the firms publish, book and know together, at ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from simpy import Environment, Event

from sim.clocks.note import in_cents, note
from sim.clocks.scheduler import Customers, at
from sim.firm.steering.round_table import RoundTable
from sim.log import RANK, ROW, in_order
from sim.market.columns import CUSTOMER
from sim.market.desks import new_desk
from sim.market.market import Desk, Market
from sim.market.opening import names_of, perceived
from sim.scenario.offers import AT_MOST_ONE, OUTSIDE, Offer
from sim.scenario.programme import Programme
from sim.scenario.stage import Calendar, Rows

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Launch:
    """A programme that a firm has launched, for all to see."""

    firm: str
    programme: Programme
    is_copy: bool


class Need(NamedTuple):
    """A customer turns to a firm with a need or an order: when, who, in which tier she is then, what she paid."""

    time: float
    customer: int
    generation: int
    address: int
    firm: int
    tier: int
    money: float = 0.0


class Needs(NamedTuple):
    """Needs or orders at one firm as columns of equal length, in the order of time."""

    time: NDArray[np.float64]
    customer: NDArray[np.int64]
    generation: NDArray[np.int64]
    address: NDArray[np.int64]
    firm: NDArray[np.int64]
    tier: NDArray[np.int64]
    money: NDArray[np.float64]

    def each(self) -> Iterator[Need]:
        """One after the other."""
        return map(Need, *(column.tolist() for column in self))


Deed: TypeAlias = tuple[float, Callable[[Any], object], object]
"""Something that a firm does about a need or an order: the instant, what it does, and to whom or what."""
Reading: TypeAlias = Callable[[Needs], Iterator[Deed]]
"""What a firm will do about needs or orders, in the order of time."""


class Felt(NamedTuple):
    """The columns in which customers are told how they were treated: NumPy reads a column faster than a record."""

    generation: NDArray[np.int32]
    drifts: NDArray[np.int32]
    left_at: NDArray[np.float64]
    status: NDArray[np.int8]
    kept: NDArray[np.float64]
    added: NDArray[np.float64]


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
        self._goodwill: dict[str, float] = {}
        self.table = RoundTable()
        self.remembers_exits = False
        """Whether somebody will ask who has left: firms that are steered hold exit interviews."""
        self._exits: list[NDArray[np.void]] = []
        self._listeners: dict[tuple[int, int], Reading] = {}
        self._wanted = np.zeros(len(RANK), dtype=bool)
        self._rows_of: dict[tuple[str, ...], Rows] = {}
        self._cause_number = {cause: number for number, cause in enumerate(self.names.causes)}
        self._about: list[tuple[float, int, int, int, int, int, int, int]] = []
        self._felt = Felt(
            m.person["generation"], m.person["drifts"],
            *(m.relation[name] for name in ("left_at", "status", "kept", "added")),
        )  # fmt: skip

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
        """Let customers read a new level of a firm's (or the outside alternative's) offer from this tick on.

        Service and conduct end at 1, not beyond it by the rounding of what is multiplied and put back.
        """
        offer, level = self.offers[firm], min(1.0, level) if attribute in AT_MOST_ONE else level
        own = attribute in Offer.model_fields
        self.offers[firm] = offer.but({attribute if own else f"further.{attribute}": level})
        place = len(self.names.firms) if firm == OUTSIDE else self.names.firms.index(firm)
        self.m.offer[place] = perceived(self._in_their_eyes(firm), self.scenario.attributes)
        if firm != OUTSIDE:
            self.m.price[place] = self.offers[firm].price
            self.m.service[place] = self.offers[firm].service
        self.news()

    def set_goodwill(self, firm: str, part: float) -> None:
        """Let people overlook this part of what is blameworthy in a firm's conduct from this tick on."""
        if self._goodwill.get(firm, 0.0) != part:
            self._goodwill[firm] = part
            self.m.offer[self.names.firms.index(firm)] = perceived(self._in_their_eyes(firm), self.scenario.attributes)
            self.news()

    def _in_their_eyes(self, firm: str) -> Offer:
        """A firm's offer with the goodwill that its public relations have won it."""
        offer, part = self.offers[firm], self._goodwill.get(firm, 0.0)
        return offer.but(conduct=offer.conduct + part * (1.0 - offer.conduct)) if part else offer

    def multiply_moving(self, factor: float) -> None:
        """Change the rate of moving away for everybody by this factor."""
        self.m.moving[:] *= factor
        self.news()
        self.m.news[1] += 1

    def rows_of(self, segments: tuple[str, ...]) -> Rows:
        """The rows of everybody of these segments, ascending; who takes a place is of the same segment."""
        if segments not in self._rows_of:
            numbers = [self.names.segments.index(name) for name in segments]
            self._rows_of[segments] = np.flatnonzero(np.isin(self.m.person["segment"], numbers))
        return self._rows_of[segments]

    def firms(self) -> tuple[str, ...]:
        """Names of the firms."""
        return self.names.firms

    def proclaim(self, launch: Launch) -> None:
        """Let rivals see a launch."""
        self.launches.append(launch)
        heard, self.next_launch = self.next_launch, self.env.event()
        heard.succeed()

    def listen(self, event: str, firm: str, read: Reading) -> None:
        """Let a firm hear of each such event: it reads what comes up to the next tick, and acts at the instants."""
        self._listeners[RANK[event], self.names.firms.index(firm)] = read
        self._wanted[RANK[event]] = True

    def hear(self, rows: NDArray[np.void]) -> None:
        """What customers did, in any order; what firms that listen will do about it is put on the calendar."""
        wanted = in_order(rows[self._wanted[rows["event"]]])
        read = []
        for (event, firm), reading in self._listeners.items():
            theirs = wanted[(wanted["event"] == event) & (wanted["firm"] == firm)]
            if len(theirs):
                read.append(reading(self._as_needs(theirs)))
        if read:
            self.env.process(self._at_their_instants(merge(*read, key=itemgetter(0))))

    def _as_needs(self, rows: NDArray[np.void]) -> Needs:
        customer, generation, firm, cause = (
            rows[column].astype(np.int64) for column in ("customer", "generation", "firm", "cause")
        )
        address, tier = self.m.person["address"][customer], np.maximum(0, cause - self.m.first_tier)
        return Needs(rows["time"], customer, generation, address, firm, tier, rows["cents"] / 100)

    def _at_their_instants(self, deeds: Iterator[Deed]) -> Calendar:
        """One after the other, each at its instant: a calendar that holds few events is a fast one."""
        for time, do, what in deeds:
            while time > self.env.now:  # a sum may round to just before the instant: then there is a step more
                yield at(self.env, time)
            do(what)

    def feel(self, need: Need, experience: float) -> None:
        """Let her feel at the next tick how she was treated, unless she has left since."""
        relation, step, who, hers = self._felt, self.m.constant.step, need.customer, (need.customer, need.firm)
        gone = relation.generation[who] != need.generation or relation.left_at[hers] >= need.time
        if relation.status[hers] == CUSTOMER and not gone and step > 0.0:
            relation.kept[hers] *= 1.0 - step
            relation.added[hers] = relation.added[hers] * (1.0 - step) + step * experience
            relation.drifts[who] = 1

    @property
    def restless(self) -> bool:
        """Whether something may drift from tick to tick: bonds, knowledge, or word of mouth among prospects."""
        terms, segment = self.m.terms, self.m.segment
        delights = self.m.constant.delight_gain > 0
        bonds = self.stirred or delights or bool(terms["club_open"].any() or terms["tailored_open"].any())
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
        self.write_about_each((need,), event, cause, money)

    def write_about_each(self, needs: Iterable[Need], event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about each of these needs or orders, now. Money in full units, for each."""
        now, cents, rank = float(self.env.now), in_cents(money) if money else 0, RANK[event]
        number = self._cause_number[cause] if cause is not None else -1
        for need in needs:
            self._about.append((now, cents, need.customer, need.generation, need.firm, rank, number, -1))

    def write_each(
        self, event: str, customers: Rows, *, firm: str, money: ArrayLike, programme: str | None = None,
        cause: str | None = None,
    ) -> None:  # fmt: skip
        """A row for each of these customers at this tick. Money in full units, for each: one amount, or one apiece."""
        k, rank = self.names.firms.index(firm), RANK[event]
        cents = np.floor(np.broadcast_to(np.asarray(money, float), len(customers)) * 100.0 + 0.5).astype(np.int64)
        self._desk.weekly[min(int(self.env.now), len(self._desk.weekly) - 1), k, rank] += (len(customers), cents.sum())
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
        """Rows that were written one by one become a block, and are tallied; rows about needs wait for it in a list."""
        if self._about:
            rows = np.array(self._about, ROW)
            self._about.clear()
            week = np.minimum(rows["time"].astype(np.int64), len(self._desk.weekly) - 1)
            place = (week, rows["firm"].astype(np.int64), rows["event"].astype(np.int64))
            np.add.at(self._desk.weekly[..., 0], place, 1)
            np.add.at(self._desk.weekly[..., 1], place, rows["cents"])
            self._written.append(rows[self._desk.kept[rows["event"]] == 1])
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

    def remember(self, rows: NDArray[np.void]) -> None:
        """Keep the exits among these rows, which come in order, for those who will ask."""
        if self.remembers_exits:
            self._exits.append(rows[rows["event"] == RANK["exit"]])

    def exits_of(self, k: int) -> NDArray[np.void]:
        """The exits from a firm up to this tick, in the order of the log."""
        if len(self._exits) != 1:
            self._exits = [np.concatenate([np.zeros(0, ROW), *self._exits])]
        exits = self._exits[0]
        return np.asarray(exits[exits["firm"] == k])

    def _desks(self) -> Sequence[Desk]:
        assert self.customers is not None
        return [self._desk, *self.customers.desks]

    def weekly(self) -> NDArray[np.int64]:
        """Number and cents of events so far, shape (weeks, firms, events, 2)."""
        self._empty()
        return np.asarray(sum(desk.weekly for desk in self._desks()))

    def joined(self) -> NDArray[np.int64]:
        """Associate and full members now, shape (firms, programmes, 2)."""
        return np.asarray(sum(desk.joined for desk in self._desks()))

    def recent_share(self, firm: str, weeks: int) -> float:
        """Share of a firm in the purchases of the last weeks; 0 where nobody bought."""
        now = int(self.env.now)
        bought = self.weekly()[max(0, now - weeks) : now, :, RANK["purchase"], 0].sum(axis=0)
        return float(bought[self.names.firms.index(firm)] / bought.sum()) if bought.sum() else 0.0
