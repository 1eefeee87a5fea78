"""Who has bought since someone last looked, counted for a whole market at once."""

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
def bought_since(person: NDArray[np.void], relation: NDArray[np.void], firm: int, seen: PurchaseSnapshot,
                 rows: NDArray[np.int64],
                 bought: NDArray[np.int64]) -> int:  # fmt: skip
    """Fill ``rows`` and ``bought`` with the customers of the firm who have bought since, ascending, and how often.

    Only purchases of the present stay count. Returns how many they are; what was seen becomes what is seen now.
    """
    found = 0
    for customer in range(person.shape[0]):
        hers = relation[customer, firm]
        purchases, spell, generation = hers.purchases, hers.spell, person[customer].generation
        same = seen.spell[customer] == spell and seen.generation[customer] == generation
        new = purchases - seen.bought[customer] if same else purchases
        if new > 0 and hers.status == CUSTOMER:
            rows[found], bought[found] = customer, new
            found += 1
        seen.bought[customer], seen.spell[customer], seen.generation[customer] = purchases, spell, generation
    return found
