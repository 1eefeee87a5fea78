"""A shock: its settings, and what it does in a run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.model.firms.interface import Process, ShockedMarket
from sim.registry import register
from sim.scenario.market.shock import Shock


@register("shock", "harvest")
class Harvest(Shock):
    """A good or bad harvest changes the quality of the bread of all firms."""

    kind: Literal["harvest"]
    quality: float = Field(gt=0)
    """The level of ``product`` is multiplied by this."""


@register("shock_process", "harvest")
def change_quality(shock: Harvest, market: ShockedMarket) -> Process:
    """The level changes at its week."""
    yield market.wait(shock.at)
    for firm in market.firms():
        market.announce(shock.kind, firm)
        market.set_level(firm, "product", market.level(firm, "product") * shock.quality)
