"""Calibration: from a record of purchases to the parameters of the people who made them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiments.calibration.buying_model import (
    TITLES,
    ModelName,
    fit_buying,
    fit_spending,
    known_model,
    purchases_per_active,
)
from sim.experiments.calibration.cohort import Cohort, cohort
from sim.experiments.calibration.hold_out import HoldOut, hold_out, repeat_curve
from sim.experiments.calibration.identification_warnings import buying_warnings, doubts_of_grain, spending_warnings
from sim.experiments.calibration.maximum_likelihood import Fit
from sim.experiments.calibration.rhythm_checks import doubts_of_rhythm
from sim.experiments.provenance import Provenance
from sim.experiments.transaction_logs.transaction_log import SAME_DAY, LogRefusedError, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """What a log tells of its customers, how surely, and how well that foretells weeks it was not fitted to."""

    log: TransactionLog
    cohort: Cohort
    buying: Fit
    """The BG/NBD or MBG/NBD model: r, alpha, a, b, of customers in continuous time, whatever the grain of the log."""
    spending: Fit | None
    """The Gamma-Gamma model: p, q, gamma; nothing where the log has no amounts, or too few."""
    judged: HoldOut | None
    """The hold-out, where the fit left weeks of the log unseen."""
    doubts: tuple[str, ...]
    """What the log does not tell."""

    @property
    def model(self) -> BgNbd:
        """The likeliest rates of buying and leaving."""
        return _model_of(self.buying)

    @property
    def stamp(self) -> Provenance:
        """Where it comes from: the purchases of the log, as they were read. No luck is in a fit."""
        money = () if self.log.money is None else (self.log.money,)
        digest = hashlib.sha256(str(self.log.start).encode())
        for column in (self.log.names, self.log.customer, self.log.week, *money):
            digest.update(column.tobytes())
        luck = f"weeks 1 to {self.cohort.weeks:g} fitted by maximum likelihood"
        return Provenance(worlds={self.log.source: digest.hexdigest()}, luck=luck, called="log")


def calibrate(
    log: TransactionLog, weeks: float | None = None, *, model: ModelName = "bg_nbd", days_as_instants: bool = False
) -> Calibration:
    """Fit rates of buying and leaving, and spends, to the first weeks of a log.

    The customers are those won within these weeks; the rest of the log judges the fit. A log should begin with the
    first purchases of its customers: who was a customer before it began is taken for new.

    The likelihood is chosen by the log's grain: that for instants, or that for days or weeks, in each of which a
    customer bought or did not.
    Source: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284; hold-out as there.

    Args:
        log: The purchases, as from :func:`sim.read_transactions`.
        weeks: Weeks to which the model is fitted; all of the log if left out.
        model: ``bg_nbd``, or ``mbg_nbd``, in which customers may also leave after the first purchase.
        days_as_instants: Whether each day (or week) is taken for an exact instant, as published fits do; estimates are
            then biased where customers buy often.

    Returns:
        The fit with its estimates, their uncertainty, and its forecast of the weeks after it.

    Raises:
        LogRefusedError: For weeks beyond the log, or where too few have bought twice.
        LookupError: For an unknown model.
    """
    model = known_model(model)
    longest = np.ceil(7 * log.length - SAME_DAY) / 7
    if weeks is not None and not 1 <= weeks <= longest + SAME_DAY:
        raise LogRefusedError(
            [f"weeks={weeks:g}: the log is {log.length:.1f} weeks long; give 1 to that many"], log.source
        )
    if not log.by_day and weeks is None:
        weeks = log.length
    of = cohort(log, weeks)
    if days_as_instants:
        of = of._replace(periods=0)
    try:
        buying = fit_buying(of, model)
    except ValueError as error:
        raise LogRefusedError([str(error)], log.source) from None
    likeliest = _model_of(buying)
    spending = None if log.money is None else fit_spending(of, purchases_per_active(likeliest, of))
    doubts = buying_warnings(of, buying) + doubts_of_rhythm(log, of, likeliest)
    doubts += doubts_of_grain(log, of, likeliest, spends=spending is not None)
    no_amounts = ["the log has no amounts, so spends are not fitted"]
    doubts += no_amounts if log.money is None else spending_warnings(of, spending)
    return Calibration(
        log=log,
        cohort=of,
        buying=buying,
        spending=spending,
        judged=hold_out(log, of, likeliest),
        doubts=tuple(doubts),
    )


def _model_of(buying: Fit) -> BgNbd:
    kind = next(kind for kind, title in TITLES.items() if title == buying.model)
    return kind(*buying.values)


def parameters(found: Calibration) -> pd.DataFrame:
    """The fitted parameters, one row each: model, parameter, value, error, low, high (95%), at_edge."""
    table = pd.DataFrame(
        [
            {"model": fit.model, "parameter": e.name, "value": e.value, "error": e.error, "low": e.low, "high": e.high,
             "at_edge": e.at_edge}
            for fit in (found.buying, found.spending) if fit is not None
            for e in fit.estimates
        ]
    )  # fmt: skip
    return found.stamp.on(table)


def curve(found: Calibration) -> pd.DataFrame:
    """Repeat purchases of the calibrated customers over the whole log: week, real, expected, fitted.

    Where the fit is to days (weeks), both count days (weeks) with a repeat purchase.
    """
    return found.stamp.on(repeat_curve(found.log, found.cohort, found.model))
