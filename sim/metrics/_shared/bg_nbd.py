"""The BG/NBD and MBG/NBD models: what a firm can tell of its customers from their purchases alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
BOUNDS = ((-7.0, 9.0), (-7.0, 9.0), (-9.0, 4.5), (-7.0, 7.0))
"""Of the logarithm of each parameter in fitting: beyond them the likelihood is flat."""
FEWEST = 10
"""Customers who have bought twice, at least, for four parameters to be told from them. Assumed."""
AT_ONE = 1e-6
"""The expectation has a removable gap at a = 1; a this near to it is moved by as much."""


class BgNbd(NamedTuple):
    """Purchases come at rates spread as Gamma(r, alpha); after each she leaves unseen with a chance of Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    @property
    def dropout_at_first(self) -> bool:
        """Whether a customer may leave right after the first purchase of all."""
        return False


class MbgNbd(BgNbd):
    """BG/NBD in which customers may leave after the first purchase too, so that one-time buyers may be lost at once.

    Source: Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of models for customer base
    analysis, International Journal of Research in Marketing 24(3), 201-209.
    """

    __slots__ = ()

    @property
    def dropout_at_first(self) -> bool:
        """As the model says: always."""
        return True


class History(NamedTuple):
    """What is known of each customer: columns of equal length, times in weeks since her first purchase."""

    repeats: Column
    """Purchases after the first one."""
    last: Column
    """When she bought last; 0 where she has not bought again."""
    known: Column
    """How long ago her first purchase was."""


def log_likelihood(model: BgNbd, seen: History) -> Column:
    """How likely each customer's history is, in logarithms.

    Formula: L = Γ(r + x) α^r / Γ(r) · [B(a, b + x) (α + T)^−(r + x) + (x > 0) B(a + 1, b + x − 1) (α + t)^−(r + x)]
    / B(a, b), x repeats, the last at t, known for T weeks. MBG/NBD: b + 1 for b in the brackets, and both terms for
    every x.
    Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), 275-284;
    Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24(3), 201-209.
    """
    from scipy.special import betaln, gammaln

    r, alpha, a, b = model
    x, first = seen.repeats, int(model.dropout_at_first)
    buying = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    there = betaln(a, b + x + first) - (r + x) * np.log(alpha + seen.known)
    gone = betaln(a + 1, np.maximum(b + x + first - 1, AT_ONE)) - (r + x) * np.log(alpha + seen.last)
    return np.asarray(buying + np.where(x + first > 0, np.logaddexp(there, gone), there))


def expected_purchases(model: BgNbd, seen: History, weeks: float) -> Column:
    """How many purchases each customer is still to make within so many weeks.

    Formula: (a + b + x − 1) / (a − 1) · [1 − u^(a − 1) · F(a + b − 1 − r, a − 1; a + b + x − 1; 1 − u)] /
    (1 + (x > 0) a / (b + x − 1) · ((α + T) / (α + t))^(r + x)), u = (α + T) / (α + T + weeks), F Gauss's
    hypergeometric function (after Euler's transformation, which keeps it small). MBG/NBD: the same with b + 1 for b,
    and the second term of the denominator for every x.
    Source: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, eq. 10; Batislam, Denizel & Filiztekin (2007).
    """
    from scipy.special import expit, hyp2f1

    r, alpha, a, b = model
    a, b = a if abs(a - 1) > AT_ONE else 1 + AT_ONE, b + int(model.dropout_at_first)
    x = seen.repeats
    u = (alpha + seen.known) / (alpha + seen.known + weeks)
    ahead = a + b + x - 1
    bought = ahead / (a - 1) * (1 - u ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, ahead, 1 - u))
    odds = np.log(a / np.maximum(b + x - 1, AT_ONE)) + (r + x) * np.log((alpha + seen.known) / (alpha + seen.last))
    return np.asarray(bought * np.where(x + int(model.dropout_at_first) > 0, expit(-odds), 1.0))


def fitted(seen: History) -> BgNbd:
    """The parameters under which these histories are likeliest (maximum likelihood).

    Raises ``ValueError`` where fewer than :data:`FEWEST` have bought twice: too little then tells a rate.
    """
    from scipy.optimize import minimize

    twice = int((seen.repeats > 0).sum())
    if twice < FEWEST:
        raise ValueError(f"{twice} customers have bought twice; to fit rates of purchase give {FEWEST} or more of them")

    def unlikely(logs: Column) -> float:
        return -float(log_likelihood(BgNbd(*np.exp(logs)), seen).mean())

    rate = float(seen.repeats.sum() / seen.known.sum())
    start = np.clip(np.log([1.0, 1.0 / rate, 1.0, 3.0]), *np.transpose(BOUNDS))
    found = minimize(unlikely, start, method="L-BFGS-B", bounds=BOUNDS, options={"ftol": 1e-12, "gtol": 1e-8})
    return BgNbd(*map(float, np.exp(found.x)))
