"""Machines of a production line: lots wait for one that is free, which is set up anew when the kind changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from simpy import Event, Store

from sim.clocks.lots import draw_spread
from sim.clocks.scheduler import at
from sim.draws import digest
from sim.firm.wishes import KIND_NAMES
from sim.market.columns import as_spread
from sim.scenario.opening_hours import DAY, HOURS_IN_A_WEEK, OpeningHours

if TYPE_CHECKING:
    from sim.firm.house import FirmHouse
    from sim.firm.line import ProductionLine

JUST_AFTER = 1e-9
"""Weeks (0.6 milliseconds) after closing time at which the machines are surely closed, despite rounding."""


class Machines:
    """All machines of one firm at work, lots first come, first served."""

    def __init__(self, house: FirmHouse, line: ProductionLine) -> None:
        self._house, self._line = house, line
        self._idle = Store(house.place.env)
        self._idle.items.extend(range(line.machines))
        self._made_last: list[int | None] = [None] * line.machines
        self._purpose = digest(f"unit time/{house.name}")
        self._spread = as_spread(line.unit_hours.code)
        self._alike = line.unit_hours.code[0] == 0

    def make(self, kind: int, hours: Callable[[], float | None]) -> Generator[Event, object, float | None]:
        """Make a lot on the next free machine; tells what its set-up cost, money.

        ``hours``: asked when the machine is free, how long the lot takes beside its set-up; None if nobody wants it any
        more, and then there is no work and no answer.
        """
        env, line = self._house.place.env, self._line
        if len(self._idle.items) > 1:
            self._idle.items.sort(key=lambda idle: self._made_last[idle] != kind)
        machine: int = yield self._idle.get()  # type: ignore[assignment]
        cost, work = None, hours()
        if work is not None:
            change = self._made_last[machine] != kind
            self._made_last[machine] = kind
            cost = line.setup_cost if change else 0.0
            work += line.setup_hours if change else 0.0
            yield at(env, finished(line.opening, float(env.now), work))
        self._idle.put(machine)
        return cost

    def write_lot(self, kind: int, setup_cost: float) -> None:
        """Log a lot of this kind that comes on sale, or whose set-up cost money."""
        self._house.place.write("line cost", firm=self._house.name, cause=KIND_NAMES[kind], money=setup_cost)

    def unit_hours(self, who: int, life: int, ordinal: int) -> float:
        """Hours of a machine that one unit takes, drawn at an address of its own."""
        if self._alike:
            return float(self._line.unit_hours.average)
        drawn: float = draw_spread(self._house.place.m.luck, who, self._purpose, life, ordinal, self._spread)
        return drawn


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
