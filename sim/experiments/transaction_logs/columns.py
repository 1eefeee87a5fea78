"""The columns of a transaction log as arrays, gathered chunk by chunk from its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.transaction_logs.amounts import AmountReader, Cells, as_text
from sim.experiments.transaction_logs.dates import DateFault, DateReader
from sim.experiments.transaction_logs.log_reading import RawRows
from sim.experiments.transaction_logs.source import CUSTOMER, DATETIME, MONEY

if TYPE_CHECKING:
    import pandas as pd

EXACT = 2**53
"""Whole numbers above this one are no longer exact in a column of numbers."""
EXPONENT = re.compile(r"\d+([.,]\d+)?[eE]\+?\d+")
TOTALS = frozenset(
    ("total", "totals", "sum", "subtotal", "grandtotal", "summe", "gesamt", "gesamtsumme", "insgesamt", "somme", 
     "totale", "suma", "合计", "总计", "小计", "总和", "汇总", "合計")
)  # fmt: skip
"""What the last rows of an export say where they are no purchases."""
SHOWN = 4
"""Cells kept as examples of each fault."""


@dataclass(kw_only=True)
class Columns:
    """What the rows hold, and the cells that could not be read."""

    table: pd.DataFrame
    """customer_id (place in ``names``; -1 for none), datetime, perhaps monetary_value; also date_fault and total."""
    names: list[str]
    dates: DateReader
    amounts: AmountReader
    trimmed: int = 0
    inexact: int = 0
    """Rows whose customer_id lost digits."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Some cells of each column that could not be read."""


class CustomerReader:
    """Reads customers chunk by chunk: each different text is one, blanks around it apart."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.trimmed = self.inexact = 0

    def read(self, given: Cells) -> np.ndarray:
        """The number of each customer in the order in which they come, -1 for an empty cell."""
        import pandas as pd

        text = as_text(given)
        code, cells = pd.factorize(text)
        counts = np.bincount(code, minlength=len(cells))
        if pd.api.types.is_float_dtype(given.dtype):
            self.inexact += int((given.abs() > EXACT).sum())
        places = np.empty(len(cells), dtype=np.int32)
        for at, cell in enumerate(cells):
            name = cell.strip()
            if name != cell and name:
                self.trimmed += int(counts[at])
            if name[:1].isdigit() and EXPONENT.fullmatch(name):
                self.inexact += int(counts[at])
            places[at] = self.known.setdefault(name, len(self.known)) if name else -1
        return places[code]


def columns_of(rows: RawRows, dates: DateReader, amounts: AmountReader) -> Columns:
    """Read all rows. The index of the table is the number of each row as an editor shows it."""
    import pandas as pd

    customers = CustomerReader()
    pieces: list[pd.DataFrame] = []
    examples: dict[str, list[str]] = {DATETIME: [], MONEY: []}
    for chunk in rows.chunks:
        piece = pd.DataFrame({CUSTOMER: customers.read(chunk[CUSTOMER])}, index=chunk.index)
        piece[DATETIME], piece["date_fault"] = dates.read(chunk[DATETIME])
        if MONEY in chunk:
            piece[MONEY] = amounts.read(chunk[MONEY])
            _remember(examples[MONEY], chunk[MONEY][np.isnan(piece[MONEY])])
        unread = piece["date_fault"].to_numpy() != DateFault.NONE
        piece["total"] = False
        if unread.any():
            _remember(examples[DATETIME], chunk[DATETIME][unread])
            piece.loc[unread, "total"] = _totals(chunk[unread])
        pieces.append(piece)
    names = [CUSTOMER, DATETIME, "date_fault", MONEY, "total"]
    table = pd.concat(pieces) if pieces else pd.DataFrame({name: [] for name in names})
    pieces.clear()
    table.index = pd.Index(rows.renumbered(table.index.to_numpy(dtype=np.int64)))
    return Columns(
        table=table, names=list(customers.known), dates=dates, amounts=amounts, trimmed=customers.trimmed,
        inexact=customers.inexact, examples=examples,
    )  # fmt: skip


def _remember(kept: list[str], cells: Cells) -> None:
    kept += [str(cell)[:40] for cell in cells.head(SHOWN - len(kept))]


def _totals(rows: pd.DataFrame) -> np.ndarray:
    """Which rows without a date hold a total: the customer or the date says so."""
    said = [as_text(rows[column]).map(lambda cell: re.sub(r"[\W_\d]+", "", cell).casefold()) for column in
            (CUSTOMER, DATETIME)]  # fmt: skip
    return np.asarray(said[0].isin(TOTALS) | said[1].isin(TOTALS))
