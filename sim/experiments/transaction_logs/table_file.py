"""Tables of other programs: Excel workbooks and Parquet files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sim.experiments.transaction_logs.transaction_log import LogRefusedError

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
