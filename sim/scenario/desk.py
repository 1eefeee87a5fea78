"""The service desk of a firm: who answers customers' needs, how fast, how well."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.declaration import Declaration
from sim.scenario.distribution import Amount, Exponential

HOURS_IN_A_WEEK = 168.0

Hour = Annotated[float, Field(ge=0, le=24)]


class Opening(Declaration):
    """When the desk answers, on the first so many days of each week. Needs that come at other times wait."""

    days: int = Field(default=5, ge=1, le=7)
    """Days of the week, counted from the first day of the run."""
    opens: Hour = 9.0
    """Hour of the day."""
    closes: Hour = 17.0
    """Hour of the day; an answer begun before is finished."""

    @model_validator(mode="after")
    def _some_time(self) -> Opening:
        if self.closes <= self.opens:
            raise ValueError(f"the desk closes at {self.closes:g} and opens at {self.opens:g}; it must close later")
        return self


class ServiceDesk(Declaration):
    """People who answer needs, one need at a time each. Times in hours of the clock; a week has 168."""

    servers: int = Field(ge=1, le=100_000)
    """People at the desk."""
    handling_hours: Amount = Exponential(family="exponential", mean=0.5)
    """Time to answer one need. Assumed half an hour on average."""
    patience_hours: Amount | None = None
    """Wait after which a customer gives up; leave out for customers who wait for ever."""
    opening: Opening | None = None
    """Opening hours; leave out for day and night."""
    priority: Literal["none", "tier"] = "none"
    """``tier``: customers of a higher tier, and full club members before others, are answered first."""
    failure: float = Field(default=0.05, ge=0, le=1)
    """Chance that an answer fails. Assumed 0.05."""
    recovery: float = Field(default=0.5, ge=0, le=1)
    """Chance that a failed answer is made good. Assumed 0.5."""
    tolerable_hours: float = Field(default=8.0, gt=0)
    """Wait that takes away two thirds of the pleasure of a good answer. Assumed eight hours."""
    wage: float = Field(default=0.0, ge=0)
    """Money per server and week."""


class Experiences(Declaration):
    """What a need answered, failed or given up is worth as an experience, between 0 and 1. All assumed."""

    answered: float = Field(default=0.9, ge=0, le=1)
    recovered: float = Field(default=0.8, ge=0, le=1)
    failed: float = Field(default=0.1, ge=0, le=1)
    given_up: float = Field(default=0.0, ge=0, le=1)
