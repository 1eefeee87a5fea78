"""Transaction logs for tests: of a made-up shop, and odd ones as people have them."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.calibration.buying_model import ModelName
from sim.experiments.calibration.calibrate import Calibration, calibrate
from sim.experiments.calibration.cdnow import cdnow_file
from sim.experiments.transaction_logs.log_checks import read_transactions
from sim.experiments.transaction_logs.transaction_log import LogRefusedError, TransactionLog

AS_IT_IS = ("keep-free", "keep-repeats")
"""CDNOW's record has 8 purchases at 0 dollars and 21 equal rows; the published fits count them all."""


def shop(customers: int = 400, weeks: int = 52, seed: int = 7) -> pd.DataFrame:
    """Purchases of customers who come in the first quarter, buy at rates of their own, and never leave."""
    luck = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        week = luck.uniform(0, 13)
        rate = luck.gamma(1.5, 0.15)
        mean = 40 / luck.gamma(5, 0.25)
        while week < weeks:
            rows.append((f"c{customer:04d}", week, max(0.01, round(luck.gamma(4, mean / 4), 2))))
            week += max(luck.exponential(1 / rate), 1 / 7)
    table = pd.DataFrame(rows, columns=["customer_id", "week", "monetary_value"])
    day = np.floor(7 * table.pop("week")).astype(int)
    table.insert(1, "datetime", (pd.Timestamp("2023-01-02") + pd.to_timedelta(day, unit="D")).dt.strftime("%Y-%m-%d"))
    return table.drop_duplicates(["customer_id", "datetime"]).reset_index(drop=True)


def cdnow_path() -> Path:
    """The real record; without its wheel the test is skipped, on the build server it fails."""
    path = cdnow_file()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("on the build server the real data must be there: install the extra 'validation'")
        pytest.skip("the real purchases come with the extra 'validation'")
    return path


@lru_cache
def cdnow_log() -> TransactionLog:
    return read_transactions(cdnow_path(), mend=AS_IT_IS)


@lru_cache
def cdnow_fit(*, days_as_instants: bool = True, model: ModelName = "bg_nbd") -> Calibration:
    """Fitted to the first 39 of 78 weeks, each day taken for an instant as in the published fits."""
    return calibrate(cdnow_log(), 39, days_as_instants=days_as_instants, model=model)


FIRST = pd.Timestamp("2023-01-02")


def purchases(customers: int = 30, rows: int = 240) -> pd.DataFrame:
    """A log by day: text of the customer, date, amount in cents; no customer twice on one day, all rows in order."""
    luck = np.random.default_rng(4)
    table = pd.DataFrame(
        {
            "customer_id": [f"c{number:03d}" for number in luck.integers(0, customers, rows)],
            "datetime": FIRST + pd.to_timedelta(np.sort(luck.integers(0, 360, rows)), unit="D"),
            "monetary_value": np.round(luck.gamma(4, 10, rows), 2) + 0.01,
        }
    )
    table.loc[0, "datetime"] = FIRST
    return table.drop_duplicates(["customer_id", "datetime"]).reset_index(drop=True)


def csv_file(folder: Path, table: pd.DataFrame, *, encoding: str = "utf-8", sep: str = ",", decimal: str = ".") -> Path:
    path = folder / "log.csv"
    table.to_csv(path, index=False, encoding=encoding, sep=sep, decimal=decimal)
    return path


def by_day() -> pd.DataFrame:
    """The same with dates as text."""
    table = purchases()
    return table.assign(datetime=table["datetime"].dt.strftime("%Y-%m-%d"))


HEAD = "customer_id,datetime,monetary_value\n"
BODY = "ann,2025-01-02,10\nbo,2025-01-03,12.5\nann,2025-02-01,11\n"


def equal(one: TransactionLog, other: TransactionLog) -> bool:
    assert one.money is not None and other.money is not None
    same = one.names.tolist() == other.names.tolist() and one.start == other.start and one.grain == other.grain
    return same and all(
        np.allclose(ours, theirs) for ours, theirs in ((one.week, other.week), (one.money, other.money))
    )


def plain_log(folder: Path) -> TransactionLog:
    """The log that the others have to equal."""
    log = read_transactions(csv_file(folder, by_day()))
    assert log.grain == "day" and len(log.week) == len(by_day())
    return log


def refused(source: object, **options: object) -> str:
    with pytest.raises(LogRefusedError) as caught:
        read_transactions(source, **options)  # type: ignore[arg-type]
    return str(caught.value)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "log.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def told(log: TransactionLog) -> str:
    assert log.report is not None
    return str(log.report)
