"""Imitate: do what the others do."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy
from sim.strategies.steps import first_in_drawer


@register("policy", "imitate")
class Imitate(Policy):
    """Follows the cheapest rival's price, down to a margin, and opens what rivals run if it lies in the drawer."""

    source: ClassVar[str] = "Lieberman & Asaba (2006, Academy of Management Review 31): why firms imitate each other"

    kind: Literal["imitate"] = "imitate"
    margin: float = Field(default=0.3, ge=0, lt=1)
    """Margin below which it does not follow a price. Assumed .3."""

    def decide(self, view: FirmView) -> Decision:
        """The price and the programmes that can be seen at others."""
        price = min((rival.price for rival in view.rivals), default=1.0)
        price = round(max(price, view.unit_cost / (1 - self.margin)), 4)
        seen = [kind for rival in view.rivals for kind in rival.programmes]
        kinds = sorted(set(seen), key=lambda kind: (-seen.count(kind), kind))
        moves = view.rivals and abs(price - (view.present.price or 1.0)) > 1e-6
        return Decision(price=price if moves else None, open=first_in_drawer(view, kinds))
