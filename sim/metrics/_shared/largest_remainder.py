"""Sharing out whole cents so that not one is lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def largest_remainder(
    cents: NDArray[np.int64], group: NDArray[np.int64], weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Each one's part of the amount of her group, by weight; parts are whole and add up to the amount exactly.

    Formula: round(amount × weights so far / all weights) less the same before her, within the group: nobody is more
    than a cent off. ``cents``: an amount per group; ``group`` (ascending) and ``weight`` (0 or more): one entry per
    member. The amount of a group without weight is shared by nobody.

    >>> largest_remainder(np.array([100]), np.array([0, 0, 0]), np.array([1, 1, 1])).tolist()
    [33, 34, 33]
    """
    whole = np.zeros(len(cents), dtype=np.int64)
    np.add.at(whole, group, weight)
    before = np.cumsum(whole) - whole
    so_far = np.cumsum(weight) - before[group]
    part = so_far / np.maximum(whole[group], 1)
    reached = np.floor(cents[group] * part + 0.5).astype(np.int64)
    previous = np.zeros(len(group), dtype=np.int64)
    previous[1:] = np.where(group[1:] == group[:-1], reached[:-1], 0)
    return reached - previous
