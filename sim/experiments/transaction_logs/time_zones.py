"""Offsets from UTC and time zones of a transaction log."""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.experiments.errors import ExperimentError
from sim.experiments.transaction_logs.cells import Cells

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
