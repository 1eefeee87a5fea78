"""A district changes, when its week comes."""

from __future__ import annotations

import numpy as np

from sim.model.firms.districts.streets import Streets
from sim.model.firms.interface import Process, StoryMarket
from sim.registry import register
from sim.scenario.market.shocks.district_change import DistrictChange


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
