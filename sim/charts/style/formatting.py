"""How names and lists are said in a headline; numbers are worded by :mod:`sim.number_text`."""

from __future__ import annotations

from collections.abc import Sequence

from sim.charts.style.canvas import legible
from sim.results.results import Results
from sim.scenario.market.exit_causes import cause_label


def firm_words(results: Results) -> list[str]:
    """The firms' names as they can be printed, in the order of the scenario."""
    return [legible(name, f"firm {number}") for number, name in enumerate(results.names.firms, start=1)]


def cause_word(results: Results, cause: str) -> str:
    """The name of a cause as it can be printed."""
    return legible(cause_label(cause), f"cause {results.names.causes.index(cause) + 1}")


def listed(words: Sequence[str]) -> str:
    """Words in a row as they are spoken.

    >>> listed(["price", "service", "market"])
    'price, service and market'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
