"""Made to order: each order is made for the customer who gave it, alone or in a lot of its kind.

A small lot spends the machines' time on set-ups, a large one waits long for its orders: the lead time is U-shaped in
the lot size (Karmarkar 1987, Management Science 33, 409-418).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sim.draws import life_of
from sim.firm.machines import Machines
from sim.firm.wishes import KIND_NAMES, Wishes, paid_back
from sim.scenario.declaration import Declaration
from sim.scenario.opening_hours import HOURS_IN_A_WEEK
from sim.scenario.stage import Calendar

if TYPE_CHECKING:
    from sim.firm.house import FirmHouse
    from sim.firm.line import ProductionLine
    from sim.firm.marketplace import Need
    from sim.scenario.firms import Firm
    from sim.scenario.scenario import Scenario


class ToOrder(Declaration):
    """The line makes what is ordered, and nothing else."""

    mode: Literal["to_order"] = "to_order"
    wait_at_most: float | None = Field(default=None, ge=0)
    """Hours after which a lot is made though it is not full; leave out for full lots only."""
    promised: float = Field(default=2.0, gt=0)
    """Promised weeks from order to delivery. The bicycle maker of the course delivered within two."""
    late_experience: float = Field(default=0.2, ge=0, le=1)
    """What an order that has not come by the promised time is worth as an experience. Assumed 0.2."""
    patience: float | None = Field(default=6.0, ge=0)
    """Weeks after the promised time at which she cancels an order not yet begun; null for never. Assumed 6."""
    cancelled_experience: float = Field(default=0.0, ge=0, le=1)
    """What having to cancel is worth as an experience. Assumed 0."""

    def faults(self, line: ProductionLine, firm: Firm, scenario: Scenario) -> list[str]:
        """Nothing to object to."""
        return []

    def at_work(self, house: FirmHouse, line: ProductionLine) -> MakingToOrder:
        """The line at work in this mode."""
        return MakingToOrder(house, line, self)


@dataclass(slots=True, eq=False)
class Order:
    """An order from the moment it is given."""

    need: Need
    hours: float
    kind: int
    state: Literal["waiting", "begun", "delivered", "cancelled"] = "waiting"
    minded: bool = False
    """Whether she has felt that it is late."""


class MakingToOrder:
    """A line that makes to order, at work."""

    def __init__(self, house: FirmHouse, line: ProductionLine, mode: ToOrder) -> None:
        self._house, self._place, self._line, self._mode = house, house.place, line, mode
        self._machines, self._wishes = Machines(house, line), Wishes(house, line)
        self._lots: dict[int, list[Order]] = {}
        self._in_time: deque[Order] = deque()
        self._overdue: deque[Order] = deque()

    def answer(self, need: Need) -> Calendar:
        """An order joins the lot of its kind; the one that fills it, or the first when time is up, sets it off."""
        wish = self._wishes.read(need)
        hours = self._machines.unit_hours(need.address, life_of(need.generation, 0), wish.number)
        order = Order(need, hours, wish.kind)
        self._in_time.append(order)
        lot = self._lots.setdefault(wish.kind, [])
        lot.append(order)
        if len(lot) < self._line.lot:
            if len(lot) > 1 or self._mode.wait_at_most is None:
                return
            yield self._place.env.timeout(self._mode.wait_at_most / HOURS_IN_A_WEEK)
            if self._lots.get(wish.kind) is not lot:
                return
        del self._lots[wish.kind]
        setup_cost = yield from self._machines.make(wish.kind, lambda: _begin(lot))
        if setup_cost:
            self._machines.write_lot(wish.kind, setup_cost)
        for order in lot:
            if order.state == "begun":
                self._deliver(order)

    def _deliver(self, order: Order) -> None:
        order.state = "delivered"
        self._place.write_about(order.need, "delivery", KIND_NAMES[order.kind])
        if self._place.env.now - order.need.time > self._mode.promised:
            self._place.write_about(order.need, "delivery late", KIND_NAMES[order.kind])
            self._mind(order)

    def _mind(self, order: Order) -> None:
        if not order.minded:
            order.minded = True
            self._place.feel(order.need, self._mode.late_experience)

    def calendar(self) -> Calendar:
        """Week by week, those whose orders are overdue mind it, and after a time cancel what is not begun."""
        while True:
            yield self._house.wait(1.0)
            for order in self._past(self._in_time, self._mode.promised):
                if order.state != "delivered":
                    self._mind(order)
                    self._overdue.append(order)
            if self._mode.patience is None:
                self._overdue.clear()
            for order in self._past(self._overdue, self._mode.promised + (self._mode.patience or 0.0)):
                if order.state == "waiting":
                    self._cancel(order)

    def _past(self, orders: deque[Order], weeks: float) -> Iterator[Order]:
        """The orders given more than so many weeks ago, taken out."""
        while orders and orders[0].need.time + weeks < self._house.now:
            yield orders.popleft()

    def _cancel(self, order: Order) -> None:
        """She gets her money back, and the firm keeps the goods it has not used."""
        order.state = "cancelled"
        lot = self._lots.get(order.kind, [])
        if order in lot:
            lot.remove(order)
        self._place.write_about(order.need, "shortage", KIND_NAMES[order.kind], paid_back(self._house, order.need))
        self._place.feel(order.need, self._mode.cancelled_experience)


def _begin(lot: list[Order]) -> float | None:
    """Hours that the orders of a lot take that nobody has cancelled; none when nothing is left of it."""
    wanted = [order for order in lot if order.state == "waiting"]
    for order in wanted:
        order.state = "begun"
    return sum(order.hours for order in wanted) if wanted else None
