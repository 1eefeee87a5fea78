"""How sure a figure is that comes from all replications together, such as a ratio of sums."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.mean_bounds import mean_bounds


def jackknife_bounds(
    figure: Callable[[NDArray[np.bool_]], NDArray[np.float64]], replications: int, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Figures computed from several replications at once, each with the bounds of its confidence interval.

    Formula: the figure θ of all, and the margins of the mean (:func:`sim.metrics._shared.mean_bounds.margins`)
    of the values
    n · θ − (n − 1) · θ without r, over replications r. Of a mean these are the bounds of
    :func:`sim.metrics._shared.interval.interval`.
    Source: Tukey (1958), Annals of Mathematical Statistics 29, 614; Miller (1974), The jackknife: a review, Biometrika
    61, 1-15.

    ``figure`` answers for the replications that are marked, an array of any shape. Returns figure, low and high, each
    of that shape; bounds of one replication are not a number.

    >>> found = jackknife_bounds(lambda kept: np.array([1.0, 2.0, 3.0])[kept].mean(), 3)
    >>> [round(float(bound), 3) for bound in found]
    [2.0, -0.484, 4.484]
    """
    if not 0 < level < 1:
        raise ValueError(f"level={level:g}: a level of confidence lies between 0 and 1; 0.95 is usual")
    everything = np.ones(replications, dtype=bool)
    whole = np.asarray(figure(everything), dtype=float)
    if replications == 1:
        return whole, np.full(whole.shape, np.nan), np.full(whole.shape, np.nan)
    without = np.stack([figure(everything & (np.arange(replications) != r)) for r in range(replications)])
    mean, low, high = mean_bounds(replications * whole - (replications - 1) * without, level)
    return whole, whole + (low - mean), whole + (high - mean)
