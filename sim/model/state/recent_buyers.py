"""Who has bought since somebody last looked, counted for a whole market at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import compile_kernel
from sim.model.state.columns import CUSTOMER


class PurchaseSnapshot(NamedTuple):
    """What was seen of everybody at the last look: columns of equal length."""

    bought: NDArray[np.int32]
    spell: NDArray[np.int32]
    generation: NDArray[np.int32]


@compile_kernel
def bought_since(person: NDArray[np.void], relation: NDArray[np.void], k: int, seen: PurchaseSnapshot,
                 rows: NDArray[np.int64],
                 bought: NDArray[np.int64]) -> int:  # fmt: skip
    """Fill ``rows`` and ``bought`` with the customers of firm ``k`` who have bought since, ascending, and how often.

    Only purchases of the present stay count. Returns how many they are; what was seen becomes what is seen now.
    """
    found = 0
    for i in range(person.shape[0]):
        hers = relation[i, k]
        purchases, spell, generation = hers.purchases, hers.spell, person[i].generation
        same = seen.spell[i] == spell and seen.generation[i] == generation
        new = purchases - seen.bought[i] if same else purchases
        if new > 0 and hers.status == CUSTOMER:
            rows[found], bought[found] = i, new
            found += 1
        seen.bought[i], seen.spell[i], seen.generation[i] = purchases, spell, generation
    return found
