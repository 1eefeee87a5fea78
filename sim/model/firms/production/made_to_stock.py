"""Made to stock: the firm guesses what will be wanted; there is surplus of one kind and shortage of another.

What will be ordered of a kind is forecast by exponential smoothing (Brown 1959). Goods for a season are made ahead on
that guess; how much beyond the forecast is the newsvendor's rule (Arrow, Harris & Marschak 1951, Econometrica 19).
A line that covers less than a whole season goes on making lots whenever stock and lots on their way fall below what
covers the next weeks (Hadley & Whitin 1963, Analysis of Inventory Systems, the rule (R, nQ)).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from sim.model.batch_draws import Addresses
from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.production.machines import Machines
from sim.model.firms.production.product_preferences import ProductPreferences, ProductRequest, cost_of_goods, paid_back
from sim.model.firms.request_dispatch import RequestDraws
from sim.model.random_numbers import digest
from sim.model.state.columns import distribution_record
from sim.scenario.firm.departments.production_line import KIND_NAMES, ToStock

if TYPE_CHECKING:
    from sim.model.firms.service_requests import Request, RequestBatch, ScheduledAction
    from sim.scenario.firm.departments.production_line import ProductionLine

FAR = 3.0
"""Most standard deviations by which stock exceeds or falls short of the forecast."""


class Goods:
    """Goods of one season, by kind."""

    def __init__(self, kinds: int, ends: float) -> None:
        self.ends = ends
        self.stock, self.on_the_way = [0] * kinds, [0] * kinds
        self.too_early: list[tuple[int, float]] = []
        """Lots done before the season: kind, and what the set-up cost."""


class MadeToStockProcess:
    """A line that makes to stock, at work."""

    def __init__(self, firm: FirmActions, line: ProductionLine, mode: ToStock) -> None:
        self._firm, self._market, self._line, self._mode = firm, firm.market, line, mode
        self._machines, self._wishes = Machines(firm, line), ProductPreferences(firm, line)
        self._asking, self._unit_time = RequestDraws(firm), distribution_record(line.unit_hours.code)
        weights = line.popularity or (1.0,) * line.kinds
        self._forecast = [mode.expects * weight / sum(weights) for weight in weights]
        self._asked, self._counted_from = [0] * line.kinds, 0.0
        self._season = line.season if line.season is not None else math.inf
        self._now = Goods(line.kinds, self._season)
        self._next: Goods | None = None
        self._lots, self._orders, self._worth = 0, 0, 0.0

    def calendar(self) -> Process:
        """Week by week forecast and mend; season by season guess, sell, and write off what is left over."""
        for kind, lots in enumerate(self._guess()):
            for number in range(lots):
                self._receive(kind, 0.0 if number else self._line.setup_cost, self._now)
        while True:
            self._reorder(range(self._line.kinds))
            self._firm.spend("line cost", self._mode.holding_cost * sum(self._now.stock), "stock")
            yield self._firm.wait(1.0)
            self._learn()
            if self._next is None and self._firm.now >= self._now.ends - self._mode.ahead:
                self._prepare(self._now.ends + self._season)
            if self._next is not None and self._firm.now >= self._now.ends:
                self._turn(self._next)

    def read(self, needs: RequestBatch) -> Iterator[ScheduledAction]:
        """Each order is met at once, as far as it can be."""
        for need, wish in zip(needs.each(), self._wishes.read(needs), strict=True):
            yield need.time, self._meet, (need, wish)

    def _meet(self, order: tuple[Request, ProductRequest]) -> None:
        """An order is met from stock, by another kind, or not at all."""
        (need, wish), market = order, self._market
        self._orders, self._worth = self._orders + 1, self._worth + cost_of_goods(self._firm, need)
        self._asked[wish.kind] += 1
        kind = self._offered(wish)
        if kind is None:
            market.write_about(need, "shortage", KIND_NAMES[wish.kind], paid_back(self._firm, need))
            market.apply_experience(need, self._mode.shortage_experience)
            return
        if kind != wish.kind:
            market.write_about(need, "shortage", KIND_NAMES[wish.kind])
            market.apply_experience(need, self._mode.another_experience)
        market.write_about(need, "delivery", KIND_NAMES[kind])
        self._now.stock[kind] -= 1
        self._reorder((kind,))

    def _offered(self, wish: ProductRequest) -> int | None:
        """The kind she gets: hers, or if she takes another the one of which there is most."""
        stock = self._now.stock
        if stock[wish.kind]:
            return wish.kind
        most = max(range(self._line.kinds), key=stock.__getitem__)
        return most if stock[most] and wish.stubborn < self._mode.accepts_another else None

    def _learn(self) -> None:
        """Forecast ← forecast + smoothing × (orders a week - forecast); orders met by nothing count too."""
        weeks = self._firm.now - self._counted_from
        part = 1.0 - (1.0 - self._mode.smoothing) ** weeks
        for kind, asked in enumerate(self._asked):
            self._forecast[kind] += part * (asked / weeks - self._forecast[kind])
        self._asked, self._counted_from = [0] * self._line.kinds, self._firm.now

    def _wanted(self, kind: int, weeks: float) -> float:
        """Units that shall cover so many weeks: forecast F + z √F, z the newsvendor's normal quantile.

        z = Φ⁻¹(margin / (margin + loss)), margin and loss of a unit sold or left over; at most ``FAR`` either way.
        """
        mean = self._forecast[kind] * max(0.0, weeks)
        margin = self._market.level(self._firm.name, "price") - self._firm.settings.unit_cost
        loss = self._mode.write_off * self._firm.settings.unit_cost
        ratio = margin / (margin + loss) if margin > 0.0 else 0.0
        z = NormalDist().inv_cdf(ratio) if 0.0 < ratio < 1.0 else math.copysign(FAR, ratio - 0.5)
        return mean + min(FAR, max(-FAR, z)) * math.sqrt(mean)

    def _guess(self) -> list[int]:
        """Lots of each kind with which a season begins."""
        weeks = self._season if self._mode.cover is None else min(self._season, self._mode.cover)
        return [max(0, round(self._wanted(kind, weeks) / self._line.lot)) for kind in range(self._line.kinds)]

    def _reorder(self, kinds: Iterable[int]) -> None:
        """Put lots on the line until stock and what is on its way cover the next weeks of this season."""
        if self._mode.cover is None:
            return
        goods = self._now
        weeks = min(self._mode.cover, goods.ends - float(self._market.env.now))
        for kind in kinds:
            wanted = self._wanted(kind, weeks)
            while goods.stock[kind] + goods.on_the_way[kind] < wanted:
                self._begin(kind, goods)

    def _prepare(self, ends: float) -> None:
        """Guess the next season, and put its first goods on the line: one lot of every kind, then the second, ..."""
        self._next = Goods(self._line.kinds, ends)
        guess = self._guess()
        for number in range(max(guess)):
            for kind, lots in enumerate(guess):
                if number < lots:
                    self._begin(kind, self._next)

    def _turn(self, coming: Goods) -> None:
        """A season ends: what is left over is written off, what was made ahead is on sale."""
        past, self._now, self._next = self._now, coming, None
        for kind, units in enumerate(past.stock):
            self._write_off(kind, units)
        for kind, setup_cost in coming.too_early:
            self._receive(kind, setup_cost, coming)

    def _begin(self, kind: int, goods: Goods) -> None:
        goods.on_the_way[kind] += self._line.lot
        self._machines.make(kind, partial(self._hours, goods), partial(self._arrive, kind, goods))

    def _arrive(self, kind: int, goods: Goods, setup_cost: float | None) -> None:
        """A lot is made; one whose season was over before a machine was free was never begun."""
        goods.on_the_way[kind] -= self._line.lot
        if setup_cost is None:
            return
        if goods is self._next:
            goods.too_early.append((kind, setup_cost))
        else:
            self._receive(kind, setup_cost, goods)

    def _receive(self, kind: int, setup_cost: float, goods: Goods) -> None:
        """A lot comes into stock, or is lost when its season is over."""
        self._machines.write_lot(kind, setup_cost)
        if goods is self._now:
            goods.stock[kind] += self._line.lot
        else:
            self._write_off(kind, self._line.lot)

    def _write_off(self, kind: int, units: int) -> None:
        """A row for each unit; a unit cost what the goods of an order have cost so far, on average."""
        worth = self._worth / self._orders if self._orders else 0.0
        for _ in range(units):
            self._market.write(
                "surplus", firm=self._firm.name, cause=KIND_NAMES[kind], money=self._mode.write_off * worth
            )

    def _hours(self, goods: Goods) -> float | None:
        """Hours of a machine that the next lot takes, one draw for each unit; none once its season is over."""
        if self._market.env.now >= goods.ends:
            return None
        first = self._lots * self._line.lot
        self._lots += 1
        units = np.arange(first, first + self._line.lot)
        at = Addresses(np.full_like(units, digest("units for stock")), np.zeros_like(units), units)
        return float(sum(self._asking.spreads(at, "unit time", self._unit_time).tolist()))
