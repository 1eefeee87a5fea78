"""Numbers, percentages, money and dates as a language writes them, by Babel."""

from __future__ import annotations

import datetime
from typing import TypeAlias

from sim.language.choice import ENGLISH, PSEUDO, current_language

LOCALES = {"en": "en_US", "zh": "zh_Hans_CN", PSEUDO: "en_US"}
"""Babel's locale of a language; a language that is not named here is its own."""
Large: TypeAlias = tuple[tuple[float, str], ...]
_LARGE: dict[str, Large] = {"zh": ((1e8, "亿"), (1e4, "万"))}
_THOUSANDS: Large = ((1e6, "M"), (1e3, "k"))


def _locale() -> str:
    language = current_language()
    return LOCALES.get(language, language)


def decimal_number(value: float, places: int = 0) -> str:
    """A number with so many places after the point.

    >>> decimal_number(1234.5), decimal_number(0.25, 2)
    ('1,234', '0.25')
    """
    if current_language() == ENGLISH:
        return f"{value:,.{places}f}"  # the same as Babel's, without loading it
    from babel.numbers import format_decimal

    return format_decimal(value, f"#,##0{_fraction(places)}", locale=_locale())


def large_units() -> Large:
    """The units of large amounts of money, largest first: the size, and what is written behind the number.

    >>> large_units()
    ((1000000.0, 'M'), (1000.0, 'k'))
    """
    return _LARGE.get(current_language(), _THOUSANDS)


def percentage(value: float, places: int = 0) -> str:
    """A part of one as a percentage.

    >>> percentage(0.125, 1)
    '12.5%'
    """
    from babel.numbers import format_percent

    return format_percent(value, f"#,##0{_fraction(places)}%", locale=_locale())


def money(value: float, currency: str, places: int = 2) -> str:
    """An amount in a currency by its ISO 4217 code.

    >>> from sim.language.choice import in_language
    >>> money(1234.5, "CNY"), money(-3, "USD", 0)
    ('CN¥1,234.50', '-$3')
    >>> with in_language("zh"):
    ...     money(1234.5, "CNY")
    '¥1,234.50'
    """
    from babel.numbers import format_currency

    pattern = f"¤#,##0{_fraction(places)}"
    return format_currency(value, currency, pattern, locale=_locale(), currency_digits=False)


def date(day: datetime.date) -> str:
    """A day with its year.

    >>> from sim.language.choice import in_language
    >>> date(datetime.date(2023, 1, 2))
    'January 2, 2023'
    >>> with in_language("zh"):
    ...     date(datetime.date(2023, 1, 2))
    '2023年1月2日'
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=_locale())


def _fraction(places: int) -> str:
    return "." + "0" * places if places else ""
