"""The product orientation: ever better (A18)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import stepped


@register("policy", "product")
class Product(Policy):
    """Betters the product round by round, whatever customers say; the price follows part of what it costs."""

    source: ClassVar[str] = "Levitt (1960, Harvard Business Review 38); Kotler & Keller, Marketing Management, ch. 1"

    kind: Literal["product"] = "product"
    step: float = Field(default=0.03, gt=0, le=1)
    """Part by which quality rises each round. Assumed .03."""
    most: float = Field(default=1.3, ge=0.5, le=2)
    """Quality at which it stops. Assumed 1.3."""
    passed_on: float = Field(default=0.5, ge=0, le=1)
    """Part of the rise in unit cost that is added to the price. Assumed one half."""

    def decide(self, view: FirmView) -> Decision:
        """One step up, and a dearer price."""
        product = stepped(view, "product", 1 + self.step, most=self.most)
        if product is None:
            return Decision()
        dearer = view.unit_cost * ((product / (view.present.product or 1.0)) ** view.costs.product - 1)
        return Decision(product=product, price=round((view.present.price or 1.0) + self.passed_on * dearer, 4))
