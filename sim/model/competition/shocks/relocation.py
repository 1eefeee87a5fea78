"""A wave of people moving away."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.interface import MarketActions, Process
from sim.scenario.firm.shock import Shock


@register("shock", "relocation")
class Relocation(Shock):
    """More people (or fewer) than usual move away for a time: a plant closes, a district is rebuilt."""

    kind: Literal["relocation"]
    factor: float = Field(gt=0)
    """The rate of moving away is multiplied by this."""
    lasts: float = Field(gt=0)
    """Weeks until it is as before."""

    def apply(self, street: MarketActions) -> Process:
        """The rate changes at its week, and is put back when the wave is over."""
        yield street.wait(self.at)
        street.announce(self.kind, None)
        street.multiply_moving(self.factor)
        yield street.wait(self.lasts)
        street.multiply_moving(1 / self.factor)
