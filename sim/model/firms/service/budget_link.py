"""The budget link: what programmes cost beyond their budget is taken from the people who answer customers.

The third flaw of frequency programmes in the course: the money and the attention go to price, and service sinks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sim.model.firms.service.service_desk import ServiceDesk
from sim.registry import register
from sim.scenario.firm.department import Department
from sim.scenario.firm.interface import Process

if TYPE_CHECKING:
    from sim.model.firms.firm_process import FirmProcess
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario

PROGRAMME_COSTS = ("reward", "benefit", "attendance", "tailoring", "running cost")


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

    def calendar(self, house: FirmProcess) -> Process:
        """Review by review, see what programmes cost, and staff the desk accordingly."""
        seen, since = 0.0, 0.0
        while True:
            yield house.wait(self.review)
            desk, budget = house.firm.department(ServiceDesk), house.firm.department(Budget) or self
            spent, now = house.spent(PROGRAMME_COSTS), house.now
            overrun = (spent - seen) / (now - since) - budget.programmes
            seen, since = spent, now
            if desk is not None and budget.when_overrun == "cut_service":
                house.staff_desk(people_left(desk, budget, overrun))


def people_left(desk: ServiceDesk, budget: Budget, overrun: float) -> int:
    """People at the desk whom the budget still pays, given the overrun in money per week.

    >>> people_left(ServiceDesk(servers=5, wage=100), Budget(programmes=50), 230.0)
    2
    """
    if overrun <= 0 or desk.wage <= 0:
        return desk.servers
    return min(desk.servers, max(budget.keep, desk.servers - math.ceil(overrun / desk.wage)))
