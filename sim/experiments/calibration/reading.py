"""Reading a transaction log from a file or a table: rows of text with the number of the row each stands in."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sim.experiments.calibration.transaction_log import LogRefused
from sim.registry import nearest
from sim.regular_file import UnreadableFileError, read_bytes, shown

if TYPE_CHECKING:
    import pandas as pd

Source: TypeAlias = "str | PathLike[str] | pd.DataFrame"
CUSTOMER, DATETIME, MONEY = "customer_id", "datetime", "monetary_value"
"""Names of the columns, as ``pymc-marketing`` has them too. The amount may be missing."""
LARGEST = 20_000_000_000
"""Bytes of a log that is read; ten million rows have about 500 million."""
PLAIN_COLUMNS = 4
"""Of the plain text of the CDNOW record: customer, date, number of discs, dollars; the sample has one more in front."""


def named_rows(source: Source) -> tuple[str, pd.DataFrame]:
    """Name of the source and its rows: customer_id, datetime and perhaps monetary_value, indexed by row number.

    A file is a table with a heading (comma, semicolon or tab between columns) or the plain text of the CDNOW record
    (blanks between columns, dates such as 19970131). Rows of a file are counted as an editor counts its lines, those of
    a data frame from 1. Raises :class:`LogRefused` for what is no such table.
    """
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        table = source.reset_index(drop=True)
        table.index = pd.RangeIndex(1, len(table) + 1)
        return "the table", _columns(table, "the table")
    path = Path(source)
    try:
        text = read_bytes(path, LARGEST).decode("utf-8-sig")
    except UnreadableFileError as error:
        raise LogRefused([error.why], shown(path)) from None
    except UnicodeDecodeError:
        raise LogRefused(["this is not text in UTF-8; save it as CSV in UTF-8"], str(path)) from None
    head = next((line for line in text.splitlines() if line.strip()), "")
    if not head:
        raise LogRefused(["the file is empty; it has to hold at least two customers' purchases"], str(path))
    mark = next((mark for mark in ",;\t" if mark in head), None)
    table = _parsed(text, mark, str(path))
    return path.name, _columns(table, str(path)) if mark else _plain(table, head, str(path))


def _parsed(text: str, mark: str | None, source: str) -> pd.DataFrame:
    import io

    import pandas as pd
    from pandas.errors import ParserError

    try:
        table = pd.read_csv(
            io.StringIO(text), sep=mark or r"\s+", header=0 if mark else None, dtype=str, keep_default_na=False,
            skip_blank_lines=False,
        )  # fmt: skip
    except ParserError as error:
        raise LogRefused([f"the rows have different numbers of columns ({str(error).strip()})"], source) from None
    table.index = pd.RangeIndex(2 if mark else 1, len(table) + (2 if mark else 1))
    return table[~table.isin(["", None]).all(axis=1) & table.notna().any(axis=1)]


def _columns(table: pd.DataFrame, source: str) -> pd.DataFrame:
    named = {str(column).strip(): column for column in table.columns}
    faults = []
    for column in (CUSTOMER, DATETIME):
        if column not in named:
            near = nearest(column, named)
            hint = f"; did you mean to rename {near!r}?" if near else ""
            faults.append(f"there is no column {column!r}, only {', '.join(named) or 'none'}{hint}")
    if faults:
        raise LogRefused(faults, source)
    kept = [column for column in (CUSTOMER, DATETIME, MONEY) if column in named]
    return table[[named[column] for column in kept]].set_axis(kept, axis=1)


def _plain(table: pd.DataFrame, head: str, source: str) -> pd.DataFrame:
    if table.shape[1] not in (PLAIN_COLUMNS, PLAIN_COLUMNS + 1):
        raise LogRefused(
            [f"columns are parted by blanks, and there are {table.shape[1]} of them; give a CSV file with the columns "
             f"{CUSTOMER}, {DATETIME}, {MONEY}, or the plain text of the CDNOW record (customer, date, number, "
             "dollars)"],
            source,
        )  # fmt: skip
    if not head.split()[0].isdigit():
        table = table.iloc[1:]
    last = table.shape[1]
    return table[[last - 4, last - 3, last - 1]].set_axis([CUSTOMER, DATETIME, MONEY], axis=1)
