"""The weekly books of one firm in one run, as measures read them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.windows import whole_weeks
from sim.results.results import Results
from sim.results.tables import COUNTED, INCOME, count, money, profit_cents


def place(results: Results, firm: str) -> int:
    """The number of a firm."""
    return results.names.firms.index(firm)


def earned(results: Results, firm: str, since: int, until: int | None) -> float:
    """What a firm earns in a window, in full units of money."""
    cents = profit_cents(results.runs[0])[whole_weeks(results, since, until), place(results, firm)]
    return float(cents.sum() / 100)


def sold(results: Results, since: int, until: int | None) -> NDArray[np.float64]:
    """What customers pay each firm in a window, in full units of money."""
    cents = money(results.runs[0], INCOME["revenue"])[whole_weeks(results, since, until)]
    return np.asarray(cents.sum(axis=0) / 100)


def customers(results: Results, firm: str, since: int, until: int | None) -> NDArray[np.int64]:
    """Customers of a firm at the end of each week of a window."""
    run = results.runs[0]
    standing = np.cumsum(count(run, COUNTED["acquisitions"]) - count(run, COUNTED["exits"]), axis=0)
    found: NDArray[np.int64] = standing[whole_weeks(results, since, until), place(results, firm)]
    return found


def exits(results: Results, firm: str, since: int, until: int | None) -> NDArray[np.int64]:
    """How many customers leave a firm in each week of a window."""
    return count(results.runs[0], COUNTED["exits"])[whole_weeks(results, since, until), place(results, firm)]
