"""A transaction log that was read, and the report of its reading."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError


class DoubtfulLogWarning(UserWarning):
    """A transaction log was read, but something in it may not mean what it seems to mean."""


@dataclass(frozen=True, kw_only=True)
class ReadingReport:
    """What was read, merged, netted and dropped on the way from rows to purchases."""

    rows: int
    """Rows with content below the headings."""
    purchases: int
    customers: int
    merged: int = 0
    """Rows that became one with another row of the same customer and instant, day or week."""
    netted: int = 0
    """Returns that were taken off purchases."""
    cancelled: int = 0
    """Purchases that no longer count, as nothing was left of them after returns."""
    dropped: int = 0
    """Rows left out by mends that were asked for."""
    blank: int = 0
    """Rows without content, which were passed over."""
    trimmed: int = 0
    """Rows whose customer_id had blanks around it, which were taken away."""
    notes: tuple[str, ...] = ()
    """How the source was understood: text encoding, headings, clock, decimal mark."""
    warnings: tuple[str, ...] = ()
    """What may not mean what it seems to mean."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report in sentences: the counts, then the notes, then the warnings."""
        said = [f"{many(self.rows, 'row')} read: {many(self.purchases, 'purchase')} of {self.customers:,} customers"]
        told = (
            (self.merged, "merged with another row of the same customer and time"),
            (self.dropped, "left out as asked"),
            (self.blank, "without content passed over"),
            (self.trimmed, "had blanks around the customer_id, which were taken away"),
        )
        said += [f"{many(count, 'row')} {what}" for count, what in told if count]
        if self.netted:
            said.append(f"{many(self.netted, 'return')} taken off the same customer's purchases")
        if self.cancelled:
            said.append(f"{many(self.cancelled, 'purchase')} not counted, as all of it was returned")
        return (*said, *self.notes, *(f"Warning: {one}" for one in self.warnings))

    def __str__(self) -> str:
        """One line per sentence."""
        return "\n".join(self.sentences)


def many(count: int, what: str) -> str:
    """A count with its noun.

    >>> many(1, "row"), many(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{count:,} {what}{'s' * (count != 1)}"


Column = NDArray[np.float64]
Grain: TypeAlias = Literal["instant", "day", "week"]


class LogRefusedError(ExperimentError):
    """A transaction log cannot be used as it is; ``faults`` holds a sentence for everything that is wrong with it."""

    def __init__(self, faults: Iterable[str], source: str = "") -> None:
        """Keep the faults in the order in which a reader meets them."""
        self.faults = tuple(faults)
        self.source = source
        super().__init__(self.faults, source)

    def __str__(self) -> str:
        """One line per fault."""
        return "\n".join(f"{self.source}: {fault}" if self.source else fault for fault in self.faults)


@dataclass(frozen=True, kw_only=True)
class TransactionLog:
    """Purchases in the order of time, columns of equal length. Times in weeks since the first day of the log, 0 h."""

    source: str
    """Where it comes from, as a person would name it."""
    start: datetime.date
    """The first day: week 0 begins with it."""
    names: NDArray[np.str_]
    """Names of the customers."""
    customer: NDArray[np.int64]
    """Number of the customer of each purchase: a place in ``names``."""
    week: Column
    money: Column | None
    """What was paid; ``None`` where the log does not say."""
    grain: Grain = "day"
    """How exact its times are: instants, or only the day or the week of a purchase; purchases of one customer in one
    grain are then one."""
    mended: tuple[str, ...] = ()
    """What was put right in it on being asked to, in sentences."""
    report: ReadingReport | None = None
    """What reading it found and did; ``None`` for a log that was not read from a table."""

    @property
    def by_day(self) -> bool:
        """Whether only the day or the week of a purchase is known."""
        return self.grain != "instant"

    @property
    def length(self) -> float:
        """Weeks from the first day to the end of the last day or week, or to the last purchase for instants."""
        last, periods = float(self.week.max()), PERIODS[self.grain]
        return float(np.floor(periods * last + SAME_DAY) + 1) / periods if periods else last


PERIODS: dict[Grain, int] = {"instant": 0, "day": 7, "week": 1}
"""Periods of each grain in a week; none where instants count."""
SAME_DAY = 1e-6
"""Days that rounding may cost: a date is a whole number of days."""
