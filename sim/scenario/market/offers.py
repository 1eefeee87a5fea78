"""What a firm offers on each attribute that customers compare."""

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
