"""Checking a transaction log: a sentence for each kind of fault, with the rows in which it stands."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Sequence

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.amounts import AmountReader
from sim.experiments.transaction_logs.checked_log import checked_log
from sim.experiments.transaction_logs.checked_rows import CheckedRows
from sim.experiments.transaction_logs.columns import columns_of
from sim.experiments.transaction_logs.dates import DateReader
from sim.experiments.transaction_logs.log_reading import raw_rows
from sim.experiments.transaction_logs.reading_report import DoubtfulLogWarning
from sim.experiments.transaction_logs.repairs import known_mends
from sim.experiments.transaction_logs.source import Source
from sim.experiments.transaction_logs.transaction_log import Grain, LogRefusedError, TransactionLog
from sim.registry import unknown

GRAINS: tuple[Grain, ...] = ("instant", "day", "week")


def read_transactions(
    source: Source, *, mend: Sequence[str] = (), date_format: str | None = None, time_zone: str | None = None,
    grain: Grain | None = None, today: datetime.date | None = None,
) -> TransactionLog:  # fmt: skip
    """A shop's record of purchases, checked row by row.

    ``source``: a file (CSV, Excel, Parquet; see :mod:`sim.experiments.transaction_logs.log_reading`) or
    a data frame with the
    columns customer_id, datetime and, if known, monetary_value; a :class:`LogFile` where they have other headings.
    ``mend``: names from :data:`sim.experiments.transaction_logs.repairs.MENDS`; what is mended is told in the log's
    ``mended``. ``date_format``: how dates are written, such as ``%d.%m.%Y``, where they are not written as 2025-01-31
    or 20250131, with or without a time of day. ``time_zone``: the shop's clock, such as ``Asia/Shanghai``, where times
    have several offsets from UTC; ``as-written`` takes each row's own. ``grain``: ``day`` or ``week`` makes a
    customer's purchases of one day or week one; left out, times of day are kept where the log has them. ``today`` is
    the last date that is believed.

    Returns the log with its ``report`` of what was read, merged, netted and left out; returns are taken off the same
    customer's purchases of the same day. Warns with :class:`DoubtfulLogWarning` of what may mean something else.
    Raises :class:`LogRefusedError`, which names every fault at once with its rows, and ``ExperimentError`` for an
    unknown mend, date format, time zone or grain.
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
