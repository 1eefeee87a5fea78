"""What firms write into the log at ticks, the weekly books of all so far, and events that will be asked for later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from simpy import Environment

from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT, to_cents
from sim.model.engine.scheduler import Customers
from sim.model.event_log import ROW, Names
from sim.model.events import RANK
from sim.model.firms.interface import CustomerIds
from sim.model.firms.service_requests import Request
from sim.model.state.market import Market, WorkerBuffer, new_buffer


class EventHistory:
    """Rows of the log that someone in the run will ask for."""

    def __init__(self, watched: NDArray[np.int64]) -> None:
        """``watched``: rows of the population about whom everything is remembered."""
        self.watched = watched
        self.asks_for_exits = False
        """Whether someone will ask who has left: firms that are steered hold exit interviews."""
        self._exits: list[NDArray[np.void]] = []
        self._lived: list[NDArray[np.void]] = []

    @property
    def is_read(self) -> bool:
        """Whether someone will ask, so that rows have to be there at each tick."""
        return self.asks_for_exits or len(self.watched) > 0

    def append(self, rows: NDArray[np.void]) -> None:
        """Keep what will be asked for of these rows, which come in order."""
        if self.asks_for_exits:
            event = rows["event"]
            self._exits.append(rows[(event == RANK["exit"]) | (event == RANK["stated"])])
        if len(self.watched):
            self._lived.append(rows[np.isin(rows["customer"], self.watched)])

    def exits_of(self, k: int) -> tuple[NDArray[np.void], NDArray[np.void]]:
        """The exits from a firm up to this tick, and what key accounts said about theirs, in the order of the log."""
        rows = _as_one(self._exits)
        rows = rows[rows["firm"] == k]
        return rows[rows["event"] == RANK["exit"]], rows[rows["event"] == RANK["stated"]]

    def events_of(self, row: int) -> NDArray[np.void]:
        """What one of those who are watched has lived through up to this tick, in the order of the log."""
        rows = _as_one(self._lived)
        return np.asarray(rows[rows["customer"] == row])


def _as_one(blocks: list[NDArray[np.void]]) -> NDArray[np.void]:
    """The blocks put together, and kept so."""
    if len(blocks) != 1:
        blocks[:] = [np.concatenate([np.zeros(0, ROW), *blocks])]
    return blocks[0]


class EventWriter:
    """Where the firms' side of a market writes down what it does."""

    def __init__(
        self, env: Environment, state: Market, names: Names, remembered: EventHistory, *, only_exits: bool
    ) -> None:
        """An empty book. ``only_exits``: whether the log keeps who came, joined and left, and no small events."""
        self.env, self.state, self.names, self.remembered, self.only_exits = env, state, names, remembered, only_exits
        desk = new_buffer(state, self.hides_rows, 1 << 10)
        self._desk = desk._replace(rows=desk.rows.view(np.recarray))
        self._written: list[NDArray[np.void]] = []
        self.customers: Customers | None = None
        self._cause_number = {cause: number for number, cause in enumerate(names.words)}
        self._single: list[tuple[float, int, int, int, int, int, int, int]] = []

    @property
    def hides_rows(self) -> bool:
        """Whether rows that the log does not keep need not even be written: nobody in the run asks for them."""
        return self.only_exits and not len(self.remembered.watched)

    @property
    def desk(self) -> WorkerBuffer:
        """Where rules write that the firms' side calls; there is room for the rows of some of them."""
        if self._desk.used[0] + ROWS_RESERVED_PER_EVENT > len(self._desk.rows):
            self._empty()
        return self._desk

    def write(self, event: str, *, firm: str | None = None, cause: str | None = None, programme: str | None = None,
              money: float = 0.0, time: float | None = None) -> None:  # fmt: skip
        """A row of the log at this tick, that concerns no customer. Money in full units."""
        names = self.names
        where = names.firms.index(firm) if firm is not None else -1
        why = self._cause_number[cause] if cause is not None else -1
        what = names.programmes.index(programme) if programme is not None else -1
        now = float(self.env.now if time is None else time)
        self._single.append((now, to_cents(money), -1, 0, where, RANK[event], why, what))

    def write_about(self, need: Request, event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about a customer's need or order, now. Money in full units."""
        self.write_for_requests((need,), event, cause, money)

    def write_for_requests(self, needs: Iterable[Request], event: str, cause: str | None, money: float = 0.0) -> None:
        """A row about each of these needs or orders, now. Money in full units, for each."""
        now, cents, rank = float(self.env.now), to_cents(money) if money else 0, RANK[event]
        number = self._cause_number[cause] if cause is not None else -1
        for need in needs:
            self._single.append((now, cents, need.customer, need.generation, need.firm, rank, number, -1))

    def write_for_customers(
        self, event: str, customers: CustomerIds, *, firm: str, money: ArrayLike, programme: str | None = None,
        cause: str | None = None,
    ) -> None:  # fmt: skip
        """A row for each of these customers at this tick. Money in full units, for each: one amount, or one apiece."""
        k, rank = self.names.firms.index(firm), RANK[event]
        cents = np.floor(np.broadcast_to(np.asarray(money, float), len(customers)) * 100.0 + 0.5).astype(np.int64)
        self._desk.weekly[min(int(self.env.now), len(self._desk.weekly) - 1), k, rank] += (len(customers), cents.sum())
        if self._desk.logged[rank]:
            rows = np.zeros(len(customers), ROW)
            rows["time"], rows["cents"], rows["customer"] = self.env.now, cents, customers
            rows["generation"] = self.state.person["generation"][customers]
            rows["firm"], rows["event"] = k, rank
            rows["cause"] = self.names.words.index(cause) if cause is not None else -1
            rows["programme"] = self.names.programmes.index(programme) if programme is not None else -1
            self._written.append(rows)

    def announce(self, kind: str, firm: str | None) -> None:
        """Log a shock, at a firm or at all."""
        self.write("shock", firm=firm, cause=kind)

    def _empty(self) -> None:
        """Rows that were written one by one become a block, and are tallied where they concern a firm."""
        if self._single:
            rows = np.array(self._single, ROW)
            self._single.clear()
            at_firms = rows[rows["firm"] >= 0]
            week = np.minimum(at_firms["time"].astype(np.int64), len(self._desk.weekly) - 1)
            place = (week, at_firms["firm"].astype(np.int64), at_firms["event"].astype(np.int64))
            np.add.at(self._desk.weekly[..., 0], place, 1)
            np.add.at(self._desk.weekly[..., 1], place, at_firms["cents"])
            self._written.append(rows[self._desk.logged[rows["event"]] == 1])
        self._written.append(np.array(self._desk.rows[: self._desk.used[0]], ROW))
        self._desk.used[0] = 0

    def collect(self) -> list[NDArray[np.void]]:
        """The rows written since the last call, in blocks."""
        self._empty()
        rows, self._written = self._written, []
        return rows

    def keep(self, rows: NDArray[np.void]) -> None:
        """Keep rows until the next call of :meth:`earn_points`."""
        self._written.append(rows)

    def _desks(self) -> Sequence[WorkerBuffer]:
        assert self.customers is not None
        return [self._desk, *self.customers.desks]

    def weekly(self) -> NDArray[np.int64]:
        """Number and cents of events so far, shape (weeks, firms, events, 2)."""
        self._empty()
        return np.asarray(sum(desk.weekly for desk in self._desks()))

    def joined(self) -> NDArray[np.int64]:
        """Associate and full members now, shape (firms, programmes, 2)."""
        return np.asarray(sum(desk.joined for desk in self._desks()))

    def count_members(self, firm: int, programme: int, level: int, change: int) -> None:
        """Count so many members of a level (``ASSOCIATE`` or ``FULL``) more or fewer, that firms themselves brought."""
        self._desk.joined[firm, programme, level - 1] += change

    def recent_share(self, firm: str, weeks: int) -> float:
        """Share of a firm in the purchases of the last weeks; 0 where nobody bought."""
        now = int(self.env.now)
        bought = self.weekly()[max(0, now - weeks) : now, :, RANK["purchase"], 0].sum(axis=0)
        return float(bought[self.names.firms.index(firm)] / bought.sum()) if bought.sum() else 0.0
