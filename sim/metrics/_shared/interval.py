"""Intervals of means, ratios and weighted sums over replications."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

ONE_REPLICATION = "one replication: its value says nothing of chance; run two or more for an interval"

NO_VALUE = "{} of {} values are missing; a mean needs them all"


class Interval(NamedTuple):
    """A mean with the bounds between which the true mean lies at the stated level of confidence."""

    mean: float
    low: float
    high: float
    level: float
    replications: int
    note: str = ""
    """Why there are no bounds, when there are none."""


def interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """The mean over independent replications with its confidence interval.

    Formula: mean ± t(n − 1, (1 + level) / 2) · s / √n, further to the side to which the values are skewed
    (:func:`sim.metrics._shared.interval.margins`); for differences between two worlds of the same luck give the
    differences (the paired form).
    Source: Student (1908), The probable error of a mean, Biometrika 6, 1-25; Johnson (1978), Journal of the American
    Statistical Association 73, 536-544. How often it holds the truth: docs/how-to/compare.md.

    One replication gives bounds that are not a number, and a note that says so; so does a value that is not a
    number. Raises ``ValueError`` for no values or a level outside (0, 1).

    >>> [round(bound, 3) for bound in interval([1.0, 2.0, 3.0])[:3]]
    [2.0, -0.484, 4.484]
    """
    _checked(level)
    sample = np.asarray(values, dtype=float).ravel()
    size = len(sample)
    if size == 0:
        raise ValueError("no values: an interval needs at least one replication")
    mean = float(sample.mean())
    if size == 1:
        return Interval(mean, np.nan, np.nan, level, 1, ONE_REPLICATION)
    if np.isnan(mean):
        return Interval(np.nan, np.nan, np.nan, level, size, NO_VALUE.format(np.isnan(sample).sum(), size))
    mean, low, high = (float(bound) for bound in mean_bounds(sample, level))
    return Interval(mean, low, high, level, size)


def over_replications(frame: pd.DataFrame, value: str, by: list[str], level: float = 0.95) -> pd.DataFrame:
    """A metric's mean over replications with its interval, for each combination of the columns ``by``.

    Returns the columns ``by``, the mean under the name of ``value``, ``low``, ``high`` and ``replications``;
    a note on missing bounds is in ``frame.attrs["note"]``. Raises ``KeyError`` for a column that is not there.
    """
    _checked(level)
    group = frame.groupby(by, observed=True, sort=False).ngroup().to_numpy()
    values = frame[value].to_numpy(dtype=float)
    size = np.bincount(group)
    mean = np.bincount(group, weights=values) / size
    apart, largest = values - mean[group], np.zeros(len(size))
    with np.errstate(invalid="ignore"):
        np.maximum.at(largest, group, np.abs(values))
    squares, cubes = np.bincount(group, weights=apart**2), np.bincount(group, weights=apart**3)
    skew = skew_of_moments(squares / size, cubes / size, largest)
    with np.errstate(divide="ignore", invalid="ignore"):
        below, above = margins(size.astype(float), np.sqrt(squares / (size - 1)), skew, level)
    table = frame[by].iloc[np.unique(group, return_index=True)[1]].reset_index(drop=True)
    table[value], table["low"], table["high"], table["replications"] = mean, mean - below, mean + above, size
    notes = [ONE_REPLICATION] if (size == 1).any() else []
    notes += [NO_VALUE.format(np.isnan(values).sum(), len(values))] if np.isnan(values).any() else []
    table.attrs["note"] = "; ".join(notes)
    return table


def _checked(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level={level:g}: a level of confidence lies between 0 and 1; 0.95 is usual")


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


def wilson_bounds(held: ArrayLike, tried: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Bounds of a share, from how often something held among so many tries; they stay between 0 and 1.

    Formula: (h + z²/2 ± z √(h (n − h) / n + z²/4)) / (n + z²) for h of n.
    Source: Wilson (1927), Probable inference, Journal of the American Statistical Association 22, 209-212.

    ``held`` and ``tried`` are counts, arrays of one shape. No tries give not a number.

    >>> [round(float(bound), 3) for bound in wilson_bounds(8, 8)]
    [0.676, 1.0]
    """
    from scipy.special import ndtri

    _checked(level)
    times, number, z = np.asarray(held, dtype=float), np.asarray(tried, dtype=float), float(ndtri((1 + level) / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = z * np.sqrt(times * (number - times) / number + z**2 / 4)
    middle, size = times + z**2 / 2, number + z**2
    return np.asarray((middle - half) / size), np.asarray((middle + half) / size)


def share_interval(holds: ArrayLike, level: float = 0.95) -> Interval:
    """The share of replications in which something holds, with Wilson's interval (:func:`wilson_bounds`).

    ``holds`` has 1 for each replication in which it holds, and 0 for the others. Eight of eight is 100%, and at least
    68%: an interval of the mean would have no width where nothing varies. Raises ``ValueError`` for no replications, or
    other values.

    >>> share_interval([1, 1, 1, 0]).mean, round(share_interval([1, 1, 1, 0]).low, 2)
    (0.75, 0.3)
    """
    sample = np.asarray(holds, dtype=float).ravel()
    if len(sample) == 0 or not np.isin(sample, (0.0, 1.0)).all():
        raise ValueError("a share is counted over one replication or more, 1 where it holds and 0 where it does not")
    low, high = wilson_bounds(sample.sum(), len(sample), level)
    return Interval(float(sample.mean()), float(low), float(high), level, len(sample))


def jackknife_bounds(
    figure: Callable[[NDArray[np.bool_]], NDArray[np.float64]], replications: int, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Figures computed from several replications at once, each with the bounds of its confidence interval.

    Formula: the figure θ of all, and the margins of the mean (:func:`sim.metrics._shared.interval.margins`)
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
