"""Draws on the firms' side, compiled: for many customers at once, or for one of them; addressed as ever."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import kernel
from sim.model.random_numbers import Hand, Luck, hand, life_of, spread


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


class Addresses(NamedTuple):
    """Where the luck of many is found: columns of equal length."""

    who: NDArray[np.int64]
    generation: NDArray[np.int64]
    ordinal: NDArray[np.int64]


@kernel
def draw_hands(luck: Luck, at: Addresses, purpose: int, hands: NDArray[np.float64]) -> None:
    """Fill ``hands``, shape (many, 4), with the four uniform draws of each."""
    for place in range(at.who.shape[0]):
        a, b, c, d = hand(luck, at.who[place], purpose, life_of(at.generation[place], 0), at.ordinal[place])
        hands[place, 0], hands[place, 1], hands[place, 2], hands[place, 3] = a, b, c, d


@kernel
def draw_spreads(luck: Luck, at: Addresses, purpose: int, of: NDArray[np.void], drawn: NDArray[np.float64]) -> None:
    """Fill ``drawn`` with a draw from a spread (an array of one record) for each."""
    for place in range(at.who.shape[0]):
        life = life_of(at.generation[place], 0)
        drawn[place] = spread(luck, at.who[place], purpose, life, at.ordinal[place], of[0])
