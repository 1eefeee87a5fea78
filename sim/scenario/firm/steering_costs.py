"""What it costs a firm to move the levers of its offer, and to ask the market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from sim.scenario.declaration import Declaration

if TYPE_CHECKING:
    from sim.scenario.market.offers import Offer


class SteeringCosts(Declaration):
    """How the unit cost of goods moves with the offer, and what research costs. All assumed.

    Formula: unit cost = unit cost at the start × (product / product at the start) ^ a × (technology / technology at
    the start) ^ b × (1 + c × rise in service) × (1 + d × rise in conduct).
    """

    product: float = Field(default=0.8, ge=0)
    """Elasticity a of unit cost to quality: 10% better goods cost 8% more. Assumed."""
    technology: float = Field(default=0.4, ge=0)
    """Elasticity b of unit cost to the state of the technology. Assumed."""
    service: float = Field(default=0.25, ge=0)
    """Rise c of unit cost, as a part, for a rise of service from 0 to 1. Assumed."""
    conduct: float = Field(default=0.25, ge=0)
    """Rise d of unit cost, as a part, for a rise of conduct from 0 to 1. Assumed."""
    research_fixed: float = Field(default=200.0, ge=0)
    """Money for a study, whoever is asked. Assumed."""
    research_each: float = Field(default=2.0, ge=0)
    """Money for each person asked. Assumed."""

    def factor(self, before: Offer, now: Offer) -> float:
        """By how much goods of one offer cost more than goods of another.

        >>> from sim.scenario.market.offers import Offer
        >>> round(SteeringCosts().factor(Offer(), Offer(product=1.1, service=0.8)), 4)
        1.1062
        """
        better = (now.product / before.product) ** self.product
        better *= (now.technology / before.technology) ** self.technology
        kinder = (1 + self.service * (now.service - before.service)) * (
            1 + self.conduct * (now.conduct - before.conduct)
        )
        return float(better * kinder)

    def study(self, people: int) -> float:
        """Cost of a study among so many people, money."""
        return self.research_fixed + self.research_each * people
