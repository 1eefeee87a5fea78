"""One uniform draw for each of many customers, addressed as ever."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clocks.compiled import kernel
from sim.draws import Hand, Luck, hand, life_of, spread


@kernel
def draw_lots(luck: Luck, person: NDArray[np.void], customers: NDArray[np.int64], purpose: int, ordinal: int,
              lots: NDArray[np.float64]) -> None:  # fmt: skip
    """Fill ``lots`` with a draw for each customer (a row of ``person``), for this purpose and ordinal."""
    for place in range(customers.shape[0]):
        someone = person[customers[place]]
        lots[place] = hand(luck, someone.address, purpose, life_of(someone.generation, 0), ordinal)[0]


@kernel
def draw_hand(luck: Luck, who: int, purpose: int, life: int, ordinal: int) -> Hand:
    """Four uniform draws at an address, compiled: for what firms do often."""
    return hand(luck, who, purpose, life, ordinal)


@kernel
def draw_spread(luck: Luck, who: int, purpose: int, life: int, ordinal: int, of: NDArray[np.void]) -> float:
    """A draw from a spread (an array of one record) at an address, compiled."""
    return spread(luck, who, purpose, life, ordinal, of[0])
