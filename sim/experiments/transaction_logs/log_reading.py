"""Reading a log from a text file, a workbook, Parquet or a table: rows of cells with the number of the row of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.source import (
    COLUMNS,
    CUSTOMER,
    DATETIME,
    LONGEST_SHOWN,
    MONEY,
    LogFile,
    Source,
    places_of_columns,
)
from sim.experiments.transaction_logs.text_file import Layout, TextFile, chunks, layout_of, line_numbers, opened
from sim.experiments.transaction_logs.transaction_log import LogRefusedError
from sim.files.regular_file import UnreadableFileError, check_ordinary, shown

if TYPE_CHECKING:
    import pandas as pd


def excel_table(path: Path) -> tuple[pd.DataFrame, int, list[str]]:
    """The first sheet of a workbook, the number of its first row below the headings, and notes.

    The first row with content holds the headings; dates are those of the date system of the workbook. Raises
    :class:`LogRefusedError` where openpyxl is missing, or for a file that is no workbook.
    """
    import pandas as pd

    _needs("openpyxl", "excel", "Excel workbooks", path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets]
        rows = list(book.worksheets[0].iter_rows(values_only=True)) if names else []
        book.close()
    except Exception as error:  # a damaged workbook fails in many ways: in the archive, in its XML, in its values
        told = f"this is no Excel workbook, or a damaged one ({str(error)[:100]}); save it as .xlsx or as CSV in UTF-8"
        raise LogRefusedError([told], str(path)) from None
    at = next((place for place, row in enumerate(rows) if any(cell is not None for cell in row)), None)
    if at is None:
        raise LogRefusedError(["the first sheet is empty; it has to hold at least two customers' purchases"], str(path))
    headings = ["" if cell is None else str(cell) for cell in rows[at]]
    notes = [f"of {len(names)} sheets the first is read, {names[0]!r}"] if len(names) > 1 else []
    return pd.DataFrame(rows[at + 1 :], columns=headings, dtype=object), at + 2, notes


def parquet_table(path: Path) -> pd.DataFrame:
    """The table of a Parquet file. Raises :class:`LogRefusedError` where pyarrow is missing, or for a damaged file."""
    _needs("pyarrow", "parquet", "Parquet files", path)
    import pyarrow
    import pyarrow.parquet

    try:
        table: pd.DataFrame = pyarrow.parquet.read_table(path).to_pandas(ignore_metadata=True, date_as_object=False)
    except pyarrow.ArrowException as error:
        raise LogRefusedError([f"the Parquet file cannot be read ({str(error)[:200]})"], str(path)) from None
    return table


def _needs(package: str, extra: str, what: str, path: Path) -> None:
    if find_spec(package) is None:
        raise LogRefusedError(
            [f"{what} are read with {package}, which is not installed; install it (pip install 'guanxi[{extra}]'), or "
             "save the table as CSV in UTF-8"], str(path)
        )  # fmt: skip


LARGEST = 20_000_000_000
"""Bytes of a log that is read; ten million rows have about 500 million."""
PLAIN_COLUMNS = 4
"""Of the plain text of the CDNOW record: customer, date, number of discs, dollars; the sample has one more in front."""
Numbers = NDArray[np.int64]


@dataclass(kw_only=True)
class RawRows:
    """Rows as they stand in the source, in chunks that are made while they are read."""

    name: str
    """What a person would call the source."""
    chunks: Iterator[pd.DataFrame]
    """customer_id, datetime and perhaps monetary_value as text or as the table's types, indexed by row number."""
    notes: list[str] = field(default_factory=list)
    """What was found out about the source."""
    blank: int = 0
    """Rows without any content so far."""
    ragged: list[int] = field(default_factory=list)
    """Rows so far with more cells than there are headings."""
    renumbered: Callable[[Numbers], Numbers] = lambda numbers: numbers
    """From the numbers in the index to those that an editor shows; valid when all chunks are read."""


def raw_rows(source: Source) -> RawRows:
    """The rows of a file or data frame.

    A file is CSV with headings (columns separated by comma, semicolon, tab or bar), an Excel workbook (.xlsx), a
    Parquet file, or the plain text of the CDNOW record (blanks between columns, dates such as 19970131). Rows of a text
    file are counted as an editor counts its lines, those of a workbook as Excel does, others from 1. Raises
    :class:`LogRefusedError` for a file that is none of these.
    """
    import pandas as pd

    given = source if isinstance(source, LogFile) else LogFile(data=source)
    if isinstance(given.data, pd.DataFrame):
        return _typed(given.data, given, "the table", "the table", first=1)
    path = given.path
    try:
        check_ordinary(path, LARGEST)
        with path.open("rb") as file:
            begin = file.read(8)
        return _by_kind(begin, path, given)
    except UnreadableFileError as error:
        raise LogRefusedError([error.why], shown(path)) from None
    except OSError as error:
        raise LogRefusedError([f"the file cannot be read: {error.strerror or error}"], str(path)) from None


def _by_kind(begin: bytes, path: Path, given: LogFile) -> RawRows:
    if begin.startswith(b"PK\x03\x04"):
        table, first, notes = excel_table(path)
        return _typed(table, given, path.name, str(path), first=first, notes=notes)
    if begin.startswith(b"PAR1"):
        return _typed(parquet_table(path), given, path.name, str(path), first=1)
    for sign, kind in ((b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)"), (b"\x1f\x8b", "a compressed file")):
        if begin.startswith(sign):
            raise LogRefusedError([f"this is {kind}; save it as .xlsx or as CSV in UTF-8"], str(path))
    return _text(opened(path, given.encoding), given)


def _typed(
    table: pd.DataFrame, given: LogFile, name: str, source: str, *, first: int, notes: list[str] | None = None
) -> RawRows:
    import pandas as pd

    places = places_of_columns(list(table.columns), given.columns, source)
    rows = table.iloc[:, list(places.values())].set_axis(list(places), axis=1)
    rows.index = pd.RangeIndex(first, first + len(table))
    blank = table.isna().all(axis=1).to_numpy()
    headed = _headed(list(table.columns), places)
    return RawRows(name=name, chunks=iter([rows[~blank]]), notes=[*(notes or []), *headed], blank=int(blank.sum()))


def _text(text: TextFile, given: LogFile) -> RawRows:
    source = str(text.path)
    layout = layout_of(text, lambda headings: _known(headings, given))
    rows = RawRows(name=text.path.name, chunks=iter(()), notes=text.notes)
    if layout.mark is None:
        places, layout = _plain(layout, source)
    else:
        places = places_of_columns(layout.headings, given.columns, source)
        rows.notes += _headed(layout.headings, places)
    rows.chunks = _kept(text, layout, places, rows)
    return rows


def _known(headings: Sequence[str], given: LogFile) -> int:
    try:
        return len(places_of_columns(headings, given.columns, ""))
    except LogRefusedError as refused:
        return -len(refused.faults)


def _headed(headings: Sequence[object], places: dict[str, int]) -> list[str]:
    shown = {name: str(headings[place]).strip() for name, place in places.items()}
    return [f"{heading[:LONGEST_SHOWN]!r} is read as {name}" for name, heading in shown.items() if heading != name]


def _kept(text: TextFile, layout: Layout, places: dict[str, int], rows: RawRows) -> Iterator[pd.DataFrame]:
    """The columns that count, without blank rows; when all is read, the numbers of the lines are known."""
    records = layout.skip
    wide = len(layout.headings)
    for table, ragged in chunks(text, layout):
        records += len(table) + len(ragged)
        over = table[wide].to_numpy() != ""
        rows.ragged += [*ragged, *table.index[over].tolist()]
        empty = np.array([not cell or cell.isspace() for cell in table[places[CUSTOMER]]], dtype=bool) & ~over
        if empty.any():
            at = np.flatnonzero(empty)
            filled = table.iloc[at].apply(lambda column: column.str.strip().ne("")).any(axis=1).to_numpy()
            empty[at[filled]] = False
            rows.blank += int(empty.sum())
        kept = table if not (empty | over).any() else table[~(empty | over)]
        yield kept[list(places.values())].set_axis(list(places), axis=1)
    lines = line_numbers(text, layout, records)
    if lines is not None:
        rows.renumbered = lambda numbers: lines[numbers]


def _plain(layout: Layout, source: str) -> tuple[dict[str, int], Layout]:
    """Columns of the plain text of the CDNOW record, with or without headings."""
    found = len(layout.headings)
    if found == 1:
        raise LogRefusedError(
            [f"there is one column only ({layout.headings[0][:40]!r}); a log has the columns {', '.join(COLUMNS)}, "
             "separated by comma, semicolon, tab or bar"], source
        )  # fmt: skip
    if found not in (PLAIN_COLUMNS, PLAIN_COLUMNS + 1):
        raise LogRefusedError(
            [f"columns are separated by blanks, and there are {found} of them; give a CSV file with the columns "
             f"{', '.join(COLUMNS)}, or the plain text of the CDNOW record (customer, date, number, dollars)"],
            source,
        )  # fmt: skip
    skip = layout.skip + (not layout.headings[0].isdigit())
    places = {CUSTOMER: found - 4, DATETIME: found - 3, MONEY: found - 1}
    return places, Layout(mark=None, skip=skip, headings=layout.headings)
