"""The share that has left for each cause, when causes compete."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Incidence(NamedTuple):
    """Cumulative incidence as steps: each row holds from its time to the next. The first time is 0."""

    time: NDArray[np.float64]
    incidence: NDArray[np.float64]
    """Shape (times, causes)."""

    def at(self, times: ArrayLike) -> NDArray[np.float64]:
        """Incidence read off at other times (0 and more), shape (times, causes)."""
        return self.incidence[np.searchsorted(self.time, np.asarray(times, dtype=float), side="right") - 1]


def aalen_johansen(durations: ArrayLike, cause: ArrayLike, causes: int) -> Incidence:
    """Share of customers who have left by t for each cause, given that each can leave only once.

    Formula: F_c(t) = Σ_{t_i <= t} S(t_i−) d_ci / n_i, S the Kaplan-Meier survival from all causes together;
    Σ_c F_c(t) = 1 − S(t).
    Source: Aalen & Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains based on
    censored observations, Scandinavian Journal of Statistics 5, 141-150.

    ``durations`` >= 0 and ``cause`` (0 ... causes − 1, or −1 for still there) have shape (stays,). Not a
    number without a single stay. Raises ``ValueError`` for unequal lengths or a cause outside the range.
    """
    weeks, why = np.asarray(durations, dtype=float), np.asarray(cause, dtype=np.int64)
    if weeks.shape != why.shape or weeks.ndim != 1:
        raise ValueError(f"durations {weeks.shape} and cause {why.shape}: give two columns of equal length")
    if len(why) and (why.min() < -1 or why.max() >= causes):
        raise ValueError(f"causes run from {why.min()} to {why.max()}; give -1 (still there) to {causes - 1}")
    seen = why >= 0
    times, place = np.unique(weeks[seen], return_inverse=True)
    gone = np.bincount(place * causes + why[seen], minlength=len(times) * causes).reshape(len(times), causes)
    at_risk = len(weeks) - np.searchsorted(np.sort(weeks), times, side="left")
    left = np.cumprod(1 - gone.sum(axis=1) / at_risk)
    before = np.concatenate([[1.0], left[:-1]])[: len(times)]
    incidence = np.cumsum(before[:, None] * gone / at_risk[:, None], axis=0)
    if len(times) and times[0] == 0:
        return Incidence(times, incidence)
    first = np.full((1, causes), 0.0 if len(weeks) else np.nan)
    return Incidence(np.concatenate([[0.0], times]), np.concatenate([first, incidence]))
