"""A shock."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.registry import register
from sim.scenario.firm.interface import MarketActions, Process
from sim.scenario.firm.shock import Shock


@register("shock", "harvest")
class Harvest(Shock):
    """A good or bad harvest changes the quality of the bread of all firms."""

    kind: Literal["harvest"]
    quality: float = Field(gt=0)
    """The level of ``product`` is multiplied by this."""

    def apply(self, street: MarketActions) -> Process:
        """The level changes at its week."""
        yield street.wait(self.at)
        for firm in street.firms():
            street.announce(self.kind, firm)
            street.set_level(firm, "product", street.level(firm, "product") * self.quality)
