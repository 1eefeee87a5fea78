"""Tables of other programs: Excel workbooks and Parquet files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiments.calibration.transaction_log import LogRefused

if TYPE_CHECKING:
    import pandas as pd


def excel_table(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """The first sheet of a workbook, its first row as headings; dates by the date system of the workbook.

    Raises :class:`LogRefused` where openpyxl is missing, or for a file that is no workbook.
    """
    import pandas as pd

    _needs("openpyxl", "excel", "Excel workbooks", path)
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError):
        raise LogRefused(["this is no Excel workbook; save it as .xlsx or as CSV in UTF-8"], str(path)) from None
    try:
        names = [sheet.title for sheet in book.worksheets]
        rows = list(book.worksheets[0].iter_rows(values_only=True)) if names else []
    finally:
        book.close()
    if not rows or all(cell is None for row in rows for cell in row):
        raise LogRefused(["the first sheet is empty; it has to hold at least two customers' purchases"], str(path))
    headings = ["" if cell is None else str(cell) for cell in rows[0]]
    notes = [f"of {len(names)} sheets the first is read, {names[0]!r}"] if len(names) > 1 else []
    return pd.DataFrame(rows[1:], columns=headings, dtype=object), notes


def parquet_table(path: Path) -> pd.DataFrame:
    """The table of a Parquet file. Raises :class:`LogRefused` where pyarrow is missing, or for a damaged file."""
    _needs("pyarrow", "parquet", "Parquet files", path)
    import pyarrow
    import pyarrow.parquet

    try:
        table: pd.DataFrame = pyarrow.parquet.read_table(path).to_pandas(ignore_metadata=True, date_as_object=False)
    except pyarrow.ArrowException as error:
        raise LogRefused([f"the Parquet file cannot be read ({str(error)[:200]})"], str(path)) from None
    return table


def _needs(package: str, extra: str, what: str, path: Path) -> None:
    if find_spec(package) is None:
        raise LogRefused(
            [f"{what} are read with {package}, which is not installed; install it (pip install 'guanxi[{extra}]'), or "
             "save the table as CSV in UTF-8"], str(path)
        )  # fmt: skip
