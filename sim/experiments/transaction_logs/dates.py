"""Dates of a transaction log: what is one, on whose clock, and what only looks like one."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.amounts import Cells, as_text
from sim.experiments.transaction_logs.date_formats import (
    AS_WRITTEN,
    NO_OFFSET,
    OFFSET,
    Instants,
    check_date_format,
    moved_to_zone,
    offset_of,
    tidy_offset,
    times_by_format,
    zone_named,
)  # fmt: skip

SHORTEST = 8
"""Characters of a whole date."""
CLOCK = r"\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?|\d{4}(?:\d\d)?"
DATE = re.compile(rf"(\d{{4}})([-/.]?)(\d{{1,2}})\2(\d{{1,2}})(?:[T ]+({CLOCK}))?")
"""Year, month and day in this order, perhaps with a time of day."""
COARSE = re.compile(r"\d{4}([-/.]?\d{1,2})?")
EXCEL_DAYS = re.compile(r"[2-7]\d{4}(\.\d+)?")
"""Day numbers of 1954 to 2119, counted from 1900; of 1958 to 2123, counted from 1904."""
EPOCHS = {9: "s", 10: "s", 12: "ms", 13: "ms", 15: "us", 16: "us", 18: "ns", 19: "ns"}
"""Unit of a time since 1970 with so many digits, for the years 1973 to 2286."""
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
EXCEL_START = {"excel-dates": "1899-12-30", "excel-dates-1904": "1904-01-01"}


class DateFault(IntEnum):
    """Why a cell is no date."""

    NONE = 0
    UNREAD = 1
    COARSE = 2
    EXCEL = 3
    EPOCH = 4


class DateReader:
    """Reads dates chunk by chunk: the wall clock of each, and why a cell is none.

    A date is 2025-01-31, 2025/1/31 or 20250131, with or without a time of day and an offset from UTC, or as the
    ``date_format`` says. Wall clocks are those of ``time_zone`` where one is given, otherwise each row's own.
    """

    def __init__(self, date_format: str | None, time_zone: str | None, mends: frozenset[str]) -> None:
        self.date_format, self.mends = date_format, mends
        self.zone = zone_named(time_zone)
        self.as_written = time_zone == AS_WRITTEN
        self.offsets: Counter[str] = Counter()
        self.odd: list[str] = []
        """Some of the cells that could not be read."""
        self.mended: Counter[str] = Counter()
        """Rows whose number was read as a date, by the mend that asked for it."""
        if date_format is not None:
            check_date_format(date_format)

    def read(self, given: Cells) -> tuple[Instants, NDArray[np.uint8]]:
        """Wall clock of each row, not a time where there is none, and the :class:`DateFault` of each."""
        import pandas as pd

        none = np.zeros(len(given), dtype=np.uint8)
        if isinstance(given.dtype, pd.DatetimeTZDtype) or pd.api.types.is_datetime64_dtype(given.dtype):
            found: Cells | None = given
        else:
            given = as_text(given)
            found = None if self.date_format else _fast(given)
        if found is None:
            return self._slow(given)
        times = self._on_the_clock(found)
        return times, np.where(np.isnat(times), DateFault.UNREAD, none).astype(np.uint8)

    def _on_the_clock(self, found: Cells) -> Instants:
        zone = found.dt.tz
        known = int(found.notna().sum())
        if zone is None:
            self.offsets[NO_OFFSET] += known
            return found.to_numpy(dtype="datetime64[us]")
        self.offsets[offset_of(found) or str(zone)] += known
        local = found.dt.tz_convert(self.zone) if self.zone else found
        return local.dt.tz_localize(None).to_numpy(dtype="datetime64[us]")

    def _slow(self, given: Cells) -> tuple[Instants, NDArray[np.uint8]]:
        """Cell by different cell."""
        import pandas as pd

        code, cells = pd.factorize(given)
        text = [str(cell).strip() for cell in cells]
        if self.date_format:
            times, offsets = times_by_format(text, self.date_format)
        else:
            times, offsets = self._plain(text)
        counts = np.bincount(code, minlength=len(text))
        for cell, offset, count, time in zip(text, offsets, counts, times, strict=True):
            if not np.isnat(time):
                self.offsets[offset] += int(count)
                if self.date_format is None and (mend := self._mend_of(cell)):
                    self.mended[mend] += int(count)
        if self.zone:
            times = moved_to_zone(times, offsets, self.zone)
        faults = np.array(
            [self._fault(cell) if np.isnat(time) else DateFault.NONE for cell, time in zip(text, times, strict=True)],
            dtype=np.uint8,
        )
        odd = faults == DateFault.UNREAD
        self.odd += [text[place] for place in np.flatnonzero(odd)[: 1000 - len(self.odd)] if text[place]]
        return times[code], faults[code]

    def _plain(self, text: list[str]) -> tuple[Instants, list[str]]:
        import pandas as pd

        parted = [OFFSET.fullmatch(cell) for cell in text]
        offsets = [tidy_offset(found[2]) if found else NO_OFFSET for found in parted]
        bare = [found[1] if found else cell for found, cell in zip(parted, text, strict=True)]
        dates = [_iso(cell) for cell in bare]
        times = pd.to_datetime(pd.Series(dates, dtype=object), format="ISO8601", errors="coerce")
        instants = times.to_numpy(dtype="datetime64[us]").copy()
        for place, cell in enumerate(text):
            if np.isnat(instants[place]):
                instants[place] = self._number(cell)
        return instants, offsets

    def _number(self, cell: str) -> np.datetime64:
        """A number that was asked to be read as a date."""
        mend, unit = self._mend_of(cell), epoch_unit(cell)
        if mend in EXCEL_START:
            seconds = round(86_400 * float(cell))
            return np.datetime64(EXCEL_START[mend], "us") + np.timedelta64(seconds, "s")
        if mend and unit:
            return np.datetime64(int(cell.split(".")[0]) * 10**6 // PER_SECOND[unit], "us")
        return np.datetime64("NaT", "us")

    def _mend_of(self, cell: str) -> str | None:
        """The mend asked for that reads this number as a date."""
        if EXCEL_DAYS.fullmatch(cell):
            return next((mend for mend in EXCEL_START if mend in self.mends), None)
        return "epoch-dates" if "epoch-dates" in self.mends and epoch_unit(cell) else None

    def _fault(self, cell: str) -> DateFault:
        if self.date_format is None:
            if (
                COARSE.fullmatch(cell)
                and int(cell[:4]) >= 1
                and len(cell) < SHORTEST
                and not EXCEL_DAYS.fullmatch(cell)
            ):
                return DateFault.COARSE
            if EXCEL_DAYS.fullmatch(cell):
                return DateFault.EXCEL
            if epoch_unit(cell):
                return DateFault.EPOCH
        return DateFault.UNREAD


def epoch_unit(cell: str) -> str | None:
    """Unit of a time since 1970, by its number of digits.

    >>> epoch_unit("1672617600"), epoch_unit("1672617600000"), epoch_unit("20230102")
    ('s', 'ms', None)
    """
    whole = cell.split(".")[0]
    return EPOCHS.get(len(whole)) if re.fullmatch(r"[1-9]\d*(\.\d*)?", cell) else None


def _fast(given: Cells) -> Cells | None:
    """All cells at once, where all are whole dates with the same offset or none."""
    import pandas as pd

    if not len(given) or min(map(len, given)) < SHORTEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            found = pd.to_datetime(given, format="ISO8601")
    except (ValueError, OverflowError):
        return None
    return found if found.dtype != object else None


def _iso(cell: str) -> str | None:
    """A date as ISO 8601 writes it, if the cell is one.

    >>> _iso("2023/1/2 9:05"), _iso("20230102"), _iso("2023"), _iso("2023-01-02 at noon")
    ('2023-01-02T09:05', '2023-01-02', None, None)
    """
    found = DATE.fullmatch(cell)
    if not found or (not found[2] and len(found[3] + found[4]) < 4):
        return None
    clock = (found[5] or "").replace(",", ".")
    if len(clock) > 1 and clock[1] == ":":
        clock = f"0{clock}"
    return f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}" + (f"T{clock:0>2}" if clock else "")
