"""An invention, when its week comes."""

from __future__ import annotations

from sim.model.firms.interface import Process, StoryMarket
from sim.model.firms.stories.diffusion import Diffusion, diffusion_of
from sim.registry import register
from sim.scenario.market.shocks.invention import Invention


@register("shock_process", "invention")
def invention(shock: Invention, market: StoryMarket) -> Process:
    """From the invention on, tick by tick: people come to want it. How many do is written down when it changes."""
    yield market.wait(shock.at)
    market.announce(shock.kind, None)
    diffusion = diffusion_of(market, shock)
    if shock.sold_outside is not None:
        market.env.process(_sold_outside(diffusion, shock.sold_outside))
    before = 0.0
    while True:
        wanting = diffusion.want()
        if wanting != before:
            market.write("heard", cause=diffusion.name, money=wanting)
            before = wanting
        yield market.wait(market.scenario.tick)


def _sold_outside(diffusion: Diffusion, weeks: float) -> Process:
    """The alternative outside the market sells it, so many weeks later."""
    yield diffusion.market.wait(weeks)
    diffusion.sell(len(diffusion.market.firms()))
