"""Service first: the name means service (D1)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision, Research
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import related, staffed, stepped


@register("policy", "service_first")
class ServiceFirst(Policy):
    """Betters service at purchases, at the desk and by its staff until customers say that they are satisfied."""

    source: ClassVar[str] = "Heskett et al. (1994, Harvard Business Review 72): the service-profit chain"

    kind: Literal["service_first"] = "service_first"
    aim: float = Field(default=0.85, ge=0, le=1)
    """Mean satisfaction that it wants its customers to report. Assumed .85."""
    step: float = Field(default=0.05, gt=0, le=1)
    """Part by which service rises in a round. Assumed .05."""
    staff_money: float = Field(default=30.0, ge=0)
    """Money per employee and week for internal marketing. Assumed 30."""
    people: int = Field(default=100, ge=10)
    """Customers of each firm asked each round. Assumed 100."""

    def decide(self, view: FirmView) -> Decision:
        """Ask; more people and better service while customers are not satisfied enough."""
        told = view.latest("satisfaction")
        mean = dict(zip(told.names, told.estimates, strict=True))[view.firm] if told else float("nan")
        short, first = mean < self.aim, view.number == 0
        new = first and view.has("internal_marketing")
        return Decision(
            research=(Research(study="satisfaction", people=self.people),),
            service=stepped(view, "service", 1 + self.step, most=0.95) if short or first else None,
            staff=staffed(view, 1.25) if first else None,
            internal_marketing=self.staff_money if new else None,
            degrees=related(view, "reactive"),
            priority="tier" if first and view.has("priority") else None,
        )
