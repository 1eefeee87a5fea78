"""What a log does not tell: warnings, in words, where parameters are not identified or a model does not suit."""

from __future__ import annotations

import numpy as np

from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.likeliest import Fit

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


def doubts_of_buying(of: Cohort, found: Fit) -> list[str]:
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
        said.append("hardly anybody seems to leave: this log does not tell leaving from buying slowly")
    else:
        unsure = any(e.at_edge or e.loose > LOOSE for e in found.estimates[2:])
        error = found.ratio_error("b", "a")
        if unsure and error < 0.5:
            said.append(
                f"a and b apart are hardly known, but together they are: on average {a / (a + b):.1%} leave after a "
                "purchase. Forecasts that need only the average are sound; how much customers differ in it is not known"
            )
    if any(e.loose > LOOSE for e in found.estimates[:2]) and found.ratio_error("r", "alpha") < 0.5:
        said.append(
            f"r and alpha apart are hardly known, but together they are: {r / alpha:.3g} purchases a week on average"
        )
    return said


def doubts_of_spending(of: Cohort, found: Fit | None) -> list[str]:
    """No amounts, spends that all but agree or have no mean, and spend that goes with frequency."""
    if found is None:
        return ["amounts say too little: fewer than ten customers have paid for a repeat purchase; no spread is fitted"]
    said = _not_told(found)
    if found.values[1] <= NO_MEAN:
        said.append(
            f"mean spends are spread so widely (q = {found.values[1]:.3g}) that their mean is infinite or nearly so; a "
            "scenario takes everybody's mean spend as alike instead"
        )
    some = of.paid > 0
    spend, often = of.spend[some], of.history.repeats[some]
    if spend.std() > 0 and often.std() > 0:
        related = float(np.corrcoef(spend, often)[0, 1])
        if abs(related) > RELATED:
            said.append(
                f"who buys oftener spends {'more' if related > 0 else 'less'} at a time (correlation {related:.2f}); "
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
    loose = [e for e in found.estimates if not e.at_edge and np.isfinite(e.error) and e.loose > LOOSE]
    said += [f"{e.name} of the {found.model} model is known only between {e.low:.3g} and {e.high:.3g}" for e in loose]
    return said


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
