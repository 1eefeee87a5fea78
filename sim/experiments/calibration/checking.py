"""Checking a transaction log: a sentence for each kind of fault, with the rows in which it stands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.calibration.date_format import known_date_format
from sim.experiments.calibration.mends import known_mends
from sim.experiments.calibration.reading import CUSTOMER, DATETIME, MONEY, Source, named_rows
from sim.experiments.calibration.transaction_log import LogRefused, TransactionLog

if TYPE_CHECKING:
    import pandas as pd

NAMED_ROWS = 5
"""Rows that a sentence names before it stops."""
DAYS_TOGETHER = r"\d{8}"
"""A date written without signs between year, month and day."""


def read_transactions(
    source: Source, *, mend: Sequence[str] = (), date_format: str | None = None, today: datetime.date | None = None
) -> TransactionLog:
    """A shop's record of purchases, checked row by row.

    ``source``: a file (see :mod:`sim.experiments.calibration.reading`) or a data frame with the columns customer_id,
    datetime and, if known, monetary_value. Dates as 2025-01-31 or 20250131, with or without a time of day; anything
    else needs a ``date_format`` such as ``%d.%m.%Y``. ``mend``: names from
    :data:`sim.experiments.calibration.mends.MENDS`; what is mended is told in the log's ``mended``. ``today`` is the
    last date that is believed.

    Raises :class:`LogRefused`, which names every fault at once: missing or unreadable values, dates in the future or
    out of order, amounts of 0 or less, rows given twice, no purchases, one customer only.
    """
    mends, date_format = known_mends(mend), known_date_format(date_format)
    name, table = named_rows(source)
    if not len(table):
        raise LogRefused(["there are no purchases in it; it has to hold those of at least two customers"], name)
    rows = _Rows(table, mends)
    rows.read(date_format)
    rows.look_ahead(today or datetime.date.today())
    rows.look_at_amounts()
    rows.look_for_repeats()
    rows.look_at_order()
    return rows.log(name)


class _Rows:
    """The rows that are left, the faults that were met, and what was mended, in sentences."""

    def __init__(self, table: pd.DataFrame, mends: frozenset[str]) -> None:
        self.table, self.mends = table, mends
        self.faults: list[str] = []
        self.mended: list[str] = []

    def _meet(self, wrong: pd.Series[bool], what: str, *mends: str) -> None:
        """Rows that will not do: mended if one of these mends was asked for, otherwise a fault."""
        if not wrong.any():
            return
        found = f"{_rows(wrong)}: {what}"
        for mend in mends:
            if mend in self.mends:
                self.mended.append(f"{found} ({mend})")
                if mend.startswith("drop"):
                    self.table = self.table[~wrong]
                return
        self.faults.append(f"{found}; put the rows right, or mend with {' or '.join(mends)}")
        self.table = self.table[~wrong]

    def read(self, date_format: str | None) -> None:
        """Customers as text, dates as dates, amounts as numbers."""
        import pandas as pd

        customer = self.table[CUSTOMER]
        text = customer.astype(str).str.strip()
        self._meet(customer.isna() | text.isin(["", "nan", "None"]), "no customer_id", "drop-unread")
        given = self.table[DATETIME]
        dates = _dates(given, date_format)
        shown = f"no date, or one that cannot be read ({_some(given[dates.isna()])})"
        self._meet(dates.isna(), shown + "; write 2025-01-31, or give a date_format", "drop-unread")
        if MONEY in self.table:
            money = self.table[MONEY]
            amounts = pd.to_numeric(money, errors="coerce").astype(float)
            sound = pd.Series(np.isfinite(amounts), index=amounts.index)
            self._meet(~sound, f"no amount, or one that is no number ({_some(money[~sound])})", "drop-unread")
            self.table = self.table.assign(monetary_value=amounts.reindex(self.table.index))
        kept = self.table.index
        self.table = self.table.assign(customer_id=text.reindex(kept), datetime=dates.reindex(kept))

    def look_ahead(self, today: datetime.date) -> None:
        """Dates that have not come yet."""
        import pandas as pd

        late = self.table[DATETIME] >= pd.Timestamp(today) + pd.Timedelta(days=1)
        self._meet(late, f"dated after today ({today})", "drop-future", "keep-future")

    def look_at_amounts(self) -> None:
        """Amounts of nothing and less: returns, presents, slips."""
        if MONEY in self.table:
            self._meet(self.table[MONEY] < 0, "a negative amount, which is no purchase", "drop-unpaid")
            self._meet(self.table[MONEY] == 0, "an amount of 0", "drop-unpaid", "keep-free")

    def look_for_repeats(self) -> None:
        """Rows that are the same as an earlier one in all columns."""
        repeats = self.table.duplicated()
        self._meet(repeats, "the same customer, time and amount as an earlier row", "drop-repeats", "keep-repeats")

    def look_at_order(self) -> None:
        """Rows of one customer that go back in time."""
        before = self.table.groupby(CUSTOMER, sort=False)[DATETIME].shift()
        back = self.table[DATETIME] < before
        self._meet(back, "dated before the same customer's row above it, out of order", "sort")
        self.table = self.table.sort_values(DATETIME, kind="stable")

    def log(self, name: str) -> TransactionLog:
        """The log, or all that is wrong with it."""
        names, customer = np.unique(self.table[CUSTOMER].to_numpy(dtype=str), return_inverse=True)
        if not self.faults and not len(names):
            self.faults.append("nothing is left of it after mending; it has to hold purchases of two or more customers")
        if not self.faults and len(names) == 1:
            self.faults.append(
                f"all rows are of one customer ({names[0]}); how customers differ cannot be told from one, "
                "so give the log of all"
            )
        if self.faults:
            raise LogRefused(self.faults, name)
        times = self.table[DATETIME].to_numpy(dtype="datetime64[us]")
        start = times.min().astype("datetime64[D]")
        return TransactionLog(
            source=name,
            start=start.astype(datetime.date),
            names=names,
            customer=customer.astype(np.int64),
            week=(times - start) / np.timedelta64(7 * 86_400_000_000, "us"),
            money=self.table[MONEY].to_numpy(dtype=float) if MONEY in self.table else None,
            mended=tuple(self.mended),
        )


def _dates(given: pd.Series[str], date_format: str | None) -> pd.Series[pd.Timestamp]:
    import pandas as pd

    text = given.astype(str).str.strip()
    together = bool(text.str.fullmatch(DAYS_TOGETHER).mean() > 0.5)
    how = date_format or ("%Y%m%d" if together else "ISO8601")
    return pd.to_datetime(text, errors="coerce", format=how, utc=True).dt.tz_localize(None)


def _rows(wrong: pd.Series[bool]) -> str:
    """``row 7`` or ``21 rows (7, 9, 12, 15, 20, ...)``."""
    numbers = [str(number) for number in wrong.index[wrong]]
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    more = ", ..." * (len(numbers) > NAMED_ROWS)
    return f"{len(numbers):,} rows ({', '.join(numbers[:NAMED_ROWS])}{more})"


def _some(values: pd.Series[str]) -> str:
    shown = ", ".join(repr(str(value)) for value in values.head(3))
    return shown + ", ..." * (len(values) > 3)
