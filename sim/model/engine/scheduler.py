"""What both schedulers promise: carry all customers from one tick to a later one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from simpy import Environment, Event

from sim.model.state.market import WorkerBuffer


class Customers(Protocol):
    """All customers of a market, as the calendar of ticks sees them."""

    desks: list[WorkerBuffer]
    """Where their events are tallied."""

    tell: Callable[[NDArray[np.void]], None] | None
    """Who hears what customers do; nobody, unless set."""

    def live(self, since: float, until: float) -> None:
        """Read the news of the tick ``since``, and live on it up to ``until``."""

    def collect(self) -> list[NDArray[np.void]]:
        """The rows written since the last call, in blocks."""

    def close(self) -> None:
        """Send any workers home."""


def at(env: Environment, time: float) -> Event:
    """An event of the calendar at exactly this time: a delay added to *now* may miss it by a rounding."""
    now = env.now
    delay = time - now
    while now + delay < time:
        delay = math.nextafter(delay, math.inf)
    while delay > 0 and now + delay > time:
        delay = math.nextafter(delay, 0.0)
    return env.timeout(float(delay))


def then(event: Event, do: Callable[[], None]) -> None:
    """Let this be done when the event comes."""
    event.callbacks.append(lambda _: do())
