"""The readable scheduler: every customer is a SimPy process.

It runs the same rules as the kernel, as plain Python, and writes the same log. Read it first.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import numpy as np
from numpy.typing import NDArray
from simpy import Environment, Event

from sim.model.customers.event_dispatch import process_event, rests_until, update_offer_version
from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT
from sim.model.customers.hazard_rates import schedule_next_event
from sim.model.engine.scheduler import at
from sim.model.event_log import ROW
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, new_buffer, with_named_fields

_DESK_ROOM = 1 << 14


class ReferenceCustomers:
    """All customers as processes of one calendar."""

    def __init__(self, env: Environment, market: Market, *, only_exits: bool = False) -> None:
        self._env = env
        self._m = with_named_fields(market)
        buffer = new_buffer(market, only_exits, _DESK_ROOM)
        self._desk = buffer._replace(rows=buffer.rows.view(np.recarray))
        self.desks = [self._desk]
        self._written: list[NDArray[np.void]] = []
        self._news: Event = env.event()
        self._until = 0.0
        self.tell: Callable[[NDArray[np.void]], None] | None = None
        for customer in range(market.person.shape[0]):
            draw_customer(self._m, customer, 0, 0.0)
            schedule_next_event(self._m, self._desk, customer, 0.0)
            env.process(self.life(customer))

    def life(self, customer: int) -> Generator[Event, object, None]:
        """The life of the customer: she reads the news, and lives on it until the next."""
        while True:
            yield self._news
            now, until = float(self._env.now), self._until
            while now < until:
                if update_offer_version(self._m, customer):
                    schedule_next_event(self._m, self._desk, customer, now)
                now = yield from self._live_to_a_tick(customer, now, until)

    def _live_to_a_tick(self, customer: int, now: float, until: float) -> Generator[Event, object, float]:
        """Event after event up to the next tick at which something of hers fades, or to ``until``; says which week."""
        while True:
            pause = rests_until(self._m, customer, now, until)
            now = min(pause, self._m.person[customer].next_time)
            if now < until:
                yield at(self._env, now)
            if now == pause:
                return pause
            written = self._desk.used[0]
            process_event(self._m, self._desk, customer)
            if self.tell is not None:
                self.tell(np.array(self._desk.rows[written : self._desk.used[0]], ROW))
            schedule_next_event(self._m, self._desk, customer, now)
            self._make_room()

    def live(self, since: float, until: float) -> None:
        """Read the news of the tick ``since``, and live on it up to ``until``."""
        self._until = until
        news, self._news = self._news, self._env.event()
        news.succeed()

    def _make_room(self) -> None:
        if self._desk.used[0] + ROWS_RESERVED_PER_EVENT > _DESK_ROOM:
            self._written.append(np.array(self._desk.rows[: self._desk.used[0]], ROW))
            self._desk.used[0] = 0

    def collect(self) -> list[NDArray[np.void]]:
        """The rows written since the last call, in blocks."""
        self._written.append(np.array(self._desk.rows[: self._desk.used[0]], ROW))
        self._desk.used[0] = 0
        rows, self._written = self._written, []
        return rows

    def close(self) -> None:
        """Nothing to send home."""
