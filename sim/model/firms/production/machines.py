"""Machines of a production line: lots wait for one that is free, which is set up anew when the kind changes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sim.model.engine.scheduler import at, then
from sim.model.firms.interface import FirmActions
from sim.scenario.firm.departments.production_line import KIND_NAMES
from sim.scenario.firm.opening_hours import DAY, HOURS_IN_A_WEEK, OpeningHours

if TYPE_CHECKING:
    from sim.scenario.firm.departments.production_line import ProductionLine

JUST_AFTER = 1e-9
"""Weeks (0.6 milliseconds) after closing time at which the machines are surely closed, despite rounding."""


class Lot(NamedTuple):
    """Units of a kind to be made at once."""

    kind: int
    hours: Callable[[], float | None]
    made: Callable[[float | None], object]


class Machines:
    """All machines of one firm at work, lots first come, first served."""

    def __init__(self, firm: FirmActions, line: ProductionLine) -> None:
        self._firm, self._line, self._env = firm, line, firm.market.env
        self._idle = list(range(line.machines))
        self._made_last: list[int | None] = [None] * line.machines
        self._waiting: deque[Lot] = deque()

    def make(self, kind: int, hours: Callable[[], float | None], made: Callable[[float | None], object]) -> None:
        """Make a lot on the next free machine.

        ``hours``: asked when the machine is free, how long the lot takes beside its set-up; None if nobody wants it any
        more, and then there is no work. ``made``: told in the end what the set-up cost, money; None without work.
        """
        self._waiting.append(Lot(kind, hours, made))
        self._go_on()

    def _go_on(self) -> None:
        """Let lots that wait be made as far as machines are idle."""
        line = self._line
        while self._waiting and self._idle:
            lot = self._waiting.popleft()
            machine = self._next_machine(lot.kind)
            work = lot.hours()
            if work is None:
                self._idle.append(machine)
                lot.made(None)
                continue
            change = self._made_last[machine] != lot.kind
            self._made_last[machine] = lot.kind
            if change:
                work += line.setup_hours
            done = at(self._env, finished(line.opening, float(self._env.now), work))
            then(done, partial(self._finish, machine, lot, line.setup_cost if change else 0.0))

    def _next_machine(self, kind: int) -> int:
        """An idle machine, those first that need not be set up; then those that have long been idle."""
        fit = [idle for idle in self._idle if self._made_last[idle] == kind]
        if fit:
            self._idle = fit + [idle for idle in self._idle if self._made_last[idle] != kind]
        return self._idle.pop(0)

    def _finish(self, machine: int, lot: Lot, setup_cost: float) -> None:
        self._idle.append(machine)
        lot.made(setup_cost)
        self._go_on()

    def write_lot(self, kind: int, setup_cost: float) -> None:
        """Log a lot of this kind that comes on sale, or whose set-up cost money."""
        self._firm.market.write("line cost", firm=self._firm.name, cause=KIND_NAMES[kind], money=setup_cost)


def finished(opening: OpeningHours | None, week: float, hours: float) -> float:
    """The moment in weeks at which work of so many hours is done that begins at ``week`` and rests when it is closed.

    >>> finished(OpeningHours(days=5, opens=9, closes=17), 0.0, 10.0) * 168
    35.0
    """
    left = hours / HOURS_IN_A_WEEK
    if opening is None:
        return week + left
    while True:
        begun = opening.next_opening(week)
        closes = (math.floor(begun / DAY + JUST_AFTER) + opening.closes / 24) * DAY
        if begun + left <= closes:
            return begun + left
        left -= max(0.0, closes - begun)
        week = closes + JUST_AFTER
