"""Rows that would spoil a fit: a date or an amount far away from all others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.transaction_log import Column

FEWEST = 10
"""Rows that say what is usual (assumed)."""
RARE = 0.01
"""Share of the rows that may be far away from the others (assumed)."""
SPANS = 3.0
"""A gap of so many times the span of all other dates is far (assumed), if it is a year or longer."""
YEAR = 365
TIMES_MEDIAN = 1000.0
"""An amount of so many times the median is far (assumed)."""


def far_dates(day: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which days lie beyond a gap that is longer than a year and three times as long as all other dates together."""
    far = np.zeros(len(day), dtype=bool)
    if len(day) < FEWEST:
        return far
    start = int(day.min())
    counts = np.bincount(day - start)
    days = np.flatnonzero(counts) + start
    counts = counts[counts > 0]
    low, high, allowed = 0, len(days), max(1, int(RARE * len(day)))
    before, after = np.cumsum(counts), np.cumsum(counts[::-1])[::-1]
    for _ in range(2):
        gaps = np.diff(days[low:high])
        wide = np.flatnonzero(gaps > YEAR) + low
        early = [at for at in wide if before[at] <= allowed and _far(days[at + 1 : high], days[at + 1] - days[at])]
        low = max([low, *(int(at) + 1 for at in early)])
        late = [at for at in wide if at >= low and after[at + 1] <= allowed
                and _far(days[low : at + 1], days[at + 1] - days[at])]  # fmt: skip
        high = min([high, *(int(at) + 1 for at in late)])
    return np.asarray((day < days[low]) | (day > days[high - 1]))


def _far(others: NDArray[np.int64], gap: int) -> bool:
    return bool(gap > SPANS * (others[-1] - others[0] + 1))


def far_amounts(money: Column) -> NDArray[np.bool_]:
    """Which amounts are more than a thousand times the median of what was paid."""
    paid = money[money > 0]
    if len(paid) < FEWEST:
        return np.zeros(len(money), dtype=bool)
    return np.asarray(np.abs(money) > TIMES_MEDIAN * float(np.median(paid)))
