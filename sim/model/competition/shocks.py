"""What each kind of shock does in a run, as a process that waits for its week.

The settings stand in :mod:`sim.scenario.market.shocks`, one kind per file. A further kind may have a file of its own
in this folder.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from sim.model.firms.districts.streets import Streets
from sim.model.firms.interface import Process, ShockedMarket, StoryMarket
from sim.model.firms.stories.affair import affair_of
from sim.model.firms.stories.diffusion import Diffusion, diffusion_of
from sim.registry import register
from sim.scenario.market.shocks.district_change import DistrictChange
from sim.scenario.market.shocks.invention import Invention
from sim.scenario.market.shocks.offer import OfferChange
from sim.scenario.market.shocks.relocation import Relocation
from sim.scenario.market.shocks.scandal import Scandal
from sim.scenario.market.shocks.subsidy import Subsidy


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


@register("shock_process", "relocation")
def relocate(shock: Relocation, market: ShockedMarket) -> Process:
    """The rate changes at its week, and is put back when the wave is over."""
    yield market.wait(shock.at)
    market.announce(shock.kind, None)
    market.multiply_moving(shock.factor)
    yield market.wait(shock.lasts)
    market.multiply_moving(1 / shock.factor)


@register("shock_process", "subsidy")
def subsidise(shock: Subsidy, market: ShockedMarket) -> Process:
    """The money comes week by week from its week on, to the cent."""
    yield market.wait(shock.at)
    market.announce(shock.kind, shock.firm)
    weeks, cents = shock.lasts or 1, round(shock.money * 100)
    for before, after in pairwise(cents * week // weeks for week in range(weeks + 1)):
        market.subsidise(shock.firm, (after - before) / 100, shock.kind)
        yield market.wait(1.0)


@register("shock_process", "district_change")
def district_change(shock: DistrictChange, market: StoryMarket) -> Process:
    """The factors change in its week, and are put back when it is over; people move home in between."""
    yield market.wait(shock.at)
    market.announce(shock.kind, None)
    streets = Streets(market)
    place = streets.names.index(shock.district)
    streets.change(place, moving_away=shock.moving_away, newcomers=shock.newcomers)
    began = float(market.env.now)
    while shock.lasts is None or float(market.env.now) < began + shock.lasts:
        if shock.flows:
            streets.flow(place, {streets.names.index(name): rate for name, rate in shock.flows.items()})
            yield market.wait(market.scenario.tick)
        elif shock.lasts is None:
            return
        else:
            yield market.wait(shock.lasts)
    streets.change(place, moving_away=_undone(shock.moving_away), newcomers=_undone(shock.newcomers))


def _undone(factor: float) -> float:
    """What puts a factor back."""
    return 1.0 / factor if factor > 0 else np.inf


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
