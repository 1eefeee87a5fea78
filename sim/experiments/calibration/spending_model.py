"""How much customers spend at a time: the Gamma-Gamma model, fitted with errors."""

from __future__ import annotations

import numpy as np

from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.maximum_likelihood import Column, Fit, fit

NAMES = ("p", "q", "gamma")
BOUNDS = ((-5.0, 7.0), (-5.0, 7.0), (-9.0, 14.0))
"""Of the logarithm of each parameter in fitting: beyond them the likelihood is flat."""
FEWEST = 10
"""Customers with a paid repeat purchase, at least, for three parameters to be told from them. Assumed."""


def spend_likelihood(values: Column, spend: Column, paid: Column) -> Column:
    """How likely each customer's mean spend is, in logarithms.

    Formula: L = Γ(p x + q) / (Γ(p x) Γ(q)) · γ^q m^(p x − 1) x^(p x) / (γ + m x)^(p x + q), m the mean of x spends.
    Source: Fader, Hardie & Lee (2005), RFM and CLV, Journal of Marketing Research 42(4), 415-430; Colombo & Jiang
    (1999), Journal of Interactive Marketing 13(3), 2-12.
    """
    from scipy.special import gammaln

    p, q, gamma = values
    shape = p * paid
    weight = gammaln(shape + q) - gammaln(shape) - gammaln(q)
    return np.asarray(
        weight + q * np.log(gamma) + (shape - 1) * np.log(spend) + shape * np.log(paid)
        - (shape + q) * np.log(gamma + spend * paid)
    )  # fmt: skip


def fit_spending(of: Cohort, purchases: Column | None = None) -> Fit | None:
    """The likeliest p, q and gamma of those who paid for a repeat purchase; nothing where fewer than ten did.

    Where the log has days (or weeks), only the total of a day is known, not of how many purchases it is. ``purchases``
    is how many are expected in each customer's day with any, given the customer's history: the totals of x days are
    taken for those of x times as many purchases, so that spend is per purchase. 1 if left out: each day's total is then
    taken for one purchase, as published fits do. Assumed: that number stands for the unseen one, so its own variation
    counts as variation of spends; and all purchases of a customer cost alike on average, on full days and others.
    """
    some = of.paid > 0
    if some.sum() < FEWEST:
        return None
    each = np.ones(int(some.sum())) if purchases is None else purchases[some]
    spend, paid = of.spend[some] / each, of.paid[some] * each
    start = (4.0, 4.0, 0.75 * float(spend.mean()))
    return fit("Gamma-Gamma", NAMES, lambda values: spend_likelihood(values, spend, paid), start, BOUNDS)
