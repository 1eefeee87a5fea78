"""How sure a mean over replications is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from sim.metrics._shared.mean_bounds import margins, mean_bounds, skew_of_moments

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
    (:func:`sim.metrics._shared.mean_bounds.margins`); for differences between two worlds of the same luck give the
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
