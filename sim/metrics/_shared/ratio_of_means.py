"""How sure a ratio of two means over replications is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.metrics._shared.interval import Interval, interval


def ratio_of_means(above: ArrayLike, below: ArrayLike, level: float = 0.95) -> Interval:
    """Mean of ``above`` / mean of ``below`` with its interval, the two given in pairs, one for each replication.

    Formula: R = ā / b̄; its bounds are R and those of the interval of the mean of (a - R b) / b̄.
    Source: Cochran (1977), Sampling Techniques, ch. 6: the linearised variance of a ratio; good where b̄ is many
    standard errors from 0.

    >>> ratio_of_means([2.0, 4.0], [1.0, 2.0])[:3]
    (2.0, 2.0, 2.0)
    """
    one, other = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    mean = float(other.mean())
    if mean == 0:
        return Interval(np.nan, np.nan, np.nan, level, len(one), "the divisor is 0 on average")
    found = float(one.mean()) / mean
    around = interval((one - found * other) / mean, level)
    return Interval(found, found + around.low, found + around.high, level, len(one), around.note)
