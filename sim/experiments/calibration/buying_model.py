"""The models that are fitted to a log: when customers buy, and what they spend."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np

from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.maximum_likelihood import Column, Fit, fit
from sim.metrics._shared.bg_nbd import BOUNDS, FEWEST, BgNbd, MbgNbd, expected_purchases, log_likelihood
from sim.metrics._shared.bg_nbd import History as History
from sim.metrics._shared.bg_nbd_periods import PeriodHistories, expected_active_since_first
from sim.registry import UnknownNameError, unknown

ModelName: TypeAlias = Literal["bg_nbd", "mbg_nbd"]
MODELS: dict[str, type[BgNbd]] = {"bg_nbd": BgNbd, "mbg_nbd": MbgNbd}
TITLES = {BgNbd: "BG/NBD", MbgNbd: "MBG/NBD"}
BUYING_NAMES = ("r", "alpha", "a", "b")
PERIOD_BOUNDS = ((-7.0, 5.0), *BOUNDS[1:])
"""Of the logarithms for days and weeks: beyond r = 148 the rates of customers are one rate to the grid."""
STARTS = ((1.0, 1.0, 3.0), (1.0, 0.1, 1.0))
"""r, a and b from which the search begins. Where customers buy often, the likelihood has a second, lower top at which
nobody leaves, so one start is not enough."""


def known_model(asked: str) -> ModelName:
    """The model of this name. Raises ``LookupError`` for one that there is not."""
    found: ModelName | None = next((model for model in get_args(ModelName) if model == asked), None)
    if found is None:
        raise UnknownNameError(unknown("model", asked, MODELS))
    return found


def fit_buying(of: Cohort, model: ModelName = "bg_nbd") -> Fit:
    """The likeliest r, alpha, a and b, by the likelihood for instants, or for days or weeks where only those are known.

    Raises ``ValueError`` where fewer than ten customers have bought twice.
    Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), 275-284; for
    days and weeks see :meth:`sim.metrics._shared.bg_nbd_periods.PeriodHistories.log_likelihood`.
    """
    history = of.history
    if of.repeaters < FEWEST:
        raise ValueError(
            f"{of.repeaters} of {len(of.number):,} customers have bought twice within {of.weeks:g} weeks; rates of "
            f"purchase and of leaving can be told from {FEWEST} or more of them: give a longer log, or more weeks"
        )
    kind = MODELS[model]
    bounds = PERIOD_BOUNDS if of.periods else BOUNDS
    active = PeriodHistories(history, of.periods) if of.periods else None

    def likelihood(values: Column) -> Column:
        now = kind(*map(float, values))
        return log_likelihood(now, history) if active is None else active.log_likelihood(now)

    gap = float(history.known.sum() / history.repeats.sum())
    starts = [(r, r * gap, a, b) for r, a, b in STARTS]
    if active is None:
        return fit(TITLES[kind], BUYING_NAMES, likelihood, starts, bounds, None)
    periods = active
    return fit(
        TITLES[kind], BUYING_NAMES, likelihood, starts, bounds,
        lambda values: periods.log_likelihood_and_slopes(kind(*map(float, values))),
    )  # fmt: skip


def expected_since_first(model: BgNbd, weeks: Column) -> Column:
    """Repeat purchases to be expected of a new customer within so many weeks of her first purchase; 0 before it.

    Formula: E[X(t)] of Fader, Hardie & Lee (2005), eq. 9: what
    :func:`sim.metrics._shared.bg_nbd.expected_purchases` expects of
    a customer of whom nothing is known yet.
    """
    ages, where = np.unique(np.maximum(weeks, 0.0), return_inverse=True)
    nothing = np.zeros(1)
    blank = History(nothing, nothing, nothing)
    each = [float(expected_purchases(model, blank, age)[0]) if age > 0 else 0.0 for age in ages.tolist()]
    return np.array(each)[where].reshape(np.shape(weeks))


def expected_by(model: BgNbd, of: Cohort, ends: Column) -> Column:
    """Repeat purchases of a cohort to be expected up to the end of each of these times, in weeks.

    Where the fit is to days or weeks, the days or weeks with a repeat purchase instead, as its log counts them.
    """
    first, times = np.unique(of.first, return_counts=True)
    if not of.periods:
        return np.asarray(expected_since_first(model, ends[:, None] - first[None, :]) @ times)
    after = np.rint(of.periods * ends[:, None]) - 1 - np.rint(of.periods * first[None, :])
    count = np.maximum(after, 0).astype(np.int64)
    each = expected_active_since_first(model, int(count.max(initial=0)), of.periods)
    return np.asarray(each[count] @ times)


def expected_ahead(model: BgNbd, of: Cohort, weeks: float) -> Column:
    """What each customer will buy within so many weeks after the window, given her history; counted as the fit does."""
    if not of.periods:
        return expected_purchases(model, of.history, weeks)
    return PeriodHistories(of.history, of.periods).expected_active(model, weeks)


def purchases_per_active(model: BgNbd, of: Cohort) -> Column:
    """Purchases to be expected in a day or week with any, of each customer, given her history; 1 for instants."""
    if not of.periods:
        return np.ones(len(of.number))
    return PeriodHistories(of.history, of.periods).purchases_per_active(model)


def hidden_share(model: BgNbd, of: Cohort, periods: int | None = None) -> float:
    """Share of the days or weeks with a repeat purchase that hold two or more, as the fit expects; 0 for instants.

    ``periods``: periods in a week, those of the fit if left out.
    """
    count = of.periods if periods is None else periods
    if not count:
        return 0.0
    repeats = of.history.repeats
    return float(PeriodHistories(of.history, count).hidden_share(model) @ repeats / max(float(repeats.sum()), 1.0))


SPENDING_NAMES = ("p", "q", "gamma")
SPENDING_BOUNDS = ((-5.0, 7.0), (-5.0, 7.0), (-9.0, 14.0))
"""Of the logarithm of each parameter in fitting: beyond them the likelihood is flat."""
FEWEST_SPENDERS = 10
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
    if some.sum() < FEWEST_SPENDERS:
        return None
    each = np.ones(int(some.sum())) if purchases is None else purchases[some]
    spend, paid = of.spend[some] / each, of.paid[some] * each
    start = (4.0, 4.0, 0.75 * float(spend.mean()))
    return fit(
        "Gamma-Gamma", SPENDING_NAMES, lambda values: spend_likelihood(values, spend, paid), start, SPENDING_BOUNDS
    )
