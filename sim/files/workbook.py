"""Excel workbooks (.xlsx) through openpyxl, an extra: rows of the first sheet in, a table with harmless cells out."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

from sim.errors import SentenceError
from sim.files.regular_file import read_bytes
from sim.language.messages import _

TEXT = "@"
"""Number format of text in Excel: what is in the cell stays as it was typed, and is never a formula."""
WIDEST = 40
"""Columns are at most as wide as so many characters."""


class WorkbookError(SentenceError, ValueError):
    """A workbook cannot be read or written. The message says what to do."""


def require_openpyxl(what: str) -> None:
    """Do nothing where openpyxl is installed. Raises :class:`WorkbookError`; ``what`` needs it."""
    if find_spec("openpyxl") is None:
        said = _("{what} needs openpyxl, which is not installed: pip install 'guanxi[excel]'; or use CSV")
        raise WorkbookError(said.format(what=what))


def first_sheet(path: str | PathLike[str], largest: int) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet as text, each with its number as Excel shows it.

    Whole numbers are written without a decimal point, so that a student number stays as it was.

    Args:
        path: The workbook.
        largest: Bytes of the file that are read.

    Returns:
        Number and cells of each row.

    Raises:
        WorkbookError: Where openpyxl is missing, or the file is no workbook.
        UnreadableFileError: For a file that cannot be read.
    """
    require_openpyxl(str(path))
    from openpyxl import load_workbook

    held = read_bytes(path, largest)
    try:
        book = load_workbook(io.BytesIO(held), read_only=True, data_only=True)
        rows = [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except Exception:  # a damaged workbook fails in many ways: in the archive, in its XML, in its values
        said = _("{file} is no Excel workbook, or a damaged one; save it as .xlsx, or as CSV (UTF-8)")
        raise WorkbookError(said.format(file=path)) from None
    return list(enumerate(rows, start=1))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)


def workbook_bytes(title: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet: text cells are text and never formulas, numbers are numbers, None is an empty cell.

    Args:
        title: Name of the sheet.
        heading: Headings of the columns.
        rows: Cells of each row.

    Returns:
        The content of the file.

    Raises:
        WorkbookError: Where openpyxl is missing.
    """
    require_openpyxl(title)
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    widths = [len(name) for name in heading]
    for number, row in enumerate((heading, *rows), start=1):
        for place, value in enumerate(row):
            cell = sheet.cell(row=number, column=place + 1)
            if isinstance(value, str):
                cell.value = _printable(value)
                cell.data_type = "s"  # also where the text begins as a formula does
                cell.number_format = TEXT
            else:
                cell.value = value
            widths[place] = max(widths[place], len(str(value if value is not None else "")))
            if number == 1:
                cell.font = Font(bold=True)
    for place, width in enumerate(widths):
        sheet.column_dimensions[sheet.cell(row=1, column=place + 1).column_letter].width = min(width + 2, WIDEST)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _printable(text: str) -> str:
    """The text without control characters, which a workbook cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def ends_as_workbook(path: str | PathLike[str]) -> bool:
    """Whether the name of a file is that of an Excel workbook."""
    return Path(path).suffix.lower() == ".xlsx"
