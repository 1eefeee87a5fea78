"""The fast scheduler: customers advanced by compiled rules, in blocks, tick by tick, on all cores.

Within a tick customers are independent given what was published at its start, so any order and any number of
threads gives the same log (the counts are whole numbers, so their sums do not depend on order either).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import announce_compilation, compile_kernel, inlined_rule
from sim.model.customers.event_dispatch import has_news, process_event, rests_until, update_offer_version
from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT
from sim.model.customers.hazard_rates import schedule_next_event
from sim.model.engine.prefetch import prefetch_customer
from sim.model.event_log import concatenate_rows
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, WorkerBuffer, new_buffer


@compile_kernel
def draw_all_customers(market: Market, buffer: WorkerBuffer, first: int, last: int) -> None:
    """The first generation of places ``first`` to ``last`` settles, and looks ahead."""
    for customer in range(first, last):
        draw_customer(market, customer, 0, 0.0)
        schedule_next_event(market, buffer, customer, 0.0)


@compile_kernel
def advance(  # noqa: PLR0913  # compiled: a record of the four figures would have to be unpacked
    market: Market, buffer: WorkerBuffer, first: int, last: int, since: float, until: float, resumed: bool
) -> int:
    """Customers ``first`` to ``last`` live from ``since`` (where they read the news) up to ``until``, one by one.

    Those whom neither news nor an event concerns are passed over. Returns ``last``, or the customer at whom the desk
    ran out of room; call again from her, ``resumed``, after emptying it.
    """
    customer = first if resumed else next_concerned(market, first, last, until)
    while customer < last:
        following = next_concerned(market, customer + 1, last, until)
        if following < last:
            prefetch_customer(market, following)
        if not live_on(market, buffer, customer, since, until, resumed):
            return customer
        customer, resumed = following, False
    return last


@inlined_rule
def next_concerned(market: Market, first: int, last: int, until: float) -> int:
    """The first customer from ``first`` on to whom something happens before ``until``; ``last`` where there is none."""
    customer = first
    while customer < last and market.person[customer].next_time >= until and not has_news(market, customer):
        customer += 1
    return customer


@inlined_rule
def live_on(market: Market, buffer: WorkerBuffer, customer: int, since: float, until: float, resumed: bool) -> bool:
    """One customer lives up to ``until``; ticks at which something of hers fades she lives through by herself.

    Returns whether there was room on the desk for all of it.
    """
    person = market.person[customer]
    now = person.next_time if resumed else since
    at_tick, looks = not resumed, False
    while True:
        if at_tick:
            looks = update_offer_version(market, customer)
        if looks:
            schedule_next_event(market, buffer, customer, now)
        at_tick, looks = False, True
        pause = rests_until(market, customer, now, until)
        now = person.next_time
        if now >= pause:
            if pause >= until:
                return True
            now, at_tick = pause, True
        elif buffer.used[0] + ROWS_RESERVED_PER_EVENT > buffer.rows.shape[0]:
            return False
        else:
            process_event(market, buffer, customer)


Done = TypeVar("Done")

_DESK_ROOM = 1 << 16
_SMALLEST_BLOCK = 1024
_BLOCKS_EACH = 4
"""Blocks per worker: some, so that one who is done early can take another; few, as handing one over takes 30 µs."""


class KernelCustomers:
    """All customers as columns, carried from tick to tick by the compiled kernel."""

    def __init__(self, market: Market, *, only_exits: bool = False, threads: int | None = None) -> None:
        self._m = market
        self._people = market.person.shape[0]
        workers = max(1, min(threads or os.cpu_count() or 1, self._people // _SMALLEST_BLOCK))
        self._block = -(-self._people // (workers * _BLOCKS_EACH if workers > 1 else 1))
        self.desks = [new_buffer(market, only_exits, _DESK_ROOM) for _ in range(workers)]
        self._free: SimpleQueue[WorkerBuffer] = SimpleQueue()
        for buffer in self.desks:
            self._free.put(buffer)
        self._pool = ThreadPoolExecutor(workers) if workers > 1 else None
        self._written: list[NDArray[np.void]] = []
        self.tell: Callable[[NDArray[np.void]], None] | None = None
        announce_compilation()
        self._all(self._settle)

    def live(self, since: float, until: float) -> None:
        """Read the news of the tick ``since``, and live on it up to ``until``."""
        blocks = self._all(lambda first, last: self._carry(first, last, since, until))
        written = [rows for block in blocks for rows in block]
        self._written += written
        if self.tell is not None and written:
            self.tell(np.concatenate(written))

    def _all(self, work: Callable[[int, int], Done]) -> list[Done]:
        """Do the same with every block of customers, first to last, and hand back what came of each, in order."""
        firsts = range(0, self._people, self._block)
        lasts = [min(first + self._block, self._people) for first in firsts]
        return list(map(work, firsts, lasts) if self._pool is None else self._pool.map(work, firsts, lasts))

    @contextmanager
    def _desk(self) -> Iterator[WorkerBuffer]:
        """A desk of one's own for a while; it is given back whatever happens, since others may wait for it."""
        buffer = self._free.get()
        try:
            yield buffer
        finally:
            self._free.put(buffer)

    def _settle(self, first: int, last: int) -> None:
        with self._desk() as buffer:
            draw_all_customers(self._m, buffer, first, last)

    def _carry(self, first: int, last: int, since: float, until: float) -> list[NDArray[np.void]]:
        written = []
        with self._desk() as buffer:
            reached = advance(self._m, buffer, first, last, since, until, False)
            while True:
                if buffer.used[0]:
                    written.append(concatenate_rows([buffer.rows[: buffer.used[0]]]))
                    buffer.used[0] = 0
                if reached == last:
                    return written
                reached = advance(self._m, buffer, reached, last, since, until, True)

    def collect(self) -> list[NDArray[np.void]]:
        """The rows written since the last call, in blocks."""
        rows, self._written = self._written, []
        return rows

    def close(self) -> None:
        """Send the workers home."""
        if self._pool is not None:
            self._pool.shutdown()
