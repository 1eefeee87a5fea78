"""The selling orientation: push (A18)."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import budgeted, first_in_drawer, weekly_revenue


@register("policy", "selling")
class Selling(Policy):
    """Pushes what it has: with sellers, advertising and promotions, as much as revenue allows, and with points."""

    source: ClassVar[str] = "Kotler & Keller, Marketing Management, ch. 1: the selling concept"

    kind: Literal["selling"] = "selling"
    push: float = Field(default=0.06, ge=0, le=1)
    """Part of last quarter's revenue that is spent on pushing. Assumed .06."""

    def decide(self, view: FirmView) -> Decision:
        """Points at once where they lie in the drawer; the push goes by last quarter's revenue."""
        parts = {"advertising": 0.3, "personal_selling": 0.4, "sales_promotion": 0.3}
        return Decision(
            open=first_in_drawer(view, ["frequency"]),
            communication=budgeted(view, self.push * weekly_revenue(view), parts),
        )
