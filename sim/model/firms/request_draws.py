"""Customers who turn to a firm: how often each has done so, and her luck each time, drawn for many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import Addresses, draw_uniforms, sample_many
from sim.model.firms.interface import FirmActions
from sim.model.random_numbers import digest

if TYPE_CHECKING:
    from sim.model.firms.service_requests import RequestBatch


class RequestDraws:
    """Who has turned to one part of a firm, and how often."""

    def __init__(self, firm: FirmActions) -> None:
        self._name, self._luck = firm.name, firm.market.state.stream_key
        self._often: dict[int, int] = {}

    def addresses(self, needs: RequestBatch) -> Addresses:
        """Where the luck of each of these is found; to be asked once for each, in the order in which they come."""
        often, ordinals = self._often, []
        for who in ((needs.customer << 16) + needs.generation).tolist():
            often[who] = number = often.get(who, 0) + 1
            ordinals.append(number)
        return Addresses(needs.address, needs.generation, np.array(ordinals, dtype=np.int64))

    def hands(self, at: Addresses, what: str) -> NDArray[np.float64]:
        """Four uniform draws for each, shape (many, 4)."""
        hands = np.empty((len(at.who), 4))
        draw_uniforms(self._luck, at, digest(f"{what}/{self._name}"), hands)
        return hands

    def spreads(self, at: Addresses, what: str, of: NDArray[np.void]) -> NDArray[np.float64]:
        """A draw from a spread (an array of one record) for each."""
        drawn = np.empty(len(at.who))
        sample_many(self._luck, at, digest(f"{what}/{self._name}"), of, drawn)
        return drawn
