"""How a comparison is said: no winner is named where chance alone could explain the difference."""

from __future__ import annotations

import math


def digits(half: float, mean: float) -> int:
    """How many places after the point are worth saying, given how sure a figure is.

    >>> digits(0.9, 3.1), digits(0.13, 2.0), digits(400.0, 1e6), digits(0.0, 3.0)
    (1, 2, 0, 2)
    """
    size = half / 3 if half > 0 else abs(mean) / 100
    return max(0, -math.floor(math.log10(size))) if size > 0 else 0


def figure(value: float, places: int, sign: bool = False) -> str:
    """A number with thousands set apart and a minus sign that is one.

    >>> figure(-1234.56, 1)
    '−1,234.6'
    """
    text = f"{value:{'+' if sign else ''},.{places}f}"
    if not any(letter in "123456789" for letter in text):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def bounds(low: float, high: float, places: int) -> str:
    """An interval as it is said: ``2.2 to 4.0``."""
    return f"{figure(low, places)} to {figure(high, places)}"


def said(value: float) -> str:
    """A figure by itself, to half a hundredth of its size.

    >>> said(28138.3), said(-12.345), said(0.0312)
    ('28,138', '−12.3', '0.0312')
    """
    return figure(value, digits(0.0, value))
