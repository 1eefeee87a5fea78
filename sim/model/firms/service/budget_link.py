"""The budget link at work: review by review, people at the service desk pay for programmes beyond their budget."""

from __future__ import annotations

import math

from sim.model.firms.interface import FirmActions, Process
from sim.registry import register
from sim.scenario.firm.departments.service import Budget, ServiceDesk

PROGRAMME_COSTS = ("reward", "benefit", "attendance", "tailoring", "running cost")


@register("department_process", "budget")
def review_budget(settings: Budget, firm: FirmActions) -> Process:
    """Review by review, see what programmes cost, and staff the desk accordingly."""
    seen, since = 0.0, 0.0
    while True:
        yield firm.wait(settings.review)
        desk, budget = firm.settings.department(ServiceDesk), firm.settings.department(Budget) or settings
        spent, now = firm.spent(PROGRAMME_COSTS), firm.now
        overrun = (spent - seen) / (now - since) - budget.programmes
        seen, since = spent, now
        if desk is not None and budget.when_overrun == "cut_service":
            firm.staff_desk(people_left(desk, budget, overrun))


def people_left(desk: ServiceDesk, budget: Budget, overrun: float) -> int:
    """People at the desk whom the budget still pays, given the overrun in money per week.

    >>> people_left(ServiceDesk(servers=5, wage=100), Budget(programmes=50), 230.0)
    2
    """
    if overrun <= 0 or desk.wage <= 0:
        return desk.servers
    return min(desk.servers, max(budget.keep, desk.servers - math.ceil(overrun / desk.wage)))
