"""Choosing the best of several with a promised probability of being right: the procedure KN.

Source: Kim & Nelson (2001), A fully sequential procedure for indifference-zone selection in simulation, ACM
Transactions on Modeling and Computer Simulation 11(3), 251-273. It allows common random numbers; with normal outputs,
if the best is better than every other by the indifference zone or more, it is chosen with at least the stated
probability.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Draw: TypeAlias = Callable[[Sequence[int], int], NDArray[np.float64]]
"""Given the places of systems and a replication, the output of each of them; more is better."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """How a selection went."""

    best: int
    """The place of the system chosen."""
    dropped: tuple[int | None, ...]
    """Replications that each system had when it was dropped; None for one that stood to the end."""
    replications: int
    """Replications of those that stood to the end."""
    at_most: int
    """Replications after which it would have ended in any case, as known after the first stage."""


def first_stage_factor(systems: int, first: int, confidence: float) -> float:
    """The factor h² by which variances of differences are multiplied.

    Formula: h² = 2 η (n₀ − 1), η = ½ ((2 α / (k − 1))^(−2 / (n₀ − 1)) − 1), α = 1 − confidence (Kim & Nelson 2001 with
    c = 1, and α / (k − 1) for each rival, which holds whatever the systems have in common).

    >>> round(first_stage_factor(5, 10, 0.95), 3)
    11.429
    """
    eta = 0.5 * float((2 * (1 - confidence) / (systems - 1)) ** (-2 / (first - 1)) - 1)
    return 2 * eta * (first - 1)


def select(draw: Draw, systems: int, indifference: float, *, confidence: float = 0.95, first: int = 10) -> Selection:
    """Run KN: replications one by one, those systems dropped that cannot be best any more.

    Formula: after r replications, i stays if mean_i ≥ mean_l − max(0, δ / (2r) · (h² S²_il / δ² − r)) for every l
    that is still in; S²_il is the variance of the differences of the first stage. It ends when one is left, or after
    max ⌊h² S²_il / δ²⌋ + 1 replications with the one of the largest mean.
    """
    factor = first_stage_factor(systems, first, confidence)
    values = np.stack([draw(range(systems), number) for number in range(first)])
    gaps = values[:, :, None] - values[:, None, :]
    reach = np.asarray(factor * gaps.var(axis=0, ddof=1) / indifference**2)
    longest = math.floor(float(reach.max()))
    standing = list(range(systems))
    dropped: list[int | None] = [None] * systems
    total = values.sum(axis=0)
    taken = first
    while taken <= longest and len(standing) > 1:
        for one in [i for i in standing if _behind(i, standing, total / taken, reach, indifference, taken)]:
            dropped[one] = taken
        standing = [one for one in standing if dropped[one] is None]
        if len(standing) == 1:
            break
        total[standing] += draw(standing, taken)
        taken += 1
    best = max(standing, key=lambda one: float(total[one]))
    return Selection(best=best, dropped=tuple(dropped), replications=taken, at_most=max(first, longest + 1))


def _behind(
    one: int, standing: Sequence[int], mean: NDArray[np.float64], reach: NDArray[np.float64], zone: float, taken: int
) -> bool:
    """Whether some other is ahead by more than luck and indifference leave room for."""
    return any(
        mean[one] < mean[other] - max(0.0, zone / (2 * taken) * (float(reach[one, other]) - taken))
        for other in standing if other != one
    )  # fmt: skip
