"""Which kind a customer orders, and how the taste of the market moves on from season to season.

A kind is a colour, a model, a size. Who wants which is drawn per customer and order; what is in fashion is drawn per
kind and season and is the same for every firm that makes the same kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.batch_draws import sample_one
from sim.model.customers.event_logging import to_cents
from sim.model.firms.interface import FirmActions
from sim.model.firms.request_dispatch import RequestDraws
from sim.model.random_numbers import StreamKey, digest
from sim.model.state.columns import distribution_record
from sim.scenario.firm.departments.production_line import KIND_NAMES
from sim.scenario.market.distribution import LogNormal

if TYPE_CHECKING:
    from sim.model.firms.service_requests import Request, RequestBatch
    from sim.scenario.firm.departments.production_line import ProductionLine


class ProductRequest(NamedTuple):
    """An order as the line sees it."""

    kind: int
    stubborn: float
    """A uniform draw: below the chance of taking another kind she takes one."""
    hours: float
    """Hours of a machine that her unit takes, if it is made for her."""


def popularity(line: ProductionLine, luck: StreamKey, season: int) -> list[float]:
    """Part of orders that each kind gets in a season; they sum to one.

    Popularity in the long run × a lognormal draw of mean 1 and spread ``fashion``, a new one for each kind and season.
    """
    weights = list(line.popularity) or [1.0] * line.kinds
    if line.fashion > 0.0:
        spread = distribution_record(LogNormal(family="lognormal", mean=1.0, sigma=line.fashion).code)
        market = digest("market")
        for kind, name in enumerate(KIND_NAMES[: line.kinds]):
            weights[kind] *= sample_one(luck, market, digest(f"fashion/{name}"), 0, season, spread)
    total = sum(weights)
    return [weight / total for weight in weights]


def cost_of_goods(firm: FirmActions, need: Request) -> float:
    """What the goods of an order cost the firm, as far as it can be told from what she paid: its standard goods."""
    return need.money / firm.market.level(firm.name, "price") * firm.settings.unit_cost


def paid_back(firm: FirmActions, need: Request) -> float:
    """What an order not met costs the firm: the money paid back less the goods it keeps.

    It cancels what the sale had brought, to within a cent, since goods are booked before what she pays is rounded.
    """
    return (to_cents(need.money) - to_cents(cost_of_goods(firm, need))) / 100


class ProductPreferences:
    """The orders of one firm, as they come."""

    def __init__(self, firm: FirmActions, line: ProductionLine) -> None:
        self._luck: StreamKey = firm.market.state.stream_key
        self._line, self._asking = line, RequestDraws(firm)
        self._season, self._bounds = -1, [1.0]
        self._unit_time = distribution_record(line.unit_hours.code)

    def read(self, needs: RequestBatch) -> Iterator[ProductRequest]:
        """What each wants; to be asked once for each order, in the order in which they come."""
        at, line = self._asking.addresses(needs), self._line
        hours = self._asking.spreads(at, "unit time", self._unit_time).tolist()
        if line.kinds == 1:
            return map(ProductRequest, repeat(0), repeat(1.0), hours)
        which, stubborn, _, _ = self._asking.hands(at, "kind wanted").T
        return map(ProductRequest, self._kinds(needs.time, which).tolist(), stubborn.tolist(), hours)

    def _kinds(self, weeks: NDArray[np.float64], parts: NDArray[np.float64]) -> NDArray[np.int64]:
        """The kinds that are wanted in these weeks by those whose draws are these."""
        season = np.zeros(len(weeks)) if self._line.season is None else weeks // self._line.season
        kinds = np.zeros(len(weeks), dtype=np.int64)
        for number in np.unique(season).tolist():
            now = season == number
            kinds[now] = np.searchsorted(self._in_season(int(number)), parts[now], side="right")
        return np.minimum(kinds, self._line.kinds - 1)

    def _in_season(self, season: int) -> list[float]:
        """Cumulated popularity of the kinds."""
        if season != self._season:
            self._season = season
            self._bounds = list(accumulate(popularity(self._line, self._luck, season)))
        return self._bounds
