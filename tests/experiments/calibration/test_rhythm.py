"""Regular purchases, bursts, seasons and weekdays are diagnosed; random purchases are not taken for any of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.experiments.calibration.calibrate import calibrate
from sim.experiments.calibration.cohort import cohort
from sim.experiments.calibration.rhythm_checks import regularity, weekday_index, weekly_index
from sim.experiments.transaction_logs.transaction_log import Grain, TransactionLog
from tests.experiments.calibration.test_grain import DENSE, SPARSE, customers


def said(log: TransactionLog, part: str) -> bool:
    return any(part in doubt for doubt in calibrate(log).doubts)


@pytest.mark.parametrize("grain", ["instant", "day", "week"])
def test_random_purchases_have_shape_one_in_any_grain(grain: Grain) -> None:
    """|z| < 4, with customers who differ in rate, leave, and are cut off by the end of the log."""
    for model, weeks in ((SPARSE, 52), (DENSE, 20)):
        log = customers(model, 2000, weeks, grain, seed=9)
        found = regularity(log, cohort(log))
        assert found is not None and abs(found.shape - 1) < 4 * found.error


@pytest.mark.parametrize("shape", [2, 3])
def test_the_shape_of_regular_gaps_is_found_from_instants(shape: int) -> None:
    log = customers(SPARSE, 2000, 52, shape=shape)
    found = regularity(log, cohort(log))
    assert found is not None and abs(found.shape - shape) < 4 * found.error
    by_day = regularity(replace(log, grain="day"), cohort(replace(log, grain="day")))
    assert by_day is not None and 1 < by_day.shape < found.shape


def test_regular_customers_are_told_and_random_ones_are_not() -> None:
    assert said(customers(SPARSE, 1000, 52, "day", shape=3), "customers buy at more regular intervals than at random")
    random = customers(SPARSE, 1000, 52, "day")
    assert not any(said(random, part) for part in ("than at random", "weeks are far from", "of an average day"))


def test_a_week_with_the_shop_closed_is_named() -> None:
    log = customers(DENSE, 1000, 20, "day")
    week = np.floor(log.week + 1e-9)
    open_ = week != 12
    closed = replace(log, customer=log.customer[open_], week=log.week[open_])
    assert said(closed, "week 13 has 0% of the expected purchases")
    found = calibrate(log)
    table = weekly_index(found.log, found.cohort, found.model)
    assert ((table["index"] - 1).abs() < 5 * table["error"]).all()


def test_a_strong_weekday_is_named() -> None:
    log = customers(DENSE, 1000, 20, "day")
    day = np.rint(7 * log.week).astype(int) % 7
    luck = np.random.default_rng(1)
    kept = (day != 2) | (luck.random(len(day)) < 0.3)
    thinned = replace(log, customer=log.customer[kept], week=log.week[kept])
    index = weekday_index(thinned)
    assert index.idxmin() == "Wednesday" and index["Wednesday"] == pytest.approx(0.33, abs=0.05)
    assert said(thinned, "and Wednesday 3")
