"""How sure a figure is that comes from all replications together, such as a ratio of sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def half_width(
    figure: Callable[[NDArray[np.bool_]], NDArray[np.float64]], replications: int, level: float = 0.95
) -> NDArray[np.float64]:
    """Half the width of the confidence interval of figures computed from several replications at once.

    Formula: t(n − 1, (1 + level) / 2) · s / √n, s the spread of n · θ − (n − 1) · θ without r over replications r. Of a
    mean it is the half width of :func:`sim.metrics.interval.interval`.
    Source: Tukey (1958), Annals of Mathematical Statistics 29, 614; Miller (1974), The jackknife: a review, Biometrika
    61, 1-15.

    ``figure`` answers for the replications that are marked, an array of any shape. One replication gives not a number.

    >>> round(float(half_width(lambda kept: np.array([1.0, 2.0, 3.0])[kept].mean(), 3)), 3)
    2.484
    """
    if not 0 < level < 1:
        raise ValueError(f"level={level:g}: a level of confidence lies between 0 and 1; 0.95 is usual")
    everything = np.ones(replications, dtype=bool)
    whole = np.asarray(figure(everything), dtype=float)
    if replications == 1:
        return np.full(whole.shape, np.nan)
    from scipy.special import stdtrit

    without = np.stack([figure(everything & (np.arange(replications) != r)) for r in range(replications)])
    pseudo = replications * whole - (replications - 1) * without
    spread = pseudo.std(axis=0, ddof=1)
    return np.asarray(float(stdtrit(replications - 1, (1 + level) / 2)) * spread / np.sqrt(replications))
