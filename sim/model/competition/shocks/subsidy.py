"""Money from outside the market, when its week comes."""

from __future__ import annotations

from itertools import pairwise

from sim.model.firms.interface import Process, ShockedMarket
from sim.registry import register
from sim.scenario.market.shocks.subsidy import Subsidy


@register("shock_process", "subsidy")
def subsidise(shock: Subsidy, market: ShockedMarket) -> Process:
    """The money comes week by week from its week on, to the cent."""
    yield market.wait(shock.at)
    market.announce(shock.kind, shock.firm)
    weeks, cents = shock.lasts or 1, round(shock.money * 100)
    for before, after in pairwise(cents * week // weeks for week in range(weeks + 1)):
        market.subsidise(shock.firm, (after - before) / 100, shock.kind)
        yield market.wait(1.0)
