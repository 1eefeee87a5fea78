"""Between which bounds a mean lies: Student's interval, lengthened to the side to which the values are skewed.

This is the one definition of the interval of a mean in the package; whatever gives one calls it.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

ENOUGH = 10
"""Replications from which on intervals of skewed values hold about as often as they say (docs/how-to/compare.md)."""
MOST_WEIGHT = 4.0
"""Weight of the skewness at most; more lengthens intervals of very few values without making them hold oftener."""
WEIGHT_PER_VALUE = 30.0
"""The weight is 1 + this / n: the skewness of n values is far below that of what they were drawn from."""


def margins(size: int | Floats, deviation: Floats, skew: Floats, level: float) -> tuple[Floats, Floats]:
    """How far a mean's interval reaches below and above it.

    Formula: t = t(n - 1, (1 + level) / 2); t · s / √n to both sides, and further by w · |g| · s · (2 t² + 1) / (6 n) to
    the side of the skew, w = min(4, 1 + 30 / n). With w = 1 that is the first term of the Edgeworth expansion of the
    mean divided by its standard error, so for large n the bounds are right to second order; w was set by measurement,
    since small samples show less skew than there is. The other side stays as Student has it, so that the interval of
    values with heavy tails on both sides is not shortened by the skew that few of them happen to show.
    Source: Student (1908), Biometrika 6, 1-25; Johnson (1978), Modified t tests and confidence intervals for
    asymmetrical populations, Journal of the American Statistical Association 73, 536-544; Hall (1992), The Bootstrap
    and Edgeworth Expansion, ch. 3. Measured: docs/how-to/compare.md.

    ``size`` is the number of values n, ``deviation`` their standard deviation s (divisor n - 1), ``skew`` their
    skewness g (see :func:`skewness`); arrays of one shape. A single value gives not a number.
    """
    from scipy.special import stdtrit

    count = np.asarray(size, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(count > 1, stdtrit(count - 1, (1 + level) / 2), np.nan)
        both = t * deviation / np.sqrt(count)
        weight = np.minimum(MOST_WEIGHT, 1 + WEIGHT_PER_VALUE / count)
        further = weight * skew * deviation * (2 * t**2 + 1) / (6 * count)
    return both + np.maximum(-further, 0.0), both + np.maximum(further, 0.0)


def skewness(values: Floats) -> Floats:
    """The skewness of each column: m₃ / m₂^1.5 of its moments about the mean; 0 where nothing varies.

    >>> skewness(np.array([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])).round(2).tolist()
    [0.6, 0.0]
    """
    apart = values - values.mean(axis=0)
    return skew_of_moments((apart**2).mean(axis=0), (apart**3).mean(axis=0), np.abs(values).max(axis=0))


def skew_of_moments(second: Floats, third: Floats, largest: Floats) -> Floats:
    """Skewness by the second and third moment about the mean; 0 where values differ by no more than rounding."""
    varies = second > (1e-12 * largest) ** 2
    return np.asarray(np.where(varies, third, 0.0) / np.where(varies, second, 1.0) ** 1.5)


def mean_bounds(values: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Mean of each column with its lower and upper bound, for independent rows.

    >>> [round(float(bound), 3) for bound in mean_bounds(np.array([1.0, 2.0, 3.0]), 0.95)]
    [2.0, -0.484, 4.484]
    """
    mean = values.mean(axis=0)
    if len(values) == 1:
        return mean, np.full(mean.shape, np.nan), np.full(mean.shape, np.nan)
    below, above = margins(len(values), values.std(axis=0, ddof=1), skewness(values), level)
    return mean, mean - below, mean + above
