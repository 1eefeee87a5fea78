"""How exact the times of a log are, told from the times themselves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.occasions import DAY, WEEK
from sim.experiments.transaction_logs.transaction_log import Grain
from sim.number_text import percent

MIDNIGHT_SHARE = 0.1
"""Share of times at 0 h beyond which they stand for days (assumed; hours alone give 1 in 24)."""
DAYS_TOLD = 3
"""Different days from which a pattern can be told (assumed)."""


def grain_of(times: NDArray[np.datetime64], asked: Grain | None) -> tuple[Grain, list[str]]:
    """The grain asked for, or else the one that the times have, and a sentence where something is left out."""
    clock = times.astype(np.int64) % DAY
    if not len(clock) or asked in ("day", "week"):
        return asked or "day", []
    if (clock == 0).all():
        return "day", ["times have no time of day"] if asked else []
    if (clock == clock[0]).all():
        said = f"all purchases are at {_time(int(clock[0]))}, which tells no time of day, so only their days count"
        return "day", [said]
    share = float((clock == 0).mean())
    if share > MIDNIGHT_SHARE and (clock == 0).sum() > 1:
        if asked:
            return asked, []
        said = f"{percent(share)} of the rows have no time of day, so only the days of purchases count"
        return "day", [said]
    return "instant", ["times of day are kept; with grain 'day' a customer's purchases of one day are one"]


def grain_warnings(time: NDArray[np.int64], grain: Grain, start: np.datetime64) -> list[str]:
    """Days that look like months or weeks: all purchases on the first of a month, or on one day of the week."""
    if grain != "day":
        return []
    days = np.unique(time // DAY)
    dates = start + days.astype("timedelta64[D]")
    if len(days) < DAYS_TOLD:
        return []
    if (dates == dates.astype("datetime64[M]").astype("datetime64[D]")).all():
        return [
            "all purchases are on the first day of a month; if only the month is known, the fit is not to be trusted"
        ]
    if (np.diff(days) % (WEEK // DAY) == 0).all():
        return ["all purchases are on the same day of the week; if only the week is known, give grain 'week'"]
    return []


def _time(microseconds: int) -> str:
    seconds = microseconds // 1_000_000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
