"""Repairs of a transaction log, each made only when it is asked for by name."""

from __future__ import annotations

from collections.abc import Iterable

from sim.experiments.errors import ExperimentError
from sim.registry import unknown

MENDS: dict[str, str] = {
    "drop-repeats": "of rows that are the same in customer, time and amount, keep one",
    "keep-repeats": "take rows that are the same as they are; their amounts add up",
    "drop-unpaid": "leave out rows with an amount of 0, and returns on days without a purchase",
    "net-returns": "take returns on days without a purchase off the customer's last purchase before",
    "keep-free": "count rows with an amount of 0 as purchases; they say nothing of spends",
    "drop-unread": "leave out rows whose customer, date or amount is missing or cannot be read",
    "drop-totals": "leave out rows that hold a total instead of a purchase",
    "drop-future": "leave out rows dated after today",
    "keep-future": "take dates after today as they are, as in a simulated log",
    "drop-outliers": "leave out rows whose date or amount is far away from all others",
    "keep-outliers": "take rows whose date or amount is far away from all others as they are",
    "decimal-comma": "read 1.234,5 as one thousand two hundred thirty-four and a half",
    "thousands-comma": "read 1,234 as one thousand two hundred thirty-four",
    "one-currency": "take the amounts as they are, whatever currency they are marked with",
    "excel-dates": "read numbers such as 44928 as Excel's days, counted from 1900",
    "excel-dates-1904": "read numbers such as 43466 as Excel's days, counted from 1904 as on old Macs",
    "epoch-dates": "read numbers such as 1672617600 as seconds (13 digits: milliseconds) since 1970 in UTC",
    "sort": "put each customer's rows into the order of time",
}
"""Each mend and what it does. None is done unless asked for."""
OPPOSED = (
    ("drop-repeats", "keep-repeats"), ("drop-unpaid", "keep-free"), ("drop-future", "keep-future"),
    ("drop-outliers", "keep-outliers"), ("decimal-comma", "thousands-comma"), ("excel-dates", "excel-dates-1904"),
    ("drop-unpaid", "net-returns"),
)  # fmt: skip


def known_mends(asked: Iterable[str]) -> frozenset[str]:
    """The mends asked for. Raises ``ExperimentError`` for one that there is not, or two that contradict each other.

    >>> sorted(known_mends(["sort", "keep-free"]))
    ['keep-free', 'sort']
    """
    found = frozenset([asked] if isinstance(asked, str) else asked)
    for name in sorted(found):
        if name not in MENDS:
            raise ExperimentError(unknown("mend", name, MENDS))
    for one, other in OPPOSED:
        if {one, other} <= found:
            raise ExperimentError(f"mend: {one} and {other} contradict each other; give one of them")
    return found
