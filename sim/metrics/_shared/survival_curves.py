"""Survival curves of customers who can leave: from all causes together, and from each of several that compete."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class SurvivalCurve(NamedTuple):
    """A survival curve as steps: each value holds from its time to the next. The first time is 0."""

    time: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    """How many were still under observation just before."""
    ended: NDArray[np.int64]
    survival: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def at(self, times: ArrayLike) -> SurvivalCurve:
        """The curve read off at other times; at each, ``at_risk`` and ``ended`` are those of the step in force."""
        place = np.searchsorted(self.time, np.asarray(times, dtype=float), side="right") - 1
        if (place < 0).any():
            raise ValueError("a survival curve begins at 0; ask for times of 0 and more")
        return SurvivalCurve(
            np.asarray(times, dtype=float), self.at_risk[place], self.ended[place],
            self.survival[place], self.low[place], self.high[place],
        )  # fmt: skip


def kaplan_meier(durations: ArrayLike, ended: ArrayLike, level: float = 0.95) -> SurvivalCurve:
    """Share of customers who stay longer than t, though some are still there when we stop looking.

    Formula: S(t) = Π_{t_i <= t} (1 − d_i / n_i), d_i ended and n_i at risk at t_i; Greenwood's
    Var ln S = Σ d_i / (n_i (n_i − d_i)); interval S^exp(± z √(Σ d_i / (n_i (n_i − d_i))) / ln S), inside [0, 1].
    Source: Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481; Greenwood (1926);
    the log(−log) interval: Kalbfleisch & Prentice (1980), The Statistical Analysis of Failure Time Data.

    ``durations`` >= 0, ``ended`` true where the end was seen, both of shape (stays,). Where S is 1 the bounds are 1;
    where nobody is left they are not a number, and without a single stay neither is the
    curve. Raises ``ValueError`` for unequal lengths or negative durations.
    """
    weeks, seen = np.asarray(durations, dtype=float), np.asarray(ended, dtype=bool)
    if weeks.shape != seen.shape or weeks.ndim != 1:
        raise ValueError(f"durations {weeks.shape} and ended {seen.shape}: give two columns of equal length")
    if (weeks < 0).any() or np.isnan(weeks).any():
        raise ValueError(f"durations must be 0 or more; the least given is {weeks.min():g}")
    times, place = np.unique(weeks[seen], return_inverse=True)
    gone = np.bincount(place, minlength=len(times))
    at_risk = len(weeks) - np.searchsorted(np.sort(weeks), times, side="left")
    survival = np.asarray(np.cumprod(1 - gone / at_risk), dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(gone / (at_risk * (at_risk - gone))))
        half = _normal(level) * spread / np.log(survival)
        low, high = survival ** np.exp(-half), survival ** np.exp(half)
    low, high = (np.where(survival > 0, bound, np.nan) for bound in (low, high))
    if len(times) and times[0] == 0:
        return SurvivalCurve(times, at_risk, gone, survival, low, high)
    first = 1.0 if len(weeks) else np.nan
    return SurvivalCurve(
        np.concatenate([[0.0], times]), np.concatenate([[len(weeks)], at_risk]), np.concatenate([[0], gone]),
        *(np.concatenate([[first], column]) for column in (survival, low, high)),
    )  # fmt: skip


def _normal(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level={level:g}: a level of confidence lies between 0 and 1; 0.95 is usual")
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


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
