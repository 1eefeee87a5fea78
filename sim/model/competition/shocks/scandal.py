"""A scandal, when its week comes."""

from __future__ import annotations

from sim.model.firms.interface import Process, StoryMarket
from sim.model.firms.stories.affair import affair_of
from sim.registry import register
from sim.scenario.market.shocks.scandal import Scandal


@register("shock_process", "scandal")
def scandal(shock: Scandal, market: StoryMarket) -> Process:
    """From the incident on, tick by tick: what people hear of it and feel. What changes is written down."""
    yield market.wait(shock.at)
    market.announce(shock.kind, shock.firm)
    affair = affair_of(market, shock)
    affair.publish()
    before = (0, 0.0)
    while True:
        now = affair.step()
        if now != before:
            market.write("heard", firm=shock.firm, cause=affair.name, money=now[0])
            market.write("indignant", firm=shock.firm, cause=affair.name, money=now[1])
            before = now
        yield market.wait(market.scenario.tick)
