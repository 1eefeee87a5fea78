"""When a simulated number agrees with a closed form: |z| < 4 at a fixed seed, and a cap on relative bias."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Z = 4.0


def mean_agrees(drawn: ArrayLike, expected: float, cap: float) -> None:
    """Fail unless the mean of independent draws is the expected one, within 4 standard errors and the relative cap."""
    drawn = np.asarray(drawn, dtype=float)
    error = float(drawn.std(ddof=1)) / math.sqrt(len(drawn))
    z, bias = (drawn.mean() - expected) / error, drawn.mean() / expected - 1
    assert abs(z) < Z, f"mean {drawn.mean():.5g} instead of {expected:.5g}: z = {z:.1f}"
    assert abs(bias) < cap, f"mean {drawn.mean():.5g} instead of {expected:.5g}: off by {bias:.2%}"


def share_agrees(number: int, of: int, expected: float, cap: float) -> None:
    """Fail unless a share of independent people is the expected one, within 4 standard errors and the relative cap."""
    z = (number / of - expected) / math.sqrt(expected * (1 - expected) / of)
    bias = number / of / expected - 1
    assert abs(z) < Z, f"share {number / of:.5g} instead of {expected:.5g}: z = {z:.1f}"
    assert abs(bias) < cap, f"share {number / of:.5g} instead of {expected:.5g}: off by {bias:.2%}"


def histogram_agrees(counts: NDArray[np.int64], expected: NDArray[np.float64]) -> None:
    """Fail unless people are spread over cells (all of them) as expected: each cell within 4 errors, and chi square."""
    people = counts.sum()
    z = (counts - people * expected) / np.sqrt(people * expected * (1 - expected))
    assert np.abs(z).max() < Z, f"cells {counts} instead of {people * expected}: z = {np.round(z, 1)}"
    assert stats.chisquare(counts, people * expected / expected.sum()).pvalue > 1e-4
