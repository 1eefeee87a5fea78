"""Weeks and days of the week in which customers buy more, or less, than a fit expects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.hold_out import repeat_curve
from sim.experiments.transaction_logs.transaction_log import TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd

FEWEST_EXPECTED = 30.0
"""Repeat purchases expected of a week, at least, for its index to be told from chance. Assumed."""


def weekly_index(log: TransactionLog, of: Cohort, model: BgNbd) -> pd.DataFrame:
    """Repeat purchases of each week of the fit, divided by what the fit expects of it.

    Formula: index(w) = (real(w) − real(w − 1)) / (expected(w) − expected(w − 1)); error = 1 / √ of the expected.
    Source: ratio to trend, the usual seasonal index; the error is that of a Poisson count, so it is a little too small.

    Returns week, real, expected, index, error for weeks of which 30 or more repeat purchases are expected.
    """
    curve = repeat_curve(log, of, model)
    curve = curve[curve["fitted"]]
    real, expected = (np.diff(curve[name].to_numpy(dtype=float), prepend=0.0) for name in ("real", "expected"))
    table = pd.DataFrame({"week": curve["week"], "real": real, "expected": expected})
    table = table[table["expected"] >= FEWEST_EXPECTED]
    return table.assign(index=table["real"] / table["expected"], error=1 / np.sqrt(table["expected"]))


def weekday_index(log: TransactionLog) -> pd.Series[float]:
    """Purchases on each day of the week, Monday first, divided by the mean of the seven; whole weeks of the log only.

    Source: ratio to the mean, the usual index of days.
    """
    whole = int(log.length) or 1
    days = np.floor(7 * log.week[log.week < whole] + 1e-6).astype(np.int64)
    counts = np.bincount((days + log.start.weekday()) % 7, minlength=7)
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return pd.Series(counts / counts.mean(), index=names)
