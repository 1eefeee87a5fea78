"""A programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.programme import Depth, Programme


@register("programme", "free_bun")
class FreeBun(Programme):
    """A stamp at each visit, and a bun for a full card."""

    depth: ClassVar[Depth] = "financial"

    kind: Literal["free_bun"]
    stamps: int = Field(default=3, ge=1)
    """Visits that make a full card."""
    worth: float = Field(default=4.0, ge=0)
    """Worth of the bun to the customer, money; the firm pays half of it."""

    def terms(self) -> Mapping[str, float]:
        """A card with a stamp per visit."""
        return {
            "points_open": 1.0,
            "points_per_visit": 1.0,
            "threshold": float(self.stamps),
            "reward_worth": self.worth,
            "reward_cost": self.worth / 2,
            "reward_chance": 1.0,
            "goal_shape": 0.33,
        }

    def copied(self, fidelity: float) -> Self:
        """A rival's buns cost as much."""
        return self
