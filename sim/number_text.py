"""Numbers as people read them: one rule for digits, thousands, the minus sign and missing values on every page.

Thousands are set apart by a comma, a minus is a minus sign and not a hyphen, nothing is ever "minus zero", and what is
missing or infinite is ``–``.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.language.formats import large_units
from sim.language.messages import _

MISSING = "–"


def decimal(value: float, places: int = 0, sign: bool = False) -> str:
    """A number with so many places after the point; with ``sign`` a plus stands before what is above zero.

    >>> decimal(-1234.56, 1), decimal(1200, sign=True), decimal(-0.04), decimal(float("nan"))
    ('−1,234.6', '+1,200', '0', '–')
    """
    if not math.isfinite(value):
        return MISSING
    text = f"{value:{'+' if sign else ''},.{places}f}"
    if not any(letter in "123456789" for letter in text):
        text = text.lstrip("+-")
    return text.replace("-", "−")


def significant(value: float, digits: int = 4) -> str:
    """A number with so many digits that count, without exponent; whole numbers keep all of theirs.

    >>> significant(12345.6), significant(0.97), significant(3), significant(26040.25, 5), significant(0.00309991, 5)
    ('12,346', '0.97', '3', '26,040', '0.0030999')
    """
    if not math.isfinite(value) or value == int(value):
        return decimal(value)
    text = decimal(value, max(0, digits - 1 - math.floor(math.log10(abs(value)))))
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_places(half_width: float, mean: float) -> int:
    """How many places after the point are worth showing, given how sure a figure is.

    ``half_width`` is half of its interval; where that is 0, the figure is shown to half a hundredth of its size.

    >>> decimal_places(0.9, 3.1), decimal_places(0.13, 2.0), decimal_places(400.0, 1e6), decimal_places(0.0, 3.0)
    (1, 2, 0, 2)
    """
    size = half_width / 3 if half_width > 0 else abs(mean) / 100
    return max(0, -math.floor(math.log10(size))) if 0 < size < math.inf else 0


def concise(value: float) -> str:
    """A figure without an interval, to half a hundredth of its size.

    >>> concise(28138.3), concise(-12.345), concise(0.0312)
    ('28,138', '−12.3', '0.0312')
    """
    return decimal(value, decimal_places(0.0, value))


def percent(part: float, places: int = 0, sign: bool = False) -> str:
    """A part of one as a percentage.

    >>> percent(0.347), percent(0.347, 1), percent(-0.2), percent(0.05, sign=True), percent(float("nan"))
    ('35%', '34.7%', '−20%', '+5%', '–')
    """
    return f"{decimal(100 * part, places, sign)}%" if math.isfinite(part) else MISSING


def points(difference: float, sign: bool = False) -> str:
    """A difference of parts of one in percentage points, without its sign unless ``sign`` asks for it.

    >>> points(0.0412), points(-0.01), points(-0.01, sign=True), points(-0.0004)
    ('4.1 points', '1.0 points', '−1.0 points', '0.0 points')
    """
    return _("{number} points").format(number=points_number(difference, sign))


def points_number(difference: float, sign: bool = False) -> str:
    """The number of :func:`points` without its unit.

    >>> points_number(-0.0412)
    '4.1'
    """
    return decimal(100 * (difference if sign else abs(difference)), 1, sign)


def money(amount: float, sign: bool = False) -> str:
    """An amount of money, short; the space before k (thousands) and M (millions), or 万 and 亿, does not break.

    >>> [money(amount).replace("\\N{NO-BREAK SPACE}", " ") for amount in (1234567.0, -4500.0, 12.0)]
    ['1.23 M', '−4.5 k', '12']
    >>> money(12.0, sign=True), money(-3.0, sign=True), money(0.2, sign=True)
    ('+12', '−3', '0')
    """
    units = large_units()
    if not math.isfinite(amount) or abs(amount) < units[-1][0]:
        return decimal(amount, sign=sign)
    before = "−" if amount < 0 else "+" if sign else ""
    unit, word = next((size, word) for size, word in units if abs(amount) >= size)
    return f"{before}{significant(abs(amount) / unit, 3)}\N{NO-BREAK SPACE}{word}"


def times(count: int) -> str:
    """How often.

    >>> times(1), times(2), times(5)
    ('once', 'twice', '5 times')
    """
    if count in (1, 2):
        return _("once") if count == 1 else _("twice")
    return _("{count} times").format(count=decimal(count))


def bounds(low: float, high: float, word: Callable[[float], str]) -> str:
    """The two ends of an interval, each written by ``word``.

    >>> bounds(0.02, 0.31, percent), bounds(float("nan"), float("nan"), money)
    ('2% to 31%', '–')
    """
    return MISSING if math.isnan(low) else _("{low} to {high}").format(low=word(low), high=word(high))


def with_bounds(mean: float, low: float, high: float, word: Callable[[float], str]) -> str:
    """A mean with its interval in brackets, where there is one.

    >>> with_bounds(0.2, 0.02, 0.31, percent), with_bounds(12.0, float("nan"), float("nan"), money)
    ('20% (2% to 31%)', '12')
    """
    if math.isnan(low):
        return word(mean)
    return _("{mean} ({interval})").format(mean=word(mean), interval=bounds(low, high, word))
