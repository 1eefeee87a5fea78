"""What a firm offers on each attribute that customers compare, and what it costs to move it or to ask the market."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.market.population import Name

OUTSIDE = "outside"
"""What the alternative outside all firms is called; no firm may have that name."""
AT_MOST_ONE = ("service", "conduct")
"""Attributes whose level is a part of what could be; that of the others has no upper bound."""
COURSE_ATTRIBUTES = ("price", "product", "service", "technology", "conduct")


class Offer(Declaration):
    """An offer; 1 is the ordinary level of price, product, technology and conduct."""

    price: float = Field(default=1.0, gt=0)
    """Price level; 0.9 is ten per cent cheaper."""
    product: float = Field(default=1.0, gt=0)
    """Quality of the product."""
    service: float = Field(default=0.7, ge=0, le=1)
    """Service level: the mean experience of a purchase, between 0 and 1."""
    technology: float = Field(default=1.0, gt=0)
    """State of the technology."""
    conduct: float = Field(default=1.0, ge=0, le=1)
    """Conduct in public matters; 1 is blameless."""
    further: dict[Name, Annotated[float, Field(gt=0)]] = Field(default={})
    """Levels on further attributes that an added exit cause compares; 1 is ordinary."""

    def level(self, attribute: str) -> float:
        """The level on an attribute, by name; 1 for a further attribute that is not given."""
        return float(getattr(self, attribute)) if attribute in COURSE_ATTRIBUTES else self.further.get(attribute, 1.0)


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
    """Fixed cost of a study, money. Assumed."""
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
