"""What a programme's calendar or a shock may do to the market: the verbs of the firms' side.

All of it happens at ticks, and reaches customers at the tick.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from simpy import Event

if TYPE_CHECKING:
    from sim.scenario.firm.programme import Programme

Process: TypeAlias = Generator[Event, object, None]
"""The life of a process on the calendar: it yields the events it waits for."""
CustomerIds: TypeAlias = NDArray[np.int64]
"""Customers, as rows of the population, ascending."""


class FirmActions(Protocol):
    """One firm, as its own processes may act on it."""

    name: str

    @property
    def now(self) -> float:
        """The week it is."""

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""

    def current(self, kind: str) -> Programme:
        """The programme of that kind as the firm runs it now."""

    def members(self, kind: str) -> CustomerIds:
        """Members of the programme now, associates included."""

    def membership(self, kind: str) -> tuple[int, int]:
        """Number of associate and of full members."""

    def people(self) -> int:
        """Number of people in the market, counting all who may ever arrive."""

    def publish(self, term: str, value: float) -> None:
        """Let customers read a new value of a term from this tick on."""

    def entertain(self, guests: CustomerIds, gain: NDArray[np.float64], cost: float, kind: str) -> None:
        """Guests attend: their social bond rises by ``gain`` × (1 - bond), each costs ``cost`` (money)."""

    def luck(self, customers: CustomerIds, purpose: str, ordinal: int) -> NDArray[np.float64]:
        """A uniform draw for each of these customers, addressed by firm, purpose and ordinal."""

    def sociability(self, customers: CustomerIds) -> NDArray[np.float64]:
        """How readily each of these customers takes part, κ."""


class MarketActions(Protocol):
    """The whole market, as a shock may act on it."""

    def wait(self, weeks: float) -> Event:
        """The first tick that many weeks from now, or later."""

    def announce(self, kind: str, firm: str | None) -> None:
        """Log the shock, at a firm or at all."""

    def firms(self) -> tuple[str, ...]:
        """Names of the firms."""

    def level(self, firm: str, attribute: str) -> float:
        """What a firm (or ``"outside"``) offers on an attribute now."""

    def set_level(self, firm: str, attribute: str, level: float) -> None:
        """Let customers read a new level of a firm's (or the outside alternative's) offer from this tick on."""

    def subsidise(self, firm: str, money: float, why: str) -> None:
        """Let a firm have this money now, from outside the market; ``why`` is the cause that the log names."""

    def multiply_moving(self, factor: float) -> None:
        """Change the rate of moving away for everybody by this factor."""
