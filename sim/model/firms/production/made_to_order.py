"""Made to order: each order is made for the customer who gave it, alone or in a lot of its kind.

A small lot spends the machines' time on set-ups, a large one waits long for its orders: the lead time is U-shaped in
the lot size (Karmarkar 1987, Management Science 33, 409-418).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from sim.model.engine.scheduler import then
from sim.model.firms.interface import FirmActions, Process
from sim.model.firms.production.machines import Machines
from sim.model.firms.production.product_preferences import ProductPreferences, paid_back
from sim.scenario.firm.departments.production_line import KIND_NAMES, ToOrder
from sim.scenario.firm.opening_hours import HOURS_IN_A_WEEK

if TYPE_CHECKING:
    from sim.model.firms.service_requests import Request, RequestBatch, ScheduledAction
    from sim.scenario.firm.departments.production_line import ProductionLine


@dataclass(slots=True, eq=False)
class Order:
    """An order until it is delivered."""

    need: Request
    hours: float
    state: Literal["waiting", "begun", "cancelled"] = "waiting"
    minded: bool = False
    """Whether she has felt that it is late."""


@dataclass(slots=True, eq=False)
class Lot:
    """Orders of a kind that are made together."""

    kind: int
    opened: float
    """Week of its first order."""
    closes: float
    """Week in which it is set off though it is not full."""
    orders: list[Order] = field(default_factory=list)
    is_off: bool = False

    def begin(self) -> float | None:
        """Hours that the orders take that nobody has cancelled; none when nothing is left of it."""
        wanted = [order for order in self.orders if order.state == "waiting"]
        for order in wanted:
            order.state = "begun"
        return sum(order.hours for order in wanted) if wanted else None


class MadeToOrderProcess:
    """A line that makes to order, at work."""

    def __init__(self, firm: FirmActions, line: ProductionLine, mode: ToOrder) -> None:
        self._firm, self._market, self._line, self._mode = firm, firm.market, line, mode
        self._machines, self._wishes = Machines(firm, line), ProductPreferences(firm, line)
        self._wait = math.inf if mode.wait_at_most is None else mode.wait_at_most / HOURS_IN_A_WEEK
        self._latest: dict[int, Lot] = {}
        """The lot of each kind that orders have joined last."""
        self._undone: dict[Lot, None] = {}
        """Lots that are not yet made, in the order in which they were opened."""

    def read(self, needs: RequestBatch) -> Iterator[ScheduledAction]:
        """An order joins the lot of its kind; the one that fills it, or the first when time is up, sets it off."""
        full = self._line.lot
        for need, wish in zip(needs.each(), self._wishes.read(needs), strict=True):
            lot = self._latest.get(wish.kind)
            if lot is None or lot.is_off or len(lot.orders) == full or need.time > lot.closes:
                lot = self._latest[wish.kind] = Lot(wish.kind, need.time, need.time + self._wait)
                self._undone[lot] = None
            lot.orders.append(Order(need, wish.hours))
            if len(lot.orders) == full:
                yield need.time, self._set_off, lot
            elif len(lot.orders) == 1 and self._wait < math.inf:
                yield need.time, self._wait_for, lot

    def _wait_for(self, lot: Lot) -> None:
        """Set a lot off when time is up."""
        then(self._market.env.timeout(self._wait), partial(self._set_off, lot))

    def _set_off(self, lot: Lot) -> None:
        if not lot.is_off:
            lot.is_off = True
            self._machines.make(lot.kind, lot.begin, partial(self._deliver, lot))

    def _deliver(self, lot: Lot, setup_cost: float | None) -> None:
        """A lot is made, unless all its orders had been cancelled."""
        if setup_cost:
            self._machines.write_lot(lot.kind, setup_cost)
        market, name, now = self._market, KIND_NAMES[lot.kind], float(self._market.env.now)
        del self._undone[lot]
        delivered = [order for order in lot.orders if order.state == "begun"]
        market.write_for_requests([order.need for order in delivered], "delivery", name)
        for order in delivered:
            if now - order.need.time > self._mode.promised:
                market.write_about(order.need, "delivery late", name)
                self._mind(order)

    def _mind(self, order: Order) -> None:
        if not order.minded:
            order.minded = True
            self._market.apply_experience(order.need, self._mode.late_experience)

    def calendar(self) -> Process:
        """Week by week, those whose orders are overdue mind it, and after a time cancel what is not begun."""
        while True:
            yield self._firm.wait(1.0)
            for _, order in self._given_before(self._mode.promised):
                self._mind(order)
            if self._mode.patience is not None:
                for lot, order in self._given_before(self._mode.promised + self._mode.patience):
                    if order.state == "waiting":
                        self._cancel(lot, order)

    def _given_before(self, weeks: float) -> list[tuple[Lot, Order]]:
        """Orders not delivered that were given more than so many weeks ago, in the order in which they were given."""
        now, found = self._firm.now, []
        for lot in takewhile(lambda lot: lot.opened + weeks < now, self._undone):
            for order in lot.orders:
                if order.need.time + weeks < now and order.state != "cancelled":
                    found.append((lot, order))
        return sorted(found, key=lambda each: each[1].need.time)

    def _cancel(self, lot: Lot, order: Order) -> None:
        """She gets her money back, and the firm keeps the goods it has not used."""
        order.state = "cancelled"
        if not lot.is_off:
            lot.orders.remove(order)
        market = self._market
        market.write_about(order.need, "shortage", KIND_NAMES[lot.kind], paid_back(self._firm, order.need))
        market.apply_experience(order.need, self._mode.cancelled_experience)
