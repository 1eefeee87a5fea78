"""Ways of writing dates: reading by one, checking one, suggesting some."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.time_zones import NO_OFFSET, Instants, tidy_offset

FORMATS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",
    "%Y-%m-%d", "%Y/%m/%d", "%y-%m-%d", "%Y年%m月%d日", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
    "%d-%b-%Y", "%d-%b-%y",
)  # fmt: skip
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
"""Ways in which people write dates, tried to suggest one."""


def suggested_formats(cells: Iterable[str]) -> list[str]:
    """Usual ways of writing dates that fit all of these cells; two where the order of day and month is open.

    >>> suggested_formats(["01/02/2023"]), suggested_formats(["01/02/2023", "13/02/2023"])
    (['%d/%m/%Y', '%m/%d/%Y'], ['%d/%m/%Y'])
    """
    seen = list(cells)[:200]
    return [
        form + time for form in FORMATS for time in TIMES if seen and all(_strptime(cell, form + time) for cell in seen)
    ]


def times_by_format(text: list[str], date_format: str) -> tuple[Instants, list[str]]:
    """Wall clock of each cell, not a time where it is written otherwise, and its offset from UTC."""
    import pandas as pd

    if "%z" not in date_format:
        times = pd.to_datetime(pd.Series(text, dtype=object), format=date_format, errors="coerce")
        return times.to_numpy(dtype="datetime64[us]").copy(), [NO_OFFSET] * len(text)
    found = [_strptime(cell, date_format) for cell in text]
    offsets = [tidy_offset(one.strftime("%z")[:5]) if one else NO_OFFSET for one in found]
    bare = [np.datetime64(one.replace(tzinfo=None) if one else "NaT", "us") for one in found]
    return np.array(bare, dtype="datetime64[us]"), offsets


def _strptime(cell: str, form: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(cell, form)
    except ValueError:
        return None


def check_date_format(date_format: str) -> None:
    """Raise ``ExperimentError`` for a date format that is none, or that leaves the year open."""
    import pandas as pd

    example = datetime.datetime(2025, 1, 31, tzinfo=datetime.UTC).strftime(date_format)
    try:
        read = pd.to_datetime([example], format=date_format)[0]
    except (ValueError, TypeError):
        read = None
    if read is None or pd.isna(read) or read.year != 2025:
        raise ExperimentError(
            f"date_format {date_format[:60]!r} does not say where the year, month and day stand; "
            "write it as %d.%m.%Y for 31.01.2025"
        )
