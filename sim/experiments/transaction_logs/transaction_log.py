"""A transaction log: who bought when and for how much, as a shop keeps it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.reading_report import ReadingReport

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
