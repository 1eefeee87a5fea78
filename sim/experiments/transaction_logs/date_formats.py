"""How dates of a log are written: formats and time zones."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.amounts import Cells

Instants: TypeAlias = NDArray[np.datetime64]
AS_WRITTEN = "as-written"
"""The time zone that takes each row's own clock."""
NO_OFFSET = "none"
OFFSET = re.compile(r"(.*\d[T ].*?)\s*(Z|[+-]\d\d(?::?\d\d)?)", re.IGNORECASE)


def tidy_offset(offset: str) -> str:
    """An offset in the usual form.

    >>> tidy_offset("Z"), tidy_offset("+0800"), tidy_offset("-05")
    ('+00:00', '+08:00', '-05:00')
    """
    if offset in "zZ":
        return "+00:00"
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return f"{offset[0] if int(digits) else '+'}{digits[:2]}:{digits[2:]}"


def offset_of(found: Cells) -> str | None:
    """The offset, where the zone is nothing but one."""
    zone = found.dt.tz
    if not isinstance(zone, datetime.timezone):
        return None
    minutes = round(zone.utcoffset(None).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def moved_to_zone(times: Instants, offsets: list[str], zone: ZoneInfo) -> Instants:
    """Wall clocks with their offsets, as wall clocks of one zone; those without an offset are its own already."""
    import pandas as pd

    moved = times.copy()
    known = np.array([offset != NO_OFFSET for offset in offsets], dtype=bool)
    minutes = [_minutes(offset) for offset in offsets if offset != NO_OFFSET]
    utc = pd.Series(times[known] - np.array(minutes, dtype="timedelta64[m]")).dt.tz_localize("UTC")
    moved[known] = utc.dt.tz_convert(zone).dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
    return moved


def _minutes(offset: str) -> int:
    return (-1 if offset[0] == "-" else 1) * (60 * int(offset[1:3]) + int(offset[4:6]))


def zone_named(name: str | None) -> ZoneInfo | None:
    """The time zone of this name. Raises ``ExperimentError`` for one that there is not."""
    if name is None or name == AS_WRITTEN:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ExperimentError(
            f"unknown time zone {name[:60]!r}; give a name such as Asia/Shanghai or UTC, or {AS_WRITTEN!r} for the "
            "clock of each row"
        ) from None


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
