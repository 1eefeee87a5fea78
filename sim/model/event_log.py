"""The event log as rows: their columns, their order, and the table that is made of them. It is the truth of a run.

Rows are appended in blocks of plain columns and put in order once (:mod:`sim.model.row_order`). Which events there are
is told in :mod:`sim.model.events`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.model.events import EVENTS, WITH_CAUSE

if TYPE_CHECKING:
    import pandas as pd

ROW = np.dtype(
    [("time", "f8"), ("cents", "i8"), ("customer", "i4"), ("generation", "i2"), ("firm", "i1"), ("event", "i1"),
     ("cause", "i2"), ("programme", "i1")],
    align=True,
)  # fmt: skip
"""One row: weeks, money in cents, place and generation of the customer, firm, event, cause, programme (-1: none).

``cause`` is a number among :attr:`Names.words`: the cause of an exit, or the detail of another event.
"""

COLUMNS = (
    "replication", "time", "datetime", "customer_id", "firm", "event", "cause", "detail", "programme", "monetary_value",
)  # fmt: skip
"""Columns of the table of events: ``cause`` says why a customer leaves; ``detail`` what other events are about."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the numbers in a log stand for."""

    segments: tuple[str, ...]
    sizes: tuple[int, ...]
    firms: tuple[str, ...]
    causes: tuple[str, ...]
    """Causes of exits."""
    details: tuple[str, ...] = ()
    """What rows of other events may name: tiers, steps of imitation, channels, outcomes, levers, ..."""
    programmes: tuple[str, ...]
    start: str
    """Date of week 0, ISO."""

    @property
    def words(self) -> tuple[str, ...]:
        """Causes, then details, in the order of the numbers that rows have in the field ``cause``."""
        return self.causes + self.details


def concatenate_rows(blocks: list[NDArray[np.void]]) -> NDArray[np.void]:
    """Blocks of rows as one; the list is emptied on the way, so that memory holds most rows once."""
    rows = np.empty(sum(map(len, blocks)), ROW)
    start = len(rows)
    while blocks:
        block = blocks.pop()
        start -= len(block)
        plain_rows(rows)[start : start + len(block)] = plain_rows(block)
    return rows


def plain_rows(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The same rows without names: NumPy copies nameless bytes a hundred times as fast as fields."""
    return rows.view(np.dtype((np.void, ROW.itemsize)))


def customer_ids(names: Names) -> NDArray[np.str_]:
    """Names of the places, such as ``consumers-17``, in the order of the rows of the population."""
    sizes = zip(names.segments, names.sizes, strict=True)
    return np.concatenate([np.char.add(f"{segment}-", np.arange(size).astype(str)) for segment, size in sizes])


def decode_names(codes: ArrayLike, names: Iterable[str]) -> pd.Categorical[str]:
    """A column of names from their numbers; -1 stands for none."""
    import pandas as pd

    return pd.Categorical.from_codes(np.asarray(codes, dtype=np.int64), pd.Index(list(names)))


def labels(rows: NDArray[np.void], names: Names) -> pd.Categorical[str]:
    """Who each row is about, by name: ``consumers-17``, or ``consumers-17.1`` for the next to live in her place."""
    import pandas as pd

    places = customer_ids(names)
    later = rows["generation"] > 0
    if not later.any():
        return decode_names(rows["customer"], places)
    text = places[np.maximum(rows["customer"], 0)].astype(object)
    text[later] = [f"{t}.{g}" for t, g in zip(text[later], rows["generation"][later], strict=True)]
    text[rows["customer"] < 0] = None
    return pd.Categorical(text)


def cause_and_detail(rows: NDArray[np.void]) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The field ``cause`` of rows as two columns: of rows of leaving the cause, of others the detail; -1 for none."""
    leaves = np.isin(rows["event"], WITH_CAUSE)
    none = np.int16(-1)
    return np.where(leaves, rows["cause"], none), np.where(leaves, none, rows["cause"])


def event_table(rows: NDArray[np.void], names: Names, replication: int = 0) -> pd.DataFrame:
    """The rows as a data frame with the columns of :data:`COLUMNS`; names as categories, money in full units."""
    import pandas as pd

    start = np.datetime64(names.start, "us")
    cause, detail = cause_and_detail(rows)
    return pd.DataFrame(
        {
            "replication": np.full(len(rows), replication, dtype=np.int32),
            "time": rows["time"],
            "datetime": start + (rows["time"] * (7 * 86_400e6)).astype("timedelta64[us]"),
            "customer_id": labels(rows, names),
            "firm": decode_names(rows["firm"], names.firms),
            "event": decode_names(rows["event"], EVENTS),
            "cause": decode_names(cause, names.causes),
            "detail": decode_names(detail, names.words),
            "programme": decode_names(rows["programme"], names.programmes),
            "monetary_value": rows["cents"] / 100,
        }
    )
