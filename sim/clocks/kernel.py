"""The fast scheduler: customers advanced by compiled rules, in blocks, tick by tick, on all cores.

Within a tick customers are independent given what was published at its start, so any order and any number of
threads gives the same log (the counts are whole numbers, so their sums do not depend on order either).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from sim.clocks.advance import advance, settle_all
from sim.clocks.compiled import announce
from sim.log import ROW
from sim.market.desks import new_desk
from sim.market.market import Desk, Market

_DESK_ROOM = 1 << 16
_BLOCK = 1024
_MOST_BLOCKS = 64


class KernelCustomers:
    """All customers as columns, carried from tick to tick by the compiled kernel."""

    def __init__(self, m: Market, *, only_exits: bool = False, threads: int | None = None) -> None:
        self._m = m
        self._people = m.person.shape[0]
        self._block = max(_BLOCK, -(-self._people // _MOST_BLOCKS))
        blocks = -(-self._people // self._block)
        self._threads = max(1, min(threads or os.cpu_count() or 1, blocks))
        self.desks = [new_desk(m, only_exits, _DESK_ROOM) for _ in range(self._threads)]
        self._free: SimpleQueue[Desk] = SimpleQueue()
        for desk in self.desks:
            self._free.put(desk)
        self._pool = ThreadPoolExecutor(self._threads) if self._threads > 1 else None
        self._written: list[NDArray[np.void]] = []
        announce()
        settle_all(m, self.desks[0], 0, self._people)

    def live(self, since: float, until: float) -> None:
        """Read the news of the tick ``since``, and live on it up to ``until``."""
        starts = range(0, self._people, self._block)
        if self._pool is None:
            written = [self._carry(first, since, until) for first in starts]
        else:
            written = list(self._pool.map(lambda first: self._carry(first, since, until), starts))
        self._written += [rows for block in written for rows in block]

    def _carry(self, first: int, since: float, until: float) -> list[NDArray[np.void]]:
        last = min(first + self._block, self._people)
        desk = self._free.get()
        written = []
        reached = advance(self._m, desk, first, last, since, until, False)
        while True:
            if desk.used[0]:
                written.append(desk.rows[: desk.used[0]].copy())
                desk.used[0] = 0
            if reached == last:
                break
            reached = advance(self._m, desk, reached, last, since, until, True)
        self._free.put(desk)
        return written

    def collect(self) -> NDArray[np.void]:
        """The rows written since the last call."""
        rows = np.concatenate(self._written) if self._written else np.zeros(0, ROW)
        self._written = []
        return rows

    def close(self) -> None:
        """Send the workers home."""
        if self._pool is not None:
            self._pool.shutdown()
