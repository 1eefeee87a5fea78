"""The devices on a seat: who else looks at it now."""

from __future__ import annotations

import time
from collections.abc import Callable

GONE = 45.0
"""Seconds without a request after which a device counts as away; a page asks every twenty."""
MOST_DEVICES = 20
"""Devices of a seat that are remembered."""


class Devices:
    """When each device of each seat was heard of last."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is there yet."""
        self._clock = clock
        self._heard: dict[str, dict[str, tuple[float, str]]] = {}

    def heard(self, seat: str, device: str, name: str) -> bool:
        """Note that a device is there; returns whether it is new on this seat."""
        if not device:
            return False
        now, on_seat = self._clock(), self._heard.setdefault(seat, {})
        for other in [each for each, (when, _who) in on_seat.items() if now - when >= GONE]:
            del on_seat[other]
        fresh = device not in on_seat
        if not fresh or len(on_seat) < MOST_DEVICES:
            on_seat[device] = now, name
        return fresh

    def others(self, seat: str, device: str) -> list[str]:
        """The names of the other devices that are there now; empty text for one whose person is not known."""
        now = self._clock()
        return [
            name for other, (when, name) in self._heard.get(seat, {}).items() if other != device and now - when < GONE
        ]
