"""What 2,357 buyers of an online music shop really did in 1997 and 1998: the CDNOW sample.

The record lies as a text file inside the ``lifetimes`` wheel. It is read by its path, because importing the package
asks for modules that newer installations no longer have; it is not part of this project.
Source: Fader & Hardie (2001), *Forecasting Repeat Sales at CDNOW*; the sample is every tenth buyer whose first purchase
fell in the first quarter of 1997.
"""

from __future__ import annotations

import datetime
import importlib.util
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


def cdnow_file(name: str = "CDNOW_sample.txt") -> Path | None:
    """The text file with the purchases, or nothing when the wheel that holds it is not installed."""
    found = importlib.util.find_spec("lifetimes")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "datasets" / name
    return path if path.is_file() else None


INSTALL = "The real record is not installed; to lay it beside the run: pip install 'guanxi[validation]'"
FIRST_DAY = datetime.date(1997, 1, 1)
LAST_DAY = datetime.date(1998, 6, 30)


@dataclass(frozen=True)
class Record:
    """Repeat purchases of the sample. A customer's purchases on one day count as one."""

    customers: int
    weekly: tuple[int, ...]
    """Cumulative repeat purchases up to the end of week 1, 2, …; days 1 to 7 are week 1."""
    days: dict[int, tuple[int, ...]]
    """Days of each customer's purchases, counted from 1 on the first of January 1997, the first purchase included."""

    def histogram(self, until: int, top: int = 7) -> tuple[int, ...]:
        """Numbers of customers with 0, 1, … repeats up to the end of week ``until``; the last is ``top`` or more."""
        repeats = Counter(min(sum(day <= 7 * until for day in days[1:]), top) for days in self.days.values())
        return tuple(repeats[count] for count in range(top + 1))


def read_record() -> Record | None:
    """The real record, or nothing when the wheel that holds it is not installed."""
    path = cdnow_file()
    if path is None:
        return None
    bought: dict[int, set[int]] = {}
    for line in path.read_text(encoding="ascii").splitlines():
        columns = line.split()
        if len(columns) < 5:
            continue
        date = datetime.datetime.strptime(columns[2], "%Y%m%d").date()
        bought.setdefault(int(columns[1]), set()).add((date - FIRST_DAY).days + 1)
    days = {customer: tuple(sorted(dates)) for customer, dates in bought.items()}
    repeats = sorted(day for dates in days.values() for day in dates[1:])
    weeks = (LAST_DAY - FIRST_DAY).days // 7 + 1
    weekly = tuple(sum(day <= 7 * week for day in repeats) for week in range(1, weeks + 1))
    return Record(customers=len(days), weekly=weekly, days=days)
