"""Checking a transaction log: repairs asked for, a sentence for each kind of fault, and the log that comes out."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable, Sequence

import numpy as np

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.amounts import AmountReader
from sim.experiments.transaction_logs.checked_rows import CheckedRows, offset_name
from sim.experiments.transaction_logs.columns import Columns, columns_of
from sim.experiments.transaction_logs.date_formats import NO_OFFSET
from sim.experiments.transaction_logs.dates import DateReader
from sim.experiments.transaction_logs.log_reading import raw_rows
from sim.experiments.transaction_logs.occasions import (
    DAY,
    WEEK,
    Occasions,
    grain_of,
    grain_warnings,
    numbered,
    occasions,
)
from sim.experiments.transaction_logs.source import DATETIME, MONEY, Source
from sim.experiments.transaction_logs.transaction_log import (
    DoubtfulLogWarning,
    Grain,
    LogRefusedError,
    ReadingReport,
    TransactionLog,
)
from sim.registry import unknown

MENDS: dict[str, str] = {
    "drop-repeats": "of rows that are the same in customer, time and amount, keep one",
    "keep-repeats": "take rows that are the same as they are; their amounts add up",
    "drop-unpaid": "leave out rows with an amount of 0, and returns on days without a purchase",
    "net-returns": "take returns on days without a purchase off the customer's last purchase before",
    "keep-free": "count rows with an amount of 0 as purchases; they say nothing of spends",
    "drop-unread": "leave out rows whose customer, date or amount is missing or cannot be read",
    "drop-totals": "leave out rows that hold a total instead of a purchase",
    "drop-future": "leave out rows dated after today",
    "keep-future": "take dates after today as they are, as in a simulated log",
    "drop-outliers": "leave out rows whose date or amount is far away from all others",
    "keep-outliers": "take rows whose date or amount is far away from all others as they are",
    "decimal-comma": "read 1.234,5 as one thousand two hundred thirty-four and a half",
    "thousands-comma": "read 1,234 as one thousand two hundred thirty-four",
    "one-currency": "take the amounts as they are, whatever currency they are marked with",
    "excel-dates": "read numbers such as 44928 as Excel's days, counted from 1900",
    "excel-dates-1904": "read numbers such as 43466 as Excel's days, counted from 1904 as on old Macs",
    "epoch-dates": "read numbers such as 1672617600 as seconds (13 digits: milliseconds) since 1970 in UTC",
    "sort": "put each customer's rows into the order of time",
}
"""Each mend and what it does. None is done unless asked for."""
OPPOSED = (
    ("drop-repeats", "keep-repeats"), ("drop-unpaid", "keep-free"), ("drop-future", "keep-future"),
    ("drop-outliers", "keep-outliers"), ("decimal-comma", "thousands-comma"), ("excel-dates", "excel-dates-1904"),
    ("drop-unpaid", "net-returns"),
)  # fmt: skip


def known_mends(asked: Iterable[str]) -> frozenset[str]:
    """The mends asked for. Raises ``ExperimentError`` for one that there is not, or two that contradict each other.

    >>> sorted(known_mends(["sort", "keep-free"]))
    ['keep-free', 'sort']
    """
    found = frozenset([asked] if isinstance(asked, str) else asked)
    for name in sorted(found):
        if name not in MENDS:
            raise ExperimentError(unknown("mend", name, MENDS))
    for one, other in OPPOSED:
        if {one, other} <= found:
            raise ExperimentError(f"mend: {one} and {other} contradict each other; give one of them")
    return found


def checked_log(rows: CheckedRows, asked: Grain | None) -> TransactionLog:
    """The log of these rows. Raises :class:`LogRefusedError` with all that is wrong with it."""
    place, customer = numbered(rows.customer)
    faults = list(rows.faults)
    if not faults and len(place) < 2:
        faults.append(_too_few([rows.columns.names[at] for at in place]))
    grain, notes = grain_of(rows.table[DATETIME].to_numpy(dtype="datetime64[us]"), asked)
    if asked == "instant" and grain != "instant" and not faults:
        faults.append(f"{notes[0]}; leave out grain 'instant'")
    if faults:
        raise LogRefusedError(faults, rows.rows.name)
    names = np.array([rows.columns.names[at] for at in place], dtype=str)
    by_name = np.argsort(names)
    rank = np.empty(len(names), dtype=np.int64)
    rank[by_name] = np.arange(len(names))
    midnight = int(rows.time.min()) // DAY * DAY
    money = rows.table[MONEY].to_numpy(dtype=float) if MONEY in rows.table else None
    found = occasions(rank[customer], rows.time - midnight, money, grain, net_all=rows.netting)
    present, whose = numbered(found.customer)
    if len(present) < 2:
        said = "nothing is left of it after returns; it has to hold purchases of two or more customers"
        raise LogRefusedError([said], rows.rows.name)
    first = int(found.time.min()) // DAY * DAY
    start = np.datetime64(midnight + first, "us").astype("datetime64[D]")
    doubts = [*_id_warnings(rows.columns), *grain_warnings(found.time - first, grain, start)]
    return TransactionLog(
        source=rows.rows.name,
        start=start.astype(datetime.date),
        names=names[by_name][present],
        customer=whose,
        week=(found.time - first) / WEEK,
        money=found.money,
        grain=grain,
        mended=tuple(rows.mended),
        report=_report(rows, found, len(present), notes, doubts),
    )


def _report(rows: CheckedRows, found: Occasions, customers: int, notes: list[str], doubts: list[str]) -> ReadingReport:
    return ReadingReport(
        rows=rows.read,
        purchases=len(found.time),
        customers=customers,
        merged=found.merged,
        netted=found.netted,
        cancelled=found.cancelled,
        dropped=rows.dropped,
        blank=rows.rows.blank,
        trimmed=rows.columns.trimmed,
        notes=(*rows.rows.notes, *_clock_notes(rows.columns), *rows.columns.amounts.notes, *notes),
        warnings=tuple(doubts),
    )


def _too_few(names: list[str]) -> str:
    if not names:
        return "nothing is left of it after mending; it has to hold purchases of two or more customers"
    return (
        f"all rows are of one customer ({names[0]}); how customers differ cannot be told from one, "
        "so give the log of all"
    )


def _clock_notes(columns: Columns) -> list[str]:
    dates = columns.dates
    offsets = [name for name in dates.offsets if name != NO_OFFSET]
    if not offsets:
        return []
    if dates.zone:
        return [f"times are moved to the clock of {dates.zone.key}"]
    if len(dates.offsets) > 1:
        return ["the day and time of each row are those of its own clock, whatever its offset from UTC"]
    hint = "; give a time_zone if that is not the shop's clock" if offsets[0] == "+00:00" else ""
    return [f"times are given at {offset_name(offsets[0])}; the day and time are those of that clock{hint}"]


def _id_warnings(columns: Columns) -> list[str]:
    said = []
    if columns.inexact:
        said.append(
            f"the customer_id of {columns.inexact:,} rows passed through a column of numbers and is no longer exact "
            "(whole numbers above 2^53 lose digits), so that different customers may have become one; "
            "export them as text"
        )
    known = set(columns.names)
    twins = [name for name in columns.names if name.endswith(".0") and name[:-2] in known]
    if twins:
        said.append(
            f"{twins[0]!r} and {twins[0][:-2]!r} are taken for two customers, and {len(twins) - 1:,} more pairs like "
            "them; export customer_id as text"
        )
    return said


GRAINS: tuple[Grain, ...] = ("instant", "day", "week")


def read_transactions(
    source: Source, *, mend: Sequence[str] = (), date_format: str | None = None, time_zone: str | None = None,
    grain: Grain | None = None, today: datetime.date | None = None,
) -> TransactionLog:  # fmt: skip
    """Read a shop's record of purchases, and check it row by row.

    Warns with :class:`DoubtfulLogWarning` of what may mean something else.

    Args:
        source: A file (CSV, Excel, Parquet; see :mod:`sim.experiments.transaction_logs.log_reading`) or a data frame
            with the columns customer_id, datetime and, if known, monetary_value; a :class:`LogFile` where they have
            other headings.
        mend: Names from :data:`sim.experiments.transaction_logs.log_checks.MENDS`; what is mended is told in the log's
            ``mended``.
        date_format: How dates are written, such as ``%d.%m.%Y``, where they are not written as 2025-01-31 or 20250131,
            with or without a time of day.
        time_zone: The shop's clock, such as ``Asia/Shanghai``, where times have several offsets from UTC;
            ``as-written`` takes each row's own.
        grain: ``day`` or ``week`` makes a customer's purchases of one day or week one; left out, times of day are kept
            where the log has them.
        today: Last date that is believed; the date of this machine if left out.

    Returns:
        The log with its ``report`` of what was read, merged, netted and left out; returns are taken off the same
        customer's purchases of the same day.

    Raises:
        LogRefusedError: For a log that cannot be read; it names every fault at once with its rows.
        ExperimentError: For an unknown mend, date format, time zone or grain.
    """
    mends = known_mends(mend)
    grain = known_grain(grain)
    dates, amounts = DateReader(date_format, time_zone, mends), AmountReader(mends)
    rows = raw_rows(source)
    columns = columns_of(rows, dates, amounts)
    if not len(columns.table) and not rows.ragged:
        raise LogRefusedError(
            ["there are no purchases in it; it has to hold those of at least two customers"], rows.name
        )
    checked = CheckedRows(rows, columns, mends)
    checked.check(today or datetime.date.today())
    log = checked_log(checked, grain)
    for said in log.report.warnings if log.report else ():
        warnings.warn(f"{log.source}: {said}", DoubtfulLogWarning, stacklevel=2)
    return log


def known_grain(asked: str | None) -> Grain | None:
    """The grain of this name, or nothing. Raises ``ExperimentError`` for one that there is not."""
    found = next((grain for grain in GRAINS if grain == asked), None)
    if asked is not None and found is None:
        raise ExperimentError(unknown("grain", str(asked), GRAINS))
    return found
