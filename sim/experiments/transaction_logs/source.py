"""Where a transaction log comes from: a file or a data frame, and which of its columns hold what."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.transaction_log import LogRefusedError
from sim.registry import nearest, unknown

if TYPE_CHECKING:
    import pandas as pd

CUSTOMER, DATETIME, MONEY = "customer_id", "datetime", "monetary_value"
"""Names of the columns, as ``pymc-marketing`` has them too. The amount may be missing."""
COLUMNS = (CUSTOMER, DATETIME, MONEY)
LONGEST_SHOWN = 40
"""Characters of a heading that a sentence shows."""


@dataclass(frozen=True, kw_only=True)
class LogFile:
    """A file or data frame with purchases whose headings or text encoding differ from the usual ones.

    >>> LogFile(data="orders.csv", columns={"customer_id": "客户编号", "datetime": "日期"}).path.name
    'orders.csv'
    """

    data: str | PathLike[str] | pd.DataFrame
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading of each of customer_id, datetime and monetary_value that has another name in the file."""
    encoding: str | None = None
    """Text encoding of a file, such as ``cp1252``; found out if left out (UTF-8, UTF-16 or GB18030)."""

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in COLUMNS:
                raise ExperimentError(unknown("column", name, COLUMNS))
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except (LookupError, ValueError):
                raise ExperimentError(f"unknown encoding {self.encoding!r}; give one such as utf-8 or cp1252") from None

    @property
    def path(self) -> Path:
        """The path of a file. Raises ``TypeError`` for a data frame."""
        return Path(self.data)  # type: ignore[arg-type]


Source: TypeAlias = "str | PathLike[str] | pd.DataFrame | LogFile"


def places_of_columns(headings: Sequence[object], asked: Mapping[str, str], source: str) -> dict[str, int]:
    """The place of each of the three columns among the headings; the amount is left out where there is none.

    A heading may differ in capitals, blanks and signs ("Customer ID" is customer_id). Raises :class:`LogRefusedError`
    for a column that is missing or given twice.
    """
    shown = [str(heading).strip() for heading in headings]
    found: dict[str, int] = {}
    faults: list[str] = []
    for column in COLUMNS:
        at = _matching(shown, asked.get(column), column)
        if len(at) > 1:
            twice = ", ".join(repr(name[:LONGEST_SHOWN]) for name in Counter(shown[place] for place in at))
            faults.append(
                f"{len(at)} columns are headed {twice} (columns {', '.join(str(place + 1) for place in at)}); "
                f"keep one as {column}, and rename or delete the others"
            )
        elif at:
            found[column] = at[0]
        elif column != MONEY or column in asked:
            faults.append(_missing(column, asked.get(column), shown))
    if not faults and len(set(found.values())) < len(found):
        faults.append(f"one column cannot be two of {', '.join(found)}; name a column of its own for each")
    if faults:
        raise LogRefusedError(faults, source)
    return found


def _matching(shown: Sequence[str], asked: str | None, column: str) -> list[int]:
    wanted = column if asked is None else asked.strip()
    exact = [place for place, heading in enumerate(shown) if heading == wanted]
    alike = [place for place, heading in enumerate(shown) if _plain(heading) == _plain(wanted)]
    return (exact or alike) if asked is not None else alike


def _plain(heading: str) -> str:
    """A heading without what people write in different ways.

    >>> _plain(" Customer ID") == _plain("customer_id")
    True
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())


def _missing(column: str, asked: str | None, shown: Sequence[str]) -> str:
    wanted = asked or column
    near = nearest(wanted, [heading for heading in shown if 0 < len(heading) <= LONGEST_SHOWN])
    hint = f"; did you mean to rename {near!r}?" if near else ""
    listed = ", ".join(heading[:LONGEST_SHOWN] or "(no heading)" for heading in shown[:20]) or "none"
    more = f" and {len(shown) - 20} more" if len(shown) > 20 else ""
    how = f"--column {column}=HEADING, in Python LogFile(columns=...)"
    tail = "" if asked else f"; name the heading that holds it: {how}"
    return f"there is no column {wanted[:LONGEST_SHOWN]!r}, only {listed}{more}{hint}{tail}"
