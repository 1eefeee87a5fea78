"""Fitting by maximum likelihood, and how sure each parameter is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.deprecated_names import renamed_attribute

Column = NDArray[np.float64]
Slopes = Callable[[Column], tuple[Column, Column]]
STEP = 1e-3
"""Step in the logarithm of a parameter for second derivatives."""
CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One parameter: its likeliest value, its standard error and a 95% interval.

    The interval is taken in the logarithm, so it stays above 0. Error and bounds are not a number where the likelihood
    is flat.
    """

    name: str
    value: float
    error: float
    low: float
    high: float
    at_edge: bool = False
    """Whether it lies at the edge of the values tried, so that the likelihood would rise on beyond."""

    @property
    def upper_ratio(self) -> float:
        """How many times its value the upper bound is; infinite where there is none."""
        return self.high / self.value if np.isfinite(self.high) else float("inf")

    loose = renamed_attribute("loose", "upper_ratio")


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The likeliest parameters of a model, all positive."""

    model: str
    estimates: tuple[Estimate, ...]
    log_likelihood: float
    customers: int
    spread: tuple[tuple[float, ...], ...]
    """Covariance of the logarithms of the parameters, in their order; not a number where the likelihood is flat."""

    @property
    def values(self) -> tuple[float, ...]:
        """The likeliest values, in order."""
        return tuple(estimate.value for estimate in self.estimates)

    def ratio_error(self, above: str, below: str) -> float:
        """Standard error of the logarithm of one parameter divided by another."""
        names = [estimate.name for estimate in self.estimates]
        one, other = names.index(above), names.index(below)
        cover = np.array(self.spread)
        return float(np.sqrt(np.maximum(cover[one, one] + cover[other, other] - 2 * cover[one, other], 0.0)))


def fit(
    model: str,
    names: Sequence[str],
    log_likelihood: Callable[[Column], Column],
    start: Sequence[float] | Sequence[Sequence[float]],
    bounds: Sequence[tuple[float, float]],
    slopes: Slopes | None = None,
) -> Fit:
    """The likeliest values of positive parameters, from the logarithm of each customer's likelihood.

    Formula: the maximum of Σ ln L over the logarithms θ of the parameters within ``bounds``; covariance of θ = inverse
    of −∂² Σ ln L / ∂θ², by central differences; the error of a parameter is its value times that of its logarithm, its
    interval exp(θ ± 1.96 errors). ``start``: values from which the search begins, or several sets of them; the highest
    maximum that is reached counts. ``slopes``: each customer's logarithm again, with its derivatives in the
    logarithms of the parameters in columns; the search is faster with them.
    Source: Fisher (1922), On the mathematical foundations of theoretical statistics; observed information rather than
    expected: Efron & Hinkley (1978), Biometrika 65(3), 457-483.
    """
    from scipy.optimize import minimize
    from scipy.special import ndtri

    def unlikely(logs: Column) -> float:
        return -float(log_likelihood(np.exp(logs)).mean())

    def downhill(logs: Column, with_slopes: Slopes) -> tuple[float, Column]:
        each, steep = with_slopes(np.exp(logs))
        return -float(each.mean()), -np.asarray(steep.mean(axis=0))

    def search(begin: Column) -> tuple[float, Column]:
        target, known = (unlikely, False) if slopes is None else (partial(downhill, with_slopes=slopes), True)
        end = minimize(
            target, begin, jac=known, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13, "gtol": 1e-8}
        )  # type: ignore[call-overload]
        return float(end.fun), np.asarray(end.x, dtype=float)

    begins = np.clip(np.log(np.atleast_2d(start)), *np.transpose(bounds))
    _, best = min((search(begin) for begin in begins), key=lambda one: one[0])
    each = log_likelihood(np.exp(best))
    edge = [bool(min(x - low, high - x) < 10 * STEP) for x, (low, high) in zip(best, bounds, strict=True)]
    cover = _covariance(unlikely, best, len(each), np.array(edge))
    error = np.sqrt(np.diag(cover))
    half = float(ndtri((1 + CONFIDENCE) / 2)) * error
    with np.errstate(over="ignore"):
        values, lows, highs = np.exp(best), np.exp(best - half), np.exp(best + half)
    estimates = tuple(
        Estimate(
            name=name, value=float(values[n]), error=float(values[n] * error[n]), low=float(lows[n]),
            high=float(highs[n]), at_edge=edge[n],
        )
        for n, name in enumerate(names)
    )  # fmt: skip
    spread = tuple(tuple(map(float, row)) for row in cover)
    return Fit(model=model, estimates=estimates, log_likelihood=float(each.sum()), customers=len(each), spread=spread)


def _covariance(
    unlikely: Callable[[Column], float], best: Column, customers: int, edge: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Of the logarithms; parameters at an edge have none, nor has anything where the likelihood does not bend."""
    size = len(best)
    cover = np.full((size, size), np.nan)
    free = np.flatnonzero(~edge)
    bend = np.empty((len(free), len(free)))
    unit = np.eye(size) * STEP
    middle = unlikely(best)
    for row, i in enumerate(free):
        for column, j in enumerate(free[: row + 1]):
            if i == j:
                second = (unlikely(best + unit[i]) - 2 * middle + unlikely(best - unit[i])) / STEP**2
            else:
                second = (
                    unlikely(best + unit[i] + unit[j]) - unlikely(best + unit[i] - unit[j])
                    - unlikely(best - unit[i] + unit[j]) + unlikely(best - unit[i] - unit[j])
                ) / (4 * STEP**2)  # fmt: skip
            bend[row, column] = bend[column, row] = second * customers
    if len(free) and np.isfinite(bend).all() and np.linalg.eigvalsh(bend).min() > FLAT * customers:
        cover[np.ix_(free, free)] = np.linalg.inv(bend)
    return cover


FLAT = 1e-7
"""Least curvature of the likelihood, per customer, that is told from none: below it second differences are rounding."""
