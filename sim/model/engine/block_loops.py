"""The compiled loops: settle a block of customers, and carry a block through an interval."""

from __future__ import annotations

from sim.model.compile_cache import kernel
from sim.model.customers.event_dispatch import read_news, strike
from sim.model.customers.event_logging import ROOM
from sim.model.customers.hazard_rates import look_ahead
from sim.model.state.customer_draws import settle
from sim.model.state.market import Desk, Market


@kernel
def settle_all(m: Market, desk: Desk, first: int, last: int) -> None:
    """The first generation of places ``first`` to ``last`` settles, and looks ahead."""
    for i in range(first, last):
        settle(m, i, 0, 0.0)
        look_ahead(m, desk, i, 0.0)


@kernel
def advance(m: Market, desk: Desk, first: int, last: int, since: float, until: float, resumed: bool) -> int:
    """Customers ``first`` to ``last`` live from ``since`` (where they read the news) up to ``until``, one by one.

    Returns ``last``, or the customer at whom the desk ran out of room; call again from her, ``resumed``, after
    emptying it.
    """
    for i in range(first, last):
        t = since
        looks = False if resumed and i == first else read_news(m, i)
        while True:
            if looks:
                look_ahead(m, desk, i, t)
            looks = True
            t = m.person[i].next_time
            if t >= until:
                break
            if desk.used[0] + ROOM > desk.rows.shape[0]:
                return i
            strike(m, desk, i)
    return last
