"""The service desk: needs wait for somebody free, are answered well or badly, or given up.

Alone, with Poisson needs and exponential handling, it is the M/M/c queue of Erlang (1917), with patience Erlang A
(Palm 1957). Customers feel how it went at the next tick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.department import Department, Heard
from sim.scenario.firm.opening_hours import OpeningHours
from sim.scenario.market.distribution import Amount, Exponential

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("department", "service_desk")
class ServiceDesk(Department):
    """People who answer needs, one need at a time each. Times in hours of the clock; a week has 168."""

    source: ClassVar[str] = "Erlang (1917); Palm (1957); Tax, Brown & Chandrashekaran (1998, J. Marketing 62)"
    event_labels: ClassVar[tuple[str, ...]] = ("answered", "recovered", "failed", "given up")

    kind: Literal["service_desk"] = "service_desk"
    servers: int = Field(ge=1, le=100_000)
    """People at the desk."""
    places: int | None = Field(default=None, ge=1, le=100_000)
    """Most people that can ever be at the desk; leave out for twice as many as there are at first."""
    handling_hours: Amount = Exponential(family="exponential", mean=0.5)
    """Time to answer one need. Assumed half an hour on average."""
    patience_hours: Amount | None = None
    """Wait after which a customer gives up; leave out for customers who wait for ever."""
    opening: OpeningHours | None = None
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

    def requests_handled(self) -> Heard:
        """Needs."""
        return "needs"

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Fewer places than people."""
        if self.places is not None and self.places < self.servers:
            return [f"places: {self.servers} people need as many places, not {self.places}; give at least that"]
        return []
