"""Acquire only: all for new customers, nothing for those it has."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import budgeted, related, weekly_revenue


@register("policy", "acquire_only")
class AcquireOnly(Policy):
    """Transaction marketing (交易营销): low price and loud advertising win customers, and nobody looks after them."""

    source: ClassVar[str] = "Grönroos (1994, Management Decision 32): transaction against relationship marketing"

    kind: Literal["acquire_only"] = "acquire_only"
    discount: float = Field(default=0.05, ge=0, lt=1)
    """Part by which the price is cut at the start. Assumed .05."""
    service_cut: float = Field(default=0.1, ge=0, le=1)
    """Part of service at a purchase that is saved. Assumed .1."""
    push: float = Field(default=0.05, ge=0, le=1)
    """Part of revenue that goes into advertising and promotions. Assumed .05."""

    def decide(self, view: FirmView) -> Decision:
        """Cheaper and with less service at once; then as much advertising as revenue allows."""
        first, stands = view.number == 0, view.present
        return Decision(
            price=round((stands.price or 1.0) * (1 - self.discount), 4) if first and self.discount else None,
            service=round((stands.service or 0.0) * (1 - self.service_cut), 4) if first and self.service_cut else None,
            degrees=related(view, "basic"),
            communication=budgeted(
                view, self.push * weekly_revenue(view), {"advertising": 0.5, "sales_promotion": 0.5}
            ),
        )
