"""What contradicts the models' even rhythm: regular or clustered purchases, weeks and weekdays that stand out."""

from __future__ import annotations

import numpy as np

from sim.experiments.calibration.buying_model import TITLES
from sim.experiments.calibration.cohort import Cohort
from sim.experiments.calibration.regularity import regularity
from sim.experiments.calibration.seasonality import weekday_index, weekly_index
from sim.experiments.transaction_logs.transaction_log import TransactionLog
from sim.metrics._shared.bg_nbd import BgNbd
from sim.number_text import percent

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
        f"customers buy {how} than at random (shape of the gaps {found.shape:.2f}, standard error "
        f"{found.error:.2f}; 1 is random); "
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
