"""The budget link: what programmes cost beyond their budget is taken from the people who answer customers.

The third flaw of frequency programmes in the course: the money and the attention go to price, and service sinks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.firm.house import FirmHouse
from sim.registry import declare
from sim.scenario.budget import Budget
from sim.scenario.desk import ServiceDesk
from sim.scenario.stage import Calendar

PROGRAMME_COSTS = ("reward", "benefit", "attendance", "tailoring", "running cost")


@declare("process", "budget")
def budgets(houses: Sequence[FirmHouse]) -> Iterable[Calendar]:
    """Every firm with a budget and a desk reviews what its programmes cost."""
    for house, firm in zip(houses, houses[0].place.scenario.firms, strict=True):
        if firm.budget is not None and firm.desk is not None and firm.budget.when_overrun == "cut_service":
            yield _review(house, firm.budget, firm.desk)


def _review(house: FirmHouse, budget: Budget, desk: ServiceDesk) -> Calendar:
    seen, since = 0.0, 0.0
    while True:
        yield house.wait(budget.review)
        spent, now = house.spent(PROGRAMME_COSTS), float(house.place.env.now)
        overrun = (spent - seen) / (now - since) - budget.programmes
        seen, since = spent, now
        house.staff_desk(people_left(desk, budget, overrun))


def people_left(desk: ServiceDesk, budget: Budget, overrun: float) -> int:
    """People at the desk whom the budget still pays, given the overrun in money per week.

    >>> people_left(ServiceDesk(servers=5, wage=100), Budget(programmes=50), 230.0)
    2
    """
    if overrun <= 0 or desk.wage <= 0:
        return desk.servers
    return min(desk.servers, max(budget.keep, desk.servers - math.ceil(overrun / desk.wage)))


