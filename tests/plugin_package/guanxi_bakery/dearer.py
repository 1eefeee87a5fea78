"""A strategy."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.decisions.decision import Decision
from sim.scenario.decisions.firm_view import FirmView
from sim.scenario.firm.policy import Policy


@register("policy", "dearer")
class Dearer(Policy):
    """Raises the price at each round."""

    kind: Literal["dearer"]
    step: float = Field(default=0.05, gt=0, lt=1)
    """By how much, as a part of the price of week 0."""

    def decide(self, view: FirmView) -> Decision:
        """A higher price than at the round before."""
        return Decision(price=1.0 + self.step * (len(view.decisions) + 1))
