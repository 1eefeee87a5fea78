"""Trade figures: how many purchases there were in the market, as the trade publishes them, late and not exact."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import draw_uniforms_of_one
from sim.model.events import RANK
from sim.model.random_numbers import digest

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess


def normal(uniforms: tuple[float, float, float, float]) -> float:
    """A standard normal draw from the first two of four uniform ones (Box & Muller 1958)."""
    return math.sqrt(-2.0 * math.log(uniforms[0])) * math.cos(2.0 * math.pi * uniforms[1])


class TradeFigures:
    """What one firm reads of the market's purchases, week by week; what it has read stays as it was."""

    def __init__(self, firm: FirmProcess) -> None:
        self._firm = firm
        self._factors: list[float] = []

    def published(self, weekly: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """Purchases of all firms by week as far as they are published; ``weekly`` as in ``MarketProcess.weekly``.

        Figure = truth × exp(error × z - error² / 2), z standard normal at an address of firm and week.
        """
        firm, settings = self._firm, self._firm.settings.intelligence
        if not settings.trade_figures:
            return None
        weeks = max(0, math.floor(firm.now - settings.trade_delay))
        luck, who, purpose = firm.market.state.stream_key, digest(firm.name), digest("trade figures")
        error = settings.trade_error
        while len(self._factors) < weeks:
            z = normal(draw_uniforms_of_one(luck, who, purpose, 0, len(self._factors)))
            self._factors.append(math.exp(error * z - error * error / 2))
        bought = weekly[:weeks, :, RANK["purchase"], 0].sum(axis=1)
        read: NDArray[np.float64] = np.multiply(bought, self._factors[:weeks], dtype=np.float64)
        read.flags.writeable = False
        return read
