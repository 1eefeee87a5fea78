"""A wave of people moving away, when its week comes."""

from __future__ import annotations

from sim.model.firms.interface import Process, ShockedMarket
from sim.registry import register
from sim.scenario.market.shocks.relocation import Relocation


@register("shock_process", "relocation")
def relocate(shock: Relocation, market: ShockedMarket) -> Process:
    """The rate changes at its week, and is put back when the wave is over."""
    yield market.wait(shock.at)
    market.announce(shock.kind, None)
    market.multiply_moving(shock.factor)
    yield market.wait(shock.lasts)
    market.multiply_moving(1 / shock.factor)
