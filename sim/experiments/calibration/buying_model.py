"""How often customers buy and when they stop: the BG/NBD model, fitted with errors."""

from __future__ import annotations

import numpy as np

from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.likeliest import Column, Fit, fit
from sim.metrics.bg_nbd import BOUNDS, FEWEST, BgNbd, expected_purchases, fitted, log_likelihood
from sim.metrics.bg_nbd import History as History

NAMES = ("r", "alpha", "a", "b")


def fit_buying(of: Cohort) -> Fit:
    """The likeliest r, alpha, a and b. Raises ``ValueError`` where fewer than ten customers have bought twice.

    Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), 275-284.
    """
    history = of.history
    if of.repeaters < FEWEST:
        raise ValueError(
            f"{of.repeaters} of {len(of.number):,} customers have bought twice within {of.weeks:g} weeks; rates of "
            f"purchase and of leaving can be told from {FEWEST} or more of them: give a longer log, or more weeks"
        )
    start = fitted(history)
    return fit("BG/NBD", NAMES, lambda values: log_likelihood(BgNbd(*values), history), start, BOUNDS)


def expected_since_first(model: BgNbd, weeks: Column) -> Column:
    """Repeat purchases to be expected of a new customer within so many weeks of her first purchase; 0 before it.

    Formula: E[X(t)] of Fader, Hardie & Lee (2005), eq. 9: what :func:`sim.metrics.bg_nbd.expected_purchases` expects of
    someone of whom nothing is known yet.
    """
    ages, where = np.unique(np.maximum(weeks, 0.0), return_inverse=True)
    nothing = np.zeros(1)
    blank = History(nothing, nothing, nothing)
    each = [float(expected_purchases(model, blank, age)[0]) if age > 0 else 0.0 for age in ages.tolist()]
    return np.array(each)[where].reshape(np.shape(weeks))
