"""The interval of a mean: Student's, lengthened to the side of the skew."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from sim.metrics._shared.interval import margins, mean_bounds, skewness

SKEWED = np.exp(np.linspace(-1, 2, 12))[:, None] * [1.0, 3.0] + [0.0, 50.0]


def student(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    low, high = stats.t.interval(level, len(values) - 1, values.mean(axis=0), stats.sem(values))
    return low, high


def test_skewness_is_that_of_scipy() -> None:
    assert skewness(SKEWED) == pytest.approx(stats.skew(SKEWED))


def test_the_side_of_the_skew_is_lengthened_and_the_other_is_students() -> None:
    _, low, high = mean_bounds(SKEWED, 0.9)
    least, most = student(SKEWED, 0.9)
    assert low == pytest.approx(least)
    t, size = stats.t.ppf(0.95, 11), 12
    further = (1 + 30 / size) * stats.skew(SKEWED) * SKEWED.std(axis=0, ddof=1) * (2 * t**2 + 1) / (6 * size)
    assert high == pytest.approx(most + further)


def test_mirrored_and_stretched_values_have_mirrored_and_stretched_bounds() -> None:
    mean, low, high = mean_bounds(SKEWED, 0.95)
    turned, least, most = mean_bounds(7 - 3 * SKEWED, 0.95)
    assert turned == pytest.approx(7 - 3 * mean)
    assert (least, most) == (pytest.approx(7 - 3 * high), pytest.approx(7 - 3 * low))


def test_values_that_do_not_vary_have_no_width() -> None:
    mean, low, high = mean_bounds(np.full((6, 2), [0.1, 1e9]), 0.95)
    assert low == pytest.approx(mean, rel=1e-12) and high == pytest.approx(mean, rel=1e-12)


def test_two_values_show_no_skew() -> None:
    _, low, high = mean_bounds(np.array([1.0, 4.0]), 0.95)
    assert (low, high) == pytest.approx(stats.t.interval(0.95, 1, 2.5, 1.5))


def test_many_values_have_the_first_term_of_edgeworth_and_no_more() -> None:
    below, above = margins(1_000_000, np.array(1.0), np.array(2.0), 0.95)
    assert (above - below) / (2.0 * (2 * 1.96**2 + 1) / 6e6) == pytest.approx(1.0, rel=1e-3)


def test_margins_shrink_with_the_number_of_values() -> None:
    reach = [max(margins(size, np.array(1.0), np.array(1.5), 0.95)) for size in range(2, 200)]
    assert all(one > other for one, other in pairwise(reach))
