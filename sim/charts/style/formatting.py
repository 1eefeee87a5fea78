"""How numbers and lists are said in a headline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.charts.style.canvas import legible
from sim.results.results import Results


def firm_words(results: Results) -> list[str]:
    """The firms' names as they can be printed, in the order of the scenario."""
    return [legible(name, f"firm {number}") for number, name in enumerate(results.names.firms, start=1)]


def cause_word(results: Results, cause: str) -> str:
    """The name of a cause as it can be printed."""
    return legible(cause, f"cause {results.names.causes.index(cause) + 1}")


def listed(words: Sequence[str]) -> str:
    """Words in a row as they are spoken.

    >>> listed(["price", "service", "market"])
    'price, service and market'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def percent(part: float, digits: int = 0) -> str:
    """A part of one as per cent.

    >>> percent(0.347)
    '35%'
    """
    return "–" if math.isnan(part) else f"{100 * part:.{digits}f}%"


def points(part: float) -> str:
    """A difference of shares in points.

    >>> points(0.0412), points(0.01), points(-0.0004)
    ('4.1 points', '1.0 points', '0.0 points')
    """
    return "– points" if math.isnan(part) else f"{abs(100 * part):.1f} points"


def money(amount: float) -> str:
    """An amount of money, short; the space before k (thousands) and M (millions) does not break.

    >>> [money(amount).replace("\\N{NO-BREAK SPACE}", " ") for amount in (1234567.0, -4500.0, 12.0)]
    ['1.23 M', '−4.5 k', '12']
    """
    if math.isnan(amount):
        return "–"
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if size >= 1e6:
        return f"{sign}{size / 1e6:.3g}\N{NO-BREAK SPACE}M"
    return f"{sign}{size / 1e3:.3g}\N{NO-BREAK SPACE}k" if size >= 1e3 else f"{sign}{size:.0f}"


def times(count: int) -> str:
    """How often.

    >>> times(1), times(2), times(5)
    ('once', 'twice', '5 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
