"""Internal marketing: morale follows what is spent on the staff, and service follows morale (内部营销).

Staff who are ignored serve badly (the course, A14). Employees as customers: Berry (1981, Journal of Retail Banking 3);
staff and customers see the same service: Schneider & Bowen (1985, Journal of Applied Psychology 70, 423-433); from
inside quality to loyalty: Heskett et al. (1994, Harvard Business Review 72(2)). The formulas and numbers are assumed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.department import Department
from sim.scenario.firm.departments.relationship_managers import RelationshipManagers
from sim.scenario.firm.departments.service_desk import ServiceDesk

if TYPE_CHECKING:
    from sim.scenario.firm.firm import Firm
    from sim.scenario.scenario import Scenario


@register("department", "internal_marketing")
class InternalMarketing(Department):
    """Money for the staff: morale moves towards 1 - exp(-spend / ease), by the part 1 - exp(-weeks / slowness)."""

    source: ClassVar[str] = "Berry (1981, J. Retail Banking 3); Heskett et al. (1994, Harvard Business Review 72)"
    event_labels: ClassVar[tuple[str, ...]] = ("morale",)

    kind: Literal["internal_marketing"] = "internal_marketing"
    spend: float = Field(ge=0)
    """Money per employee and week; 0 for staff who are ignored."""
    employees: int | None = Field(default=None, ge=1)
    """Number of employees; leave out for the people at the service desk and the relationship managers."""
    morale: float = Field(default=0.5, ge=0, le=1)
    """Morale in week 0; one half is neutral: service is then what the offer says."""
    ease: float = Field(default=30.0, gt=0)
    """Money per employee and week that holds morale at .63. Assumed 30; morale stays at one half with 20.8."""
    slowness: float = Field(default=26.0, gt=0)
    """Weeks after which morale has gone two thirds of its way. Assumed half a year."""
    swing: float = Field(default=0.15, ge=0, lt=1)
    """The service level is multiplied by 1 + swing × (2 × morale - 1), at most up to a level of 1. Assumed .15."""
    carelessness: float = Field(default=0.1, ge=0, le=1)
    """Further chance that an answer at the desk fails where there is no morale; none from one half on. Assumed .1."""

    @property
    def target(self) -> float:
        """Morale that this spend leads to in the long run.

        >>> round(InternalMarketing(spend=30).target, 2), InternalMarketing(spend=0).target
        (0.63, 0.0)
        """
        return -math.expm1(-self.spend / self.ease)

    def staff(self, firm: Firm) -> int:
        """Number of employees on whom the money is spent."""
        desk, team = firm.department(ServiceDesk), firm.department(RelationshipManagers)
        counted = (desk.servers if desk else 0) + (team.managers if team else 0)
        return counted if self.employees is None else self.employees

    def faults(self, firm: Firm, scenario: Scenario) -> list[str]:
        """Nobody to look after."""
        if self.staff(firm) == 0:
            return [
                "employees: the firm has neither a service_desk nor relationship_managers to count; "
                "give the number of employees, 1 or more"
            ]
        return []
