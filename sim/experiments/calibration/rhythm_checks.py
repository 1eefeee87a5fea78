"""Whether the purchases of a log come at random times: regular gaps, seasons, trends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.experiments.calibration.buying_model import TITLES
from sim.experiments.calibration.cohort import Cohort, visits
from sim.experiments.calibration.hold_out import repeat_curve
from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd
from sim.number_text import decimal, percent

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


IRREGULAR = 0.25
"""Distance of the shape of gaps from 1 beyond which purchases do not come at random. Assumed."""
SEASON = 0.25
"""Distance of a week's index from 1 beyond which it stands out. Assumed."""
SURE = 5.0
"""Errors by which an index or a shape has to be off as well; so many because every week is tried."""
WEEKDAYS = 0.5
"""Difference of the strongest and the weakest day of the week, in average days, that is told. Assumed."""
ENOUGH = 1000
"""Purchases from which days of the week are compared. Assumed."""
LEAST_INDEX = 1e-3
"""Index that stands for a week without purchases where weeks are ranked."""


def doubts_of_rhythm(log: TransactionLog, of: Cohort, model: BgNbd) -> list[str]:
    """Purchases at regular intervals or in bursts, and weeks or days of the week that stand out."""
    return _of_gaps(log, of, model) + _of_weeks(log, of, model) + _of_weekdays(log)


def _of_gaps(log: TransactionLog, of: Cohort, model: BgNbd) -> list[str]:
    found = regularity(log, of)
    if found is None or abs(found.shape - 1) <= max(IRREGULAR, SURE * found.error):
        return []
    how, wrong = ("at more regular intervals", "low") if found.shape > 1 else ("more in bursts", "high")
    return [
        f"customers buy {how} than at random (shape of the gaps {decimal(found.shape, 2)}, standard error "
        f"{decimal(found.error, 2)}; 1 is random); "
        f"{TITLES[type(model)]} takes purchases as random, so the chance of leaving comes out too {wrong}"
    ]


def _of_weeks(log: TransactionLog, of: Cohort, model: BgNbd) -> list[str]:
    weeks = weekly_index(log, of, model)
    index, error = weeks["index"].to_numpy(), weeks["error"].to_numpy()
    distance = np.abs(index - 1)
    off = distance > np.maximum(SEASON, SURE * error)
    if not off.any():
        return []
    worst = int(np.argmax(np.where(off, np.abs(np.log(np.maximum(index, LEAST_INDEX))), 0.0)))
    week = weeks["week"].to_numpy()[worst]
    return [
        f"{off.sum()} of {len(weeks)} weeks are far from what the model expects; week {week} has "
        f"{percent(index[worst])} of the expected purchases. The model knows no seasons, campaigns or days on which "
        "the "
        "shop is closed, and takes a fall after a good season for leaving: fit weeks that are alike, or a whole year"
    ]


def _of_weekdays(log: TransactionLog) -> list[str]:
    if log.grain == "week" or len(log.week) < ENOUGH:
        return []
    days = weekday_index(log)
    if days.max() - days.min() <= WEEKDAYS:
        return []
    return [
        f"{days.idxmax()} has {percent(days.max())} and {days.idxmin()} {percent(days.min())} of the purchases of an "
        "average "
        "day: the model expects the same of all days, so what it foretells of single days is off; whole weeks are not"
    ]
