"""CSV that is safe to open in a spreadsheet, for every table that is written.

A cell that begins with =, +, -, @, a tab or a line break is taken for a formula by Excel, LibreOffice and others. A
text cell that begins so gets an apostrophe in front, which they take for "this is text"; numbers stay numbers. Where a
cell holds a carriage return, all text is quoted, since a program would take an unquoted one for the end of the row.
:func:`as_given` takes the apostrophe away again, so that nothing is lost in our own files.

Source: OWASP, CSV Injection (community page), which names these characters and their full-width forms.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.files.atomic_write import write_file

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""
APOSTROPHE = "'"
BYTE_ORDER_MARK = "\ufeff"
"""First character of CSV for people: without it Excel reads UTF-8 as an old code page, and 关系 is lost."""
SETTING = "GUANXI_CSV_MARK"
"""Environment variable; with the value ``no``, CSV is written without a byte-order mark."""


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("no change"), harmless("'tis")
    ("'=1+1", "''=1+1", 'no change', "'tis")
    """
    return APOSTROPHE + text if text.lstrip(APOSTROPHE).startswith(FORMULA_STARTS) else text


def as_given(cell: str) -> str:
    """The text that :func:`harmless` made this cell of.

    >>> [as_given(harmless(text)) for text in ("=1+1", "'=1+1", "'tis")]
    ['=1+1', "'=1+1", "'tis"]
    """
    return cell[1:] if cell.startswith(APOSTROPHE) and cell.lstrip(APOSTROPHE).startswith(FORMULA_STARTS) else cell


def harmless_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table with harmless text cells and headings; numbers and dates stay as they are."""
    return _mapped(table, harmless)


def as_given_table(table: pd.DataFrame) -> pd.DataFrame:
    """The table that :func:`harmless_table` made this one of."""
    return _mapped(table, as_given)


def csv_text(table: pd.DataFrame) -> str:
    """The table as CSV with harmless cells, without a byte-order mark."""
    cells = harmless_table(table)
    text = cells.to_csv(index=False, lineterminator="\n")
    return cells.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC) if "\r" in text else text


def csv_bytes(table: pd.DataFrame, mark: bool | None = None) -> bytes:
    """The same as bytes for people: with a byte-order mark, unless ``mark`` or the environment says otherwise."""
    return (_mark(mark) + csv_text(table)).encode()


def write_csv(table: pd.DataFrame, path: Path, mark: bool | None = None) -> Path:
    """Write the table as CSV for people: harmless cells, and a byte-order mark unless that is switched off.

    Returns the path of the file, which is written whole or not at all.
    """
    return write_file(path, csv_bytes(table, mark))


def write_rows(
    path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]], mark: bool | None = None
) -> None:  # fmt: skip
    """Write a heading and rows as CSV for people, in the same way as :func:`write_csv`."""
    write_file(path, rows_bytes(heading, rows, mark))


def rows_bytes(heading: Sequence[str], rows: Iterable[Sequence[object]], mark: bool | None = None) -> bytes:
    """A heading and rows as the bytes that :func:`write_rows` writes; None is an empty cell."""
    table = [[cell(value) for value in row] for row in (heading, *rows)]
    text = _rows_text(table, csv.QUOTE_MINIMAL)
    if "\r" in text:
        text = _rows_text(table, csv.QUOTE_NONNUMERIC)
    return (_mark(mark) + text).encode()


def _rows_text(table: Iterable[Sequence[object]], quoting: Literal[0, 2]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(table)
    return text.getvalue()


def cell(value: object) -> object:
    """A value as a cell: text harmless, everything else as it is."""
    return harmless(value) if isinstance(value, str) else value


def read_text(path: Path) -> str:
    """The text of a CSV file, with or without a byte-order mark. Raises ``OSError`` and ``UnicodeError``."""
    return path.read_text(encoding="utf-8").removeprefix(BYTE_ORDER_MARK)


def _mark(mark: bool | None) -> str:
    wanted = os.environ.get(SETTING, "yes").strip().lower() not in ("no", "0", "false") if mark is None else mark
    return BYTE_ORDER_MARK if wanted else ""


def _mapped(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    import pandas as pd

    def each(value: object) -> object:
        return change(value) if isinstance(value, str) else value

    found = table.copy(deep=False)
    for place, kind in enumerate(table.dtypes):
        if isinstance(kind, pd.CategoricalDtype):
            column = table.iloc[:, place]
            found.isetitem(place, column.cat.rename_categories([each(name) for name in kind.categories]).array)
        elif pd.api.types.is_object_dtype(kind) or isinstance(kind, pd.StringDtype):
            found.isetitem(place, table.iloc[:, place].map(each).array)
    found.columns = pd.Index([each(name) for name in table.columns])
    return found
