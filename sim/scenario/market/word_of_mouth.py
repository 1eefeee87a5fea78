"""What customers tell their acquaintances of a firm."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.scenario.declaration import Declaration

Part = Annotated[float, Field(ge=0, le=1)]
TOLD = ("good", "bad")
"""What the log calls what customers tell of a firm."""


class WordOfMouth(Declaration):
    """Delighted and unhappy customers talk, those in between keep still; what people hear draws them or keeps them off.

    That the very satisfied and the very dissatisfied talk most, the latter more, though less so than is commonly
    supposed: Anderson (1998, Journal of Service Research 1(1), 5-17).
    """

    acquaintances: float = Field(default=250.0, gt=0)
    """People each customer knows: about 250 in the course; surveys by McCarty et al. (2001) found some 290."""
    every: float = Field(default=4.0, gt=0)
    """Weeks between two moments at which people notice what is said."""
    delighted: Part = 0.8
    """Satisfaction from which she is delighted. Assumed."""
    unhappy: Part = 0.4
    """Satisfaction up to which she is unhappy. Assumed."""
    tells_when_delighted: Part = 0.02
    """Part of her acquaintances that a delighted customer of sociability 1 tells in a year: 5 of 250. Assumed."""
    tells_when_unhappy: Part = 0.04
    """The same of an unhappy one: 10 of 250. Assumed."""
    tells_on_leaving: Part = 0.04
    """Part of her acquaintances whom one who leaves over the service tells, once. Assumed."""
    memory: float = Field(default=26.0, gt=0)
    """Weeks after which two thirds of what was heard is forgotten. Assumed."""
    weight_of_bad: float = Field(default=1.0, ge=0)
    """How much bad news counts against good. Assumed alike: East, Hammond & Lomax (2008, International Journal of
    Research in Marketing 25) found that good news moves purchases no less than bad, against common belief."""
    pull: float = Field(default=0.8, ge=0, le=5)
    """What is added to the inclination of people who are not customers once all of them remember good news. Assumed."""

    @model_validator(mode="after")
    def _in_order(self) -> WordOfMouth:
        if self.unhappy >= self.delighted:
            raise ValueError(
                f"unhappy: {self.unhappy:g} is not below delighted, {self.delighted:g}; nobody can be both at once"
            )
        return self
