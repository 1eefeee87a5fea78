"""From checked rows to the transaction log and the report of reading it."""

from __future__ import annotations

import datetime

import numpy as np

from sim.experiments.transaction_logs.checked_rows import CheckedRows, offset_name
from sim.experiments.transaction_logs.columns import Columns
from sim.experiments.transaction_logs.grain import grain_of, grain_warnings
from sim.experiments.transaction_logs.occasions import DAY, WEEK, Occasions, numbered, occasions
from sim.experiments.transaction_logs.reading_report import ReadingReport
from sim.experiments.transaction_logs.source import DATETIME, MONEY
from sim.experiments.transaction_logs.time_zones import NO_OFFSET
from sim.experiments.transaction_logs.transaction_log import Grain, LogRefusedError, TransactionLog


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
