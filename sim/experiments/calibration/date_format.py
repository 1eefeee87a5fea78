"""How the dates of a log are written, as somebody says it."""

from __future__ import annotations

import datetime

from sim.experiments.trouble import ExperimentError

_NEW_YEAR = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)


def known_date_format(asked: str | None) -> str | None:
    """The format asked for, or none. Raises ``ExperimentError`` for one that no date can be written and read by.

    >>> known_date_format("%d.%m.%Y")
    '%d.%m.%Y'
    >>> known_date_format("dd.mm.yyyy")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
        ...
    sim.experiments.trouble.ExperimentError: date_format='dd.mm.yyyy' is no format of dates
    """
    if asked is None or asked in ("ISO8601", "mixed"):
        return asked
    try:
        sound = datetime.datetime.strptime(_NEW_YEAR.strftime(asked), asked).year == _NEW_YEAR.year
    except ValueError:
        sound = False
    if not sound:
        raise ExperimentError(
            f"date_format={asked[:40]!r} is no format of dates; write it as %d.%m.%Y, with %Y for the year, %m for the "
            "month, %d for the day"
        )
    return asked
