"""Do customers buy at random, at regular intervals, or in bursts? Wheat and Morrison's estimate, freed of the grain."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.experiments.calibration.cohort import Cohort, visits
from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, TransactionLog

FEWEST_PAIRS = 30
"""Pairs of gaps, at least, for an estimate. Assumed."""


class Regularity(NamedTuple):
    """Shape k of Erlang gaps between purchases: 1 is random (Poisson), above 1 regular, below 1 in bursts."""

    shape: float
    error: float
    """Its standard error."""
    pairs: int
    """Pairs of gaps that it is estimated from."""


def regularity(log: TransactionLog, of: Cohort) -> Regularity | None:
    """How regularly the customers of a cohort bought within its window; nothing where there are too few gaps.

    Two gaps of one customer in a row, t₁ and t₂, divide their sum as M = t₁ / (t₁ + t₂), whose spread depends neither
    on the customer's rate nor on where the record ends: for Erlang gaps of shape k, Var M = 1 / (4 (2k + 1)). Days and
    weeks blur gaps, so that from them k is nearer to 1 than it is; random purchases have 1 in any grain.

    Formula: R = Σ (M − ½)² / Σ v, v the variance under random purchases: 1/12 for instants, (s − 2) / (12 s) where the
    gaps are whole days (or weeks) that add up to s, as t₁ is then uniform on 1 ... s − 1; k = (3 − R) / (2R).
    Disjoint pairs of gaps; error by the spread of (M − ½)² − R v over customers.
    Source: Wheat & Morrison (1990), Estimating purchase regularity with two interpurchase times, Journal of Marketing
    Research 27(1), 87-93; the variance for whole days is our own.
    """
    seen, periods = visits(log), PERIODS[log.grain]
    inside = np.isin(seen.customer, of.number) & (seen.week <= of.end + SAME_DAY / 7)
    customer, week = seen.customer[inside], seen.week[inside]
    starts = np.flatnonzero(np.append(True, customer[1:] != customer[:-1]))
    place = np.arange(len(customer)) - np.repeat(starts, np.diff(np.append(starts, len(customer))))
    last = np.flatnonzero((place >= 2) & (place % 2 == 0))
    total = week[last] - week[last - 2]
    usable = total > 0
    share = ((week[last - 1] - week[last - 2])[usable] / total[usable] - 0.5) ** 2
    random = np.full(len(share), 1 / 12) if not periods else (1 - 2 / (periods * total[usable])) / 12
    if len(share) < FEWEST_PAIRS or random.sum() <= 0 or share.sum() <= 0:
        return None
    ratio = float(share.sum() / random.sum())
    each = np.bincount(customer[last][usable], weights=share - ratio * random)
    ratio_error = float(np.sqrt((each**2).sum()) / random.sum())
    return Regularity((3 - ratio) / (2 * ratio), 1.5 * ratio_error / ratio**2, len(share))
