"""Judging a fit on weeks it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.experiments.calibration.buying_model import expected_ahead, expected_by
from sim.experiments.calibration.cohort import Cohort, visits
from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd


@dataclass(frozen=True, kw_only=True)
class HoldOut:
    """The weeks after the fit: foretold, and as they were."""

    weeks: float
    """Length of the hold-out."""
    mean_error: float
    """Mean over its weeks of |foretold / real − 1|, both counted from the beginning of the log."""
    last_error: float
    """Foretold / real − 1 in the last week."""
    correlation: float
    """Between what was expected of each customer, given her history, and what she then bought."""


def repeat_curve(log: TransactionLog, of: Cohort, model: BgNbd) -> pd.DataFrame:
    """Repeat purchases of a cohort adding up, week by week: as they were and as the model expects them.

    Formula: expected(w) = Σ_i E[X(w − first_i)]; real(w) = repeat purchases of these customers up to the end of week w.
    Where the log counts days (weeks), both count days (weeks) with a repeat purchase.
    Source: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284, fig. 5.

    Returns one row per whole week of the log: week (1 is the first), real, expected, fitted (whether the fit saw it).
    """
    weeks = np.arange(1, int(log.length + SAME_DAY) + 1)
    real = repeats_by(log, weeks, of)
    first_grain = 1 / PERIODS[log.grain] if log.by_day and not of.periods else 0.0
    expected = expected_by(model, of, np.asarray(weeks - first_grain, dtype=float))
    return pd.DataFrame({"week": weeks, "real": real, "expected": expected, "fitted": weeks <= of.weeks + SAME_DAY})


def repeats_by(log: TransactionLog, weeks: NDArray[np.int64], of: Cohort | None = None) -> NDArray[np.int64]:
    """Repeat purchases up to the end of each week, counted as the log counts them; of a cohort, or of all customers."""
    seen = visits(log)
    mine = ~seen.opens if of is None else ~seen.opens & np.isin(seen.customer, of.number)
    at = np.sort(seen.week[mine]) + (1 / PERIODS[log.grain] if log.by_day else 0.0)
    return np.searchsorted(at, weeks + SAME_DAY, side="right")


def hold_out(log: TransactionLog, of: Cohort, model: BgNbd) -> HoldOut | None:
    """How well a fit to the first weeks of a log foretells the rest; nothing where it saw all whole weeks."""
    curve = repeat_curve(log, of, model)
    unseen = curve[~curve["fitted"]]
    if not len(unseen) or (unseen["real"] <= 0).any():
        return None
    error = unseen["expected"].to_numpy() / unseen["real"].to_numpy() - 1
    ahead = log.length - of.weeks
    bought = _repeats_after(log, of)
    foretold = expected_ahead(model, of, log.length - of.end - 1 / of.periods if of.periods else ahead)
    related = float(np.corrcoef(foretold, bought)[0, 1]) if bought.std() > 0 and foretold.std() > 0 else float("nan")
    return HoldOut(
        weeks=float(ahead), mean_error=float(np.abs(error).mean()), last_error=float(error[-1]), correlation=related
    )


def _repeats_after(log: TransactionLog, of: Cohort) -> np.ndarray:
    """What each customer of the cohort bought after its window."""
    seen = visits(log)
    later = seen.customer[seen.week > of.end + SAME_DAY / 7]
    counts = np.bincount(later, minlength=len(log.names))
    return np.asarray(counts[of.number], dtype=float)
