"""Which kind a customer orders, and how the taste of the market moves on from season to season.

A kind is a colour, a model, a size. Who wants which is drawn per customer and order; what is in fashion is drawn per
kind and season and is the same for every firm that makes the same kinds.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from sim.clocks.lots import draw_hand, draw_spread
from sim.clocks.note import in_cents
from sim.draws import Luck, digest, life_of
from sim.market.columns import as_spread
from sim.scenario.distribution import LogNormal

if TYPE_CHECKING:
    from sim.firm.house import FirmHouse
    from sim.firm.line import ProductionLine
    from sim.firm.marketplace import Need

MOST_KINDS = 30
KIND_NAMES = tuple(f"kind {number}" for number in range(1, MOST_KINDS + 1))
"""What the log calls the kinds that a line makes."""


class Wish(NamedTuple):
    """An order as the line sees it."""

    kind: int
    number: int
    """How many-th order of this customer here."""
    stubborn: float
    """A uniform draw: below the chance of taking another kind she takes one."""


def popularity(line: ProductionLine, luck: Luck, season: int) -> list[float]:
    """Part of orders that each kind gets in a season; they sum to one.

    Popularity in the long run × a lognormal draw of mean 1 and spread ``fashion``, a new one for each kind and season.
    """
    weights = list(line.popularity) or [1.0] * line.kinds
    if line.fashion > 0.0:
        spread = as_spread(LogNormal(family="lognormal", mean=1.0, sigma=line.fashion).code)
        market = digest("market")
        for kind, name in enumerate(KIND_NAMES[: line.kinds]):
            weights[kind] *= draw_spread(luck, market, digest(f"fashion/{name}"), 0, season, spread)
    total = sum(weights)
    return [weight / total for weight in weights]


def cost_of_goods(house: FirmHouse, need: Need) -> float:
    """What the goods of an order cost the firm, as far as it can be told from what she paid: its standard goods."""
    return need.money / house.place.level(house.name, "price") * house.firm.unit_cost


def paid_back(house: FirmHouse, need: Need) -> float:
    """What an order not met costs the firm: the money paid back less the goods it keeps.

    It cancels what the sale had brought, to within a cent, since goods are booked before what she pays is rounded.
    """
    return (in_cents(need.money) - in_cents(cost_of_goods(house, need))) / 100


class Wishes:
    """The orders of one firm, as they come."""

    def __init__(self, house: FirmHouse, line: ProductionLine) -> None:
        self._luck: Luck = house.place.m.luck
        self._line = line
        self._purpose = digest(f"kind wanted/{house.name}")
        self._heard: dict[tuple[int, int], int] = {}
        self._season, self._bounds = -1, [1.0]

    def read(self, need: Need) -> Wish:
        """What she wants; to be asked once for each order, in the order in which they come."""
        who = (need.customer, need.generation)
        number = self._heard[who] = self._heard.get(who, 0) + 1
        if self._line.kinds == 1:
            return Wish(0, number, 1.0)
        season = int(need.time // self._line.season) if self._line.season is not None else 0
        if season != self._season:
            self._season = season
            self._bounds = list(accumulate(popularity(self._line, self._luck, season)))
        which, stubborn, _, _ = draw_hand(
            self._luck, need.address, self._purpose, life_of(need.generation, 0), number
        )  # fmt: skip
        return Wish(min(bisect(self._bounds, which), self._line.kinds - 1), number, stubborn)
