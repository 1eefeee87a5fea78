"""What a log does not tell: warnings, in words, where parameters are not identified or a model does not suit."""

from __future__ import annotations

import numpy as np

from sim.experiments.calibration.buying_model import hidden_share
from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.maximum_likelihood import Fit
from sim.experiments.transaction_logs.transaction_log import PERIODS, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd
from sim.number_text import decimal, percent, significant

FEW = 100
"""Repeat buyers below which errors are large and their approximation is poor. Assumed."""
LOOSE = 3.0
"""An upper bound so many times the value calls for a warning. Assumed."""
NOBODY_LEAVES = 0.005
"""Mean chance of leaving after a purchase below which it cannot be told from none. Assumed."""
RELATED = 0.2
"""Correlation of frequency and spend beyond which the Gamma-Gamma model's independence is doubtful. Assumed."""
NO_MEAN = 1.05
"""Shape q up to which the spread of mean spends has a mean that is infinite or nearly so."""

BIASED = 0.02
"""Share of days that hide a purchase beyond which a fit that takes days for instants is biased. In a market with .023
the continuous likelihood held the truth of alpha in 40 of 60 intervals."""
TOTALS = 0.1
"""The same beyond which intervals of spends are too narrow. Where it was .13 those of q held the truth in 10 of 14
logs, where it was .20 in 1 of 14, where it was .04 in 12 of 14 (``docs/how-to/calibrate.md``)."""
HIDDEN = 0.2
"""Share of days or weeks that hide a purchase beyond which they are too coarse. Assumed."""


def buying_warnings(of: Cohort, found: Fit) -> list[str]:
    """Too few repeat buyers, parameters at an edge or hardly bounded, nobody who leaves."""
    said = []
    if of.repeaters < FEW:
        said.append(
            f"only {of.repeaters} customers have bought twice: errors are large, and intervals from so few are too "
            "narrow rather than too wide"
        )
    said += _not_told(found)
    r, alpha, a, b = found.values
    if a / (a + b) < NOBODY_LEAVES:
        said.append("very few customers seem to leave: this log does not tell leaving from buying slowly")
    else:
        unsure = any(e.at_edge or e.upper_ratio > LOOSE for e in found.estimates[2:])
        error = found.ratio_error("b", "a")
        if unsure and error < 0.5:
            said.append(
                f"a and b apart are hardly known, but together they are: on average {percent(a / (a + b), 1)} leave "
                "after a "
                "purchase. Forecasts that need only the average are sound; how much customers differ in it is not known"
            )
    if any(e.upper_ratio > LOOSE for e in found.estimates[:2]) and found.ratio_error("r", "alpha") < 0.5:
        said.append(
            f"r and alpha apart are hardly known, but together they are: {significant(r / alpha, 3)} "
            "purchases a week on average"
        )
    return said


def doubts_of_grain(log: TransactionLog, of: Cohort, model: BgNbd, *, spends: bool = False) -> list[str]:
    """Days or weeks that hide so many purchases that rates, or fitted spends, rest on what is assumed within them."""
    if not log.by_day:
        return []
    share = hidden_share(model, of, PERIODS[log.grain])
    grain, finer = log.grain, "the time of day" if log.grain == "day" else "the day"
    if not of.periods and share > BIASED:
        return [
            f"each {grain} is taken for an instant, but about {percent(share)} of the {grain}s with a repeat "
            "purchase hold "
            f"two or more, so rates and chances of leaving are biased; fit without days_as_instants"
        ]
    said = []
    if of.periods and share > HIDDEN:
        said.append(
            f"about {percent(share)} of the {grain}s with a repeat purchase probably hold two or more: the {grain} "
            "is too "
            f"coarse for customers who buy so often, and rates rest on the assumption that purchases within a {grain} "
            f"come at random; give a log with {finer} of each purchase"
        )
    if of.periods and spends and share > TOTALS:
        said.append(
            f"amounts are totals of a {grain}, of which about {percent(share)} hold two purchases or more: spends are "
            f"divided by an expected number of purchases, and the intervals of p, q and gamma are too narrow; give a "
            f"log with {finer} of each purchase"
        )
    return said


def spending_warnings(of: Cohort, found: Fit | None) -> list[str]:
    """No amounts, spends that all but agree or have no mean, and spend that goes with frequency."""
    if found is None:
        return ["amounts say too little: fewer than ten customers have paid for a repeat purchase; no spread is fitted"]
    said = _not_told(found)
    if found.values[1] <= NO_MEAN:
        said.append(
            f"mean spends are spread so widely (q = {significant(found.values[1], 3)}) that their mean is "
            "infinite or nearly so; a scenario takes everybody's mean spend as alike instead"
        )
    some = of.paid > 0
    spend, often = of.spend[some], of.history.repeats[some]
    if spend.std() > 0 and often.std() > 0:
        related = float(np.corrcoef(spend, often)[0, 1])
        if abs(related) > RELATED:
            said.append(
                f"who buys oftener spends {'more' if related > 0 else 'less'} at a time (correlation "
                f"{decimal(related, 2)}); "
                "the model takes the two as independent, so worth per customer is off"
            )
    return said


def _not_told(found: Fit) -> list[str]:
    said = []
    edge = [estimate.name for estimate in found.estimates if estimate.at_edge]
    if edge:
        said.append(
            f"{_listed(edge)} of the {found.model} model lies at the edge of what was tried: the likelihood rises on "
            "beyond, so the log does not fix it and the value stands for 'very large' or 'very small'"
        )
    flat = [e.name for e in found.estimates if not e.at_edge and not np.isfinite(e.error)]
    if flat:
        said.append(
            f"the likelihood of the {found.model} model is flat around {_listed(flat)}: other values would do as well, "
            "so there are no standard errors; give a longer log, or more customers"
        )
    loose = [e for e in found.estimates if not e.at_edge and np.isfinite(e.error) and e.upper_ratio > LOOSE]
    said += [
        f"{e.name} of the {found.model} model is known only between {significant(e.low, 3)} and "
        f"{significant(e.high, 3)}"
        for e in loose
    ]
    return said


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
