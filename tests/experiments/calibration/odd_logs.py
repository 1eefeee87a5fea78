"""One small log written in the many ways in which shops keep theirs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

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
