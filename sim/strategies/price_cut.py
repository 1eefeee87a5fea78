"""Price cut: a little cheaper than anybody else."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy


@register("policy", "price_cut")
class PriceCut(Policy):
    """Undercuts the cheapest rival, down to a margin below which it does not go."""

    source: ClassVar[str] = "Price wars: Heil & Helsen (2001, Int. J. Research in Marketing 18)"

    kind: Literal["price_cut"] = "price_cut"
    below: float = Field(default=0.03, ge=0, lt=1)
    """Part by which it is cheaper. Assumed .03."""
    margin: float = Field(default=0.1, ge=0, lt=1)
    """Least margin on the price. Assumed .1."""

    def decide(self, view: FirmView) -> Decision:
        """The cheapest price there is, less a little."""
        if not view.rivals:
            return Decision()
        cheapest = min(rival.price for rival in view.rivals)
        price = round(max(cheapest * (1 - self.below), view.unit_cost / (1 - self.margin)), 4)
        return Decision(price=price if price < (view.present.price or 1.0) else None)
