"""Draws on the firms' side, compiled: for many customers at once, or for one of them; addressed as ever."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import compile_kernel
from sim.model.random_numbers import StreamKey, Uniforms, lifetime_index, sample_distribution, uniforms


@compile_kernel
def draw_uniform(luck: StreamKey, person: NDArray[np.void], customers: NDArray[np.int64], purpose: int, ordinal: int,
              lots: NDArray[np.float64]) -> None:  # fmt: skip
    """Fill ``lots`` with a draw for each customer (a row of ``person``), for this purpose and ordinal."""
    for place in range(customers.shape[0]):
        someone = person[customers[place]]
        lots[place] = uniforms(luck, someone.address, purpose, lifetime_index(someone.generation, 0), ordinal)[0]


@compile_kernel
def draw_uniforms_of_one(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int) -> Uniforms:
    """Four uniform draws at an address, compiled: for what firms do often."""
    return uniforms(luck, who, purpose, life, ordinal)


@compile_kernel
def sample_one(luck: StreamKey, who: int, purpose: int, life: int, ordinal: int, of: NDArray[np.void]) -> float:
    """A draw from a spread (an array of one record) at an address, compiled."""
    return sample_distribution(luck, who, purpose, life, ordinal, of[0])


class Addresses(NamedTuple):
    """Where the luck of many is found: columns of equal length."""

    who: NDArray[np.int64]
    generation: NDArray[np.int64]
    ordinal: NDArray[np.int64]


@compile_kernel
def draw_uniforms(luck: StreamKey, at: Addresses, purpose: int, hands: NDArray[np.float64]) -> None:
    """Fill ``hands``, shape (many, 4), with the four uniform draws of each."""
    for place in range(at.who.shape[0]):
        a, b, c, d = uniforms(luck, at.who[place], purpose, lifetime_index(at.generation[place], 0), at.ordinal[place])
        hands[place, 0], hands[place, 1], hands[place, 2], hands[place, 3] = a, b, c, d


@compile_kernel
def sample_many(luck: StreamKey, at: Addresses, purpose: int, of: NDArray[np.void], drawn: NDArray[np.float64]) -> None:
    """Fill ``drawn`` with a draw from a spread (an array of one record) for each."""
    for place in range(at.who.shape[0]):
        life = lifetime_index(at.generation[place], 0)
        drawn[place] = sample_distribution(luck, at.who[place], purpose, life, at.ordinal[place], of[0])
