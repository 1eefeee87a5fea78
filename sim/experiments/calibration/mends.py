"""What can be mended in a transaction log, when somebody asks for it by name."""

from __future__ import annotations

from collections.abc import Iterable

from sim.experiments.trouble import ExperimentError
from sim.registry import unknown

MENDS: dict[str, str] = {
    "drop-repeats": "of rows that are the same in customer, time and amount, keep one",
    "keep-repeats": "count rows that are the same as purchases of their own; the spend of a day adds up",
    "drop-unpaid": "leave out rows with an amount of 0 or less",
    "keep-free": "count rows with an amount of 0 as purchases; they say nothing of spends",
    "drop-unread": "leave out rows whose customer, date or amount is missing or cannot be read",
    "drop-future": "leave out rows dated after today",
    "keep-future": "take dates after today as they are, as in a simulated log",
    "sort": "put each customer's rows into the order of time",
}
"""Each mend and what it does. None is done unless asked for."""
OPPOSED = (("drop-repeats", "keep-repeats"), ("drop-unpaid", "keep-free"), ("drop-future", "keep-future"))


def known_mends(asked: Iterable[str]) -> frozenset[str]:
    """The mends asked for. Raises ``ExperimentError`` for one that there is not, or two that contradict each other.

    >>> sorted(known_mends(["sort", "keep-free"]))
    ['keep-free', 'sort']
    """
    found = frozenset(asked)
    for name in sorted(found):
        if name not in MENDS:
            raise ExperimentError(unknown("mend", name, MENDS))
    for one, other in OPPOSED:
        if {one, other} <= found:
            raise ExperimentError(f"mend: {one} and {other} contradict each other; give one of them")
    return found
