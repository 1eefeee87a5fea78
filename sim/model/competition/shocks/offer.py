"""A change of offers, when its week comes."""

from __future__ import annotations

from sim.model.firms.interface import Process, ShockedMarket
from sim.registry import register
from sim.scenario.market.shocks.offer import OfferChange


@register("shock_process", "offer")
def change_offer(shock: OfferChange, market: ShockedMarket) -> Process:
    """The level changes at its week, and is put back when the shock is over."""
    yield market.wait(shock.at)
    for firm in shock.firms or market.firms():
        market.announce(shock.kind, firm if firm in market.firms() else None)
        market.set_level(firm, shock.attribute, market.level(firm, shock.attribute) * shock.factor)
    if shock.lasts is None:
        return
    yield market.wait(shock.lasts)
    for firm in shock.firms or market.firms():
        market.set_level(firm, shock.attribute, market.level(firm, shock.attribute) / shock.factor)
