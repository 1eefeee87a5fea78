"""Differences between strategies that met the same luck, and how sure they are.

Source: Law (2015), Simulation Modeling and Analysis, ch. 10 and 11: paired t intervals under common random numbers;
Bonferroni for several at once. Glasserman & Yao (1992), Management Science 38, 884-908: why common luck helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

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

    Formula: d̄ ± t(n − 1, (1 + l) / 2) · s / √n with d the differences of n replications, s their standard deviation,
    l = :func:`each_level`; variance_ratio = (s₁² + s₂²) / s², by how much independent luck would have made the
    variance larger. ``values`` has shape (replications, strategies).
    Returns one, other, difference, low, high, deviation, replications, variance_ratio.
    """
    size = len(values)
    each = each_level(level, len(pairs), joint)
    rows = []
    for one, other in pairs:
        gap = values[:, one] - values[:, other]
        deviation = float(gap.std(ddof=1))
        half = float(stdtrit(size - 1, (1 + each) / 2)) * deviation / np.sqrt(size)
        apart = float(values[:, one].var(ddof=1) + values[:, other].var(ddof=1))
        mean = float(gap.mean())
        rows.append(
            (names[one], names[other], mean, mean - half, mean + half, deviation, size,
             apart / deviation**2 if deviation else np.inf if apart else np.nan)
        )  # fmt: skip
    columns = ["one", "other", "difference", "low", "high", "deviation", "replications", "variance_ratio"]
    return pd.DataFrame(rows, columns=columns)


def needed(deviation: float, half_width: float, level: float) -> int:
    """How many replications make a t interval at most so wide on either side, if they vary as these do.

    Formula: the smallest n ≥ 2 with t(n − 1, (1 + level) / 2) · s / √n ≤ half_width (Law 2015, ch. 9).
    Raises ``ValueError`` for a half-width that is not above 0.

    >>> needed(2.0, 0.5, 0.95)
    64
    """
    if not half_width > 0:
        raise ValueError(f"half_width={half_width!r}: give a number above 0, in the unit of the measure")
    low, high = 1, 2
    while _half(deviation, high, level) > half_width:
        low, high = high, 2 * high
        if high > MOST:
            return MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _half(deviation, middle, level) <= half_width else (middle, high)
    return high


def _half(deviation: float, size: int, level: float) -> float:
    return float(stdtrit(size - 1, (1 + level) / 2)) * deviation / float(np.sqrt(size))
