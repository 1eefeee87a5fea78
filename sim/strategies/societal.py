"""The societal orientation: what is good for customers and for the public (A18)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import budgeted, related, stepped, weekly_revenue


@register("policy", "societal")
class Societal(Policy):
    """Makes its conduct blameless step by step and says so, treats staff and customers well, and asks a fair price."""

    source: ClassVar[str] = "Kotler (1972, Harvard Business Review 50): what consumerism means for marketers"

    kind: Literal["societal"] = "societal"
    step: float = Field(default=0.05, gt=0, le=1)
    """Part by which conduct and service rise each round until they are as good as they are meant to be. Assumed .05."""
    service: float = Field(default=0.8, ge=0, le=1)
    """Service that it means to give. Assumed .8."""
    public_relations: float = Field(default=0.02, ge=0, le=1)
    """Part of revenue that goes into public relations. Assumed .02."""
    staff_money: float = Field(default=25.0, ge=0)
    """Money per employee and week for internal marketing. Assumed 25."""

    def decide(self, view: FirmView) -> Decision:
        """Better conduct and service until they are where they should be."""
        new = view.has("internal_marketing") and (view.present.internal_marketing or 0.0) < self.staff_money
        return Decision(
            conduct=stepped(view, "conduct", 1 + self.step, most=1.0),
            service=stepped(view, "service", 1 + self.step, most=self.service),
            degrees=related(view, "reactive"),
            internal_marketing=self.staff_money if new else None,
            communication=budgeted(view, self.public_relations * weekly_revenue(view), {"public_relations": 1.0}),
        )
