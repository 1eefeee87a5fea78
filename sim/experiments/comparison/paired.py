"""Differences between strategies that met the same luck, and how sure they are.

Source: Law (2015), Simulation Modeling and Analysis, ch. 10 and 11: paired intervals under common random numbers;
Bonferroni for several at once. Glasserman & Yao (1992), Management Science 38, 884-908: why common luck helps. The
interval of a mean: :mod:`sim.metrics._shared.interval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import margins, mean_bounds, skewness

Joint: TypeAlias = Literal["bonferroni", "none"]
JOINT: tuple[Joint, ...] = ("bonferroni", "none")
MOST = 10_000_000
"""Replications beyond which the number needed is not worked out."""


def pairs_of(names: Sequence[str], baseline: str | None) -> list[tuple[int, int]]:
    """Which strategies are laid side by side, by their places: each with the baseline, or each with each."""
    if baseline is not None:
        base = names.index(baseline)
        return [(place, base) for place in range(len(names)) if place != base]
    return [(one, other) for one in range(len(names)) for other in range(one + 1, len(names))]


def each_level(level: float, count: int, joint: Joint) -> float:
    """The level at which each of so many intervals is taken, so that all of them hold together at ``level``.

    >>> round(each_level(0.95, 5, "bonferroni"), 2), each_level(0.95, 5, "none")
    (0.99, 0.95)
    """
    return 1 - (1 - level) / count if joint == "bonferroni" else level


def paired(
    values: NDArray[np.float64], names: Sequence[str], pairs: Sequence[tuple[int, int]], level: float, joint: Joint
) -> pd.DataFrame:
    """One row per pair: the mean difference with its interval, how much it varies, and what common luck was worth.

    Formula: the mean d̄ of the differences d of n replications with its interval at the level l = :func:`each_level`
    (:func:`sim.metrics._shared.interval.margins`); variance_ratio = (s₁² + s₂²) / s², by how much
    independent luck would
    have made the variance larger, s the standard deviation of d. ``values`` has shape (replications, strategies).
    Returns one, other, difference, low, high, deviation, skewness, replications, variance_ratio.
    """
    first, second = (values[:, [pair[place] for pair in pairs]] for place in (0, 1))
    gaps = first - second
    mean, low, high = mean_bounds(gaps, each_level(level, len(pairs), joint))
    variance, apart = gaps.var(axis=0, ddof=1), first.var(axis=0, ddof=1) + second.var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = apart / variance
    return pd.DataFrame(
        {"one": [names[one] for one, _ in pairs], "other": [names[other] for _, other in pairs], "difference": mean,
         "low": low, "high": high, "deviation": np.sqrt(variance), "skewness": skewness(gaps),
         "replications": len(values), "variance_ratio": worth}
    )  # fmt: skip


def longer_side(table: pd.DataFrame) -> NDArray[np.float64]:
    """How far each interval of a table of :func:`paired` reaches, on the side on which it reaches further."""
    middle, low, high = (table[name].to_numpy(dtype=float) for name in ("difference", "low", "high"))
    return np.asarray(np.maximum(high - middle, middle - low))


def needed(deviation: float, half_width: float, level: float, skew: float = 0.0) -> int:
    """How many replications make an interval reach at most so far to either side, if they vary as these do.

    Formula: the smallest n ≥ 2 whose longer margin (:func:`sim.metrics._shared.interval.margins`) is at most
    ``half_width`` (Law 2015, ch. 9). Raises ``ValueError`` for a half-width that is not above 0.

    >>> needed(2.0, 0.5, 0.95), needed(2.0, 0.5, 0.95, 1.0)
    (64, 79)
    """
    if not half_width > 0:
        raise ValueError(f"half_width={half_width!r}: give a number above 0, in the unit of the measure")
    low, high = 1, 2
    while _longer(deviation, high, level, skew) > half_width:
        low, high = high, 2 * high
        if high > MOST:
            return MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _longer(deviation, middle, level, skew) <= half_width else (middle, high)
    return high


def _longer(deviation: float, size: int, level: float, skew: float) -> float:
    return float(max(margins(size, np.array(deviation), np.array(skew), level)))
