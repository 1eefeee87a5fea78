"""The rows of a transaction log that are left after checking, and the faults that were met."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.amounts import far_amounts, far_dates
from sim.experiments.transaction_logs.columns import Columns
from sim.experiments.transaction_logs.date_formats import AS_WRITTEN, NO_OFFSET, suggested_formats
from sim.experiments.transaction_logs.dates import DateFault
from sim.experiments.transaction_logs.log_reading import RawRows
from sim.experiments.transaction_logs.occasions import returns_alone
from sim.experiments.transaction_logs.source import CUSTOMER, DATETIME, MONEY
from sim.experiments.transaction_logs.transaction_log import many
from sim.number_text import significant

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]
LEAVE_OUT = ("drop", "net")
"""Beginnings of the names of mends that leave out rows."""
NAMED_ROWS = 5
"""Rows that a sentence names before it stops."""
LONGEST_NAME = 200
"""Characters of a customer_id that are believed (assumed)."""


class CheckedRows:
    """The rows that are left, the faults that were met, and what was mended, in sentences."""

    def __init__(self, rows: RawRows, columns: Columns, mends: frozenset[str]) -> None:
        self.rows, self.columns, self.mends = rows, columns, mends
        self.table = columns.table
        self.read = len(self.table) + len(rows.ragged)
        self.dropped = 0
        self.faults: list[str] = []
        self.mended: list[str] = []
        self.netting = "net-returns" in mends

    def check(self, today: datetime.date) -> None:
        """Meet every kind of fault; rows with one are not looked at again for the next."""
        self._read_as_asked()
        self._ragged()
        self._customers()
        self._dates()
        self._clocks()
        self._amounts()
        self._late(today)
        self._outliers()
        self._unpaid()
        self._repeats()
        self._order()

    def _meet(self, wrong: Mask, what: str, mends: Sequence[str] = (), cure: str = "put the rows right") -> None:
        """Rows that will not do: mended if one of these mends was asked for, otherwise a fault."""
        if not wrong.any():
            return
        found = f"{named_rows(self.table.index[wrong])}: {what}"
        for mend in mends:
            if mend in self.mends:
                self.mended.append(f"{found} ({mend})")
                if mend.startswith("drop"):
                    self.dropped += int(wrong.sum())
                    self.table = self.table[~wrong]
                return
        left = self.table[CUSTOMER].to_numpy()[~wrong]
        enough = len(left) > 0 and bool((left != left[0]).any())
        offered = [mend for mend in mends if enough or not mend.startswith(LEAVE_OUT)]
        self.faults.append(f"{found}; {cure}" + (f", or mend with {' or '.join(offered)}" if offered else ""))
        self.table = self.table[~wrong]

    def _read_as_asked(self) -> None:
        """Mends that were made in reading the cells."""
        dates, amounts = self.columns.dates, self.columns.amounts
        self.mended += [
            f"{many(count, 'row')}: a number read as a date ({mend})" for mend, count in dates.mended.items()
        ]
        asked = self.mends & {"decimal-comma", "thousands-comma"}
        self.mended += [f"{many(amounts.marked, 'row')}: an amount with a comma ({mend})" for mend in asked
                        if amounts.marked]  # fmt: skip

    def _ragged(self) -> None:
        if not self.rows.ragged:
            return
        numbers = self.rows.renumbered(np.array(sorted(self.rows.ragged), dtype=np.int64))
        found = f"{named_rows(numbers)}: different numbers of columns, more cells than there are headings"
        if "drop-unread" in self.mends:
            self.mended.append(f"{found} (drop-unread)")
            self.dropped += len(numbers)
        else:
            offered = ", or mend with drop-unread" if self.table[CUSTOMER].nunique() > 1 else ""
            self.faults.append(f"{found}; put cells that hold the separator into quotation marks{offered}")

    def _customers(self) -> None:
        self._meet(
            self.table["total"].to_numpy(dtype=bool), "a total, which is no purchase", ["drop-totals", "drop-unread"]
        )
        self._meet(self.table[CUSTOMER].to_numpy() < 0, "no customer_id", ["drop-unread"])
        long = [place for place, name in enumerate(self.columns.names) if len(name) > LONGEST_NAME]
        if long:
            wrong = np.isin(self.table[CUSTOMER].to_numpy(), long)
            self._meet(wrong, f"a customer_id of more than {LONGEST_NAME} characters", ["drop-unread"])

    def _dates(self) -> None:
        shown = _some(self.columns.examples[DATETIME])
        for fault, what, mends, cure in (
            (DateFault.COARSE, f"only the year or month of a purchase ({shown}), not its day",
             ["drop-unread"], "give whole dates, or a date_format such as %Y-%m to take the first day of each"),
            (DateFault.EXCEL, f"day numbers of Excel instead of dates ({shown})",
             ["excel-dates", "excel-dates-1904", "drop-unread"], "write 2025-01-31"),
            (DateFault.EPOCH, f"seconds or milliseconds since 1970 instead of dates ({shown})",
             ["epoch-dates", "drop-unread"], "write 2025-01-31"),
            (DateFault.UNREAD, f"no date, or one that cannot be read ({shown})", ["drop-unread"], self._date_cure()),
        ):  # fmt: skip
            self._meet(self.table["date_fault"].to_numpy() == fault, what, mends, cure)
        self.table = self.table.drop(columns=["date_fault", "total"])

    def _date_cure(self) -> str:
        fit = suggested_formats(self.columns.dates.odd)
        if len(fit) > 1:
            return f"give a date_format, {' or '.join(fit[:2])}: the dates do not say which is meant"
        return f"give a date_format, {fit[0]}" if fit else "write 2025-01-31, or give a date_format"

    def _clocks(self) -> None:
        """Different offsets from UTC, where no time zone was given."""
        dates = self.columns.dates
        if len(dates.offsets) > 1 and dates.zone is None and not dates.as_written:
            told = ", ".join(
                f"{offset_name(name)} in {many(count, 'row')}" for name, count in dates.offsets.most_common(8)
            )
            self.faults.append(
                f"times have different offsets from UTC ({told}); give the time_zone of the shop, such as "
                f"Asia/Shanghai, or {AS_WRITTEN} to take the clock of each row"
            )

    def _amounts(self) -> None:
        if MONEY not in self.table:
            return
        amounts, shown = self.columns.amounts, _some(self.columns.examples[MONEY])
        wrong = np.isnan(self.table[MONEY].to_numpy())
        if amounts.is_open:
            what = f"a comma that may stand before decimals or after thousands ({shown})"
            self._meet(wrong, what, ["decimal-comma", "thousands-comma"], "write amounts with a decimal point")
        else:
            what = f"no amount, or one that is no number ({shown})"
            self._meet(wrong, what, ["drop-unread"])
        if len(amounts.currencies) > 1:
            told = ", ".join(f"{name!r} in {many(count, 'row')}" for name, count in amounts.currencies.most_common(8))
            found = f"amounts are marked with different currencies ({told})"
            if "one-currency" in self.mends:
                self.mended.append(f"{found} (one-currency)")
            else:
                self.faults.append(f"{found}; give all in one, or mend with one-currency if all are in one")

    def _late(self, today: datetime.date) -> None:
        late = self.table[DATETIME].to_numpy() >= np.datetime64(today + datetime.timedelta(days=1))
        self._meet(late, f"dated after today ({today})", ["drop-future", "keep-future"])

    def _outliers(self) -> None:
        mends = ["drop-outliers", "keep-outliers"]
        day = self.table[DATETIME].to_numpy().astype("datetime64[D]").astype(np.int64)
        far = far_dates(day)
        if far.any():
            usual = day[~far]
            first, last = (np.datetime64(int(one), "D") for one in (usual.min(), usual.max()))
            shown = _some([str(one)[:10] for one in self.table[DATETIME].to_numpy()[far][:4]])
            what = f"a date far away from all others ({shown}; the others lie between {first} and {last}), which spoils"
            self._meet(far, what + " the fit", mends)
        if MONEY in self.table:
            money = self.table[MONEY].to_numpy()
            far = far_amounts(money)
            if far.any():
                shown = _some([f"{one:.10g}" for one in money[far][:4]])
                median = significant(float(np.median(money[money > 0])))
                what = f"an amount more than a thousand times the median, {median} ({shown})"
                self._meet(far, what + ", which spoils the fit", mends)

    def _unpaid(self) -> None:
        """Amounts of nothing and less: returns of other days, presents, slips."""
        if MONEY in self.table:
            alone = returns_alone(self.customer, self.time, self.table[MONEY].to_numpy())
            what = "a negative amount, which is no purchase, on a day on which the customer bought nothing"
            self._meet(alone, what, ["net-returns", "drop-unpaid"])
            self._meet(self.table[MONEY].to_numpy() == 0, "an amount of 0", ["drop-unpaid", "keep-free"])

    def _repeats(self) -> None:
        repeats = self.table.duplicated().to_numpy()
        what = "the same customer, time and amount as an earlier row"
        self._meet(repeats, what, ["drop-repeats", "keep-repeats"])

    def _order(self) -> None:
        """Rows of one customer that go back in time."""
        order = np.argsort(self.customer, kind="stable")
        customer, time = self.customer[order], self.time[order]
        back = np.zeros(len(order), dtype=bool)
        back[order[1:]] = (customer[1:] == customer[:-1]) & (time[1:] < time[:-1])
        self._meet(back, "dated before the same customer's row above it, out of order", ["sort"])

    @property
    def customer(self) -> NDArray[np.int64]:
        """Number of the customer of each row."""
        return self.table[CUSTOMER].to_numpy(dtype=np.int64)

    @property
    def time(self) -> NDArray[np.int64]:
        """Microseconds since 1970."""
        return self.table[DATETIME].to_numpy(dtype="datetime64[us]").astype(np.int64)


def named_rows(numbers: pd.Index[int] | NDArray[np.int64]) -> str:
    """``row 7`` or ``21 rows (7, 9, 12, 15, 20, ...)``."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    more = ", ..." * (len(numbers) > NAMED_ROWS)
    return f"{len(numbers):,} rows ({', '.join(str(number) for number in numbers[:NAMED_ROWS])}{more})"


def _some(values: Sequence[str]) -> str:
    return ", ".join(repr(str(value)) for value in values[:3]) + ", ..." * (len(values) > 3)


def offset_name(name: str) -> str:
    """The offset, in words where there is none."""
    return "no offset" if name == NO_OFFSET else name
