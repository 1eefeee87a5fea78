"""A wave of people moving away."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.market.shock import Shock


@register("shock", "relocation")
class Relocation(Shock):
    """More people (or fewer) than usual move away for a time: a plant closes, a district is rebuilt."""

    kind: Literal["relocation"]
    factor: float = Field(gt=0)
    """The rate of moving away is multiplied by this."""
    lasts: float = Field(gt=0)
    """Weeks until it is as before."""
