"""The budget link: what programmes cost beyond their budget is taken from the people who answer customers.

The third flaw of frequency programmes in the course: the money and the attention go to price, and service sinks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.department import Department
from sim.scenario.firm.departments.service_desk import ServiceDesk

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("department", "budget")
class Budget(Department):
    """A budget for programmes. What they cost beyond it is taken from the people at the service desk, or borne."""

    kind: Literal["budget"] = "budget"
    programmes: float = Field(ge=0)
    """Money per week meant for rewards, benefits, club events, tailoring and running costs."""
    when_overrun: Literal["cut_service", "bear"] = "cut_service"
    """``cut_service``: wages at the desk are cut by the overrun until the next review; ``bear``: profit pays."""
    review: float = Field(default=13.0, gt=0)
    """Weeks between two reviews, each of which looks at the weeks since the last."""
    keep: int = Field(default=1, ge=0)
    """People at the desk who are never cut."""

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Nothing to cut."""
        if self.when_overrun == "cut_service" and firm.department(ServiceDesk) is None:
            return ["when_overrun: there is no desk to cut; give the firm a service_desk, or when_overrun: bear"]
        return []
