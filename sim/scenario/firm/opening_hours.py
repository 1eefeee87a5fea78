"""When people of a firm are at work."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field, model_validator

from sim.language.messages import _
from sim.scenario.declaration import Declaration

HOURS_IN_A_WEEK = 168.0
DAY = 1.0 / 7.0
"""A day in weeks."""

Hour = Annotated[float, Field(ge=0, le=24)]


class OpeningHours(Declaration):
    """The first so many days of each week, from one hour to another. What comes at other times waits."""

    days: int = Field(default=5, ge=1, le=7)
    """Days of the week, counted from the first day of the run."""
    opens: Hour = 9.0
    """Hour of the day."""
    closes: Hour = 17.0
    """Hour of the day; what was begun before is finished."""

    @model_validator(mode="after")
    def _some_time(self) -> OpeningHours:
        if self.closes <= self.opens:
            raise ValueError(
                _("it closes at {closes} and opens at {opens}; it must close later").format(
                    closes=f"{self.closes:g}", opens=f"{self.opens:g}"
                )
            )
        return self

    def next_opening(self, week: float) -> float:
        """The first moment from ``week`` on at which it is open, in weeks.

        >>> OpeningHours(days=5, opens=9, closes=17).next_opening(0.0) * 168
        9.0
        """
        start = math.floor(week)
        for day in range(15):
            if day % 7 < self.days:
                opens, closes = (start + (day + hour / 24) * DAY for hour in (self.opens, self.closes))
                if week < closes:
                    return max(week, opens)
        raise AssertionError("every week has an opening")
