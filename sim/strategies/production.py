"""The production orientation: cheap and everywhere (A18)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.scenario.market.offers import Offer
from sim.strategies.steps import budgeted, weekly_revenue


@register("policy", "production")
class Production(Policy):
    """Makes a plain product as cheaply as it can, and sells it at cost plus a thin margin wherever people are.

    Formula: price = unit cost / (1 - margin). Places of sale are not modelled; advertising stands for being everywhere.
    """

    source: ClassVar[str] = "Kotler & Keller, Marketing Management, ch. 1: company orientations"

    kind: Literal["production"] = "production"
    quality: float = Field(default=0.93, ge=0.5, le=2)
    """Quality of the plain product, as a part of what it was. Assumed .93."""
    margin: float = Field(default=0.35, gt=0, lt=1)
    """Margin on the price. Assumed .35."""
    advertising: float = Field(default=0.02, ge=0, le=1)
    """Part of last quarter's revenue that goes into advertising. Assumed .02."""

    def decide(self, view: FirmView) -> Decision:
        """The plain product at once; then the price that cost and margin give."""
        stands = view.present
        product = round((stands.product or 1.0) * self.quality, 6) if view.number == 0 else None
        factor = view.costs.factor(Offer(product=stands.product or 1.0), Offer(product=product)) if product else 1.0
        price = round(view.unit_cost * factor / (1 - self.margin), 4)
        return Decision(
            product=product,
            price=None if price == stands.price else price,
            communication=budgeted(view, self.advertising * weekly_revenue(view), {"advertising": 1.0}),
        )
