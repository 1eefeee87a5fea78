"""The compiled loops: settle a block of customers, and carry a block through an interval."""

from __future__ import annotations

from sim.model.compile_cache import compile_kernel
from sim.model.customers.event_dispatch import process_event, update_offer_version
from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT
from sim.model.customers.hazard_rates import schedule_next_event
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, WorkerBuffer


@compile_kernel
def draw_all_customers(m: Market, desk: WorkerBuffer, first: int, last: int) -> None:
    """The first generation of places ``first`` to ``last`` settles, and looks ahead."""
    for i in range(first, last):
        draw_customer(m, i, 0, 0.0)
        schedule_next_event(m, desk, i, 0.0)


@compile_kernel
def advance(m: Market, desk: WorkerBuffer, first: int, last: int, since: float, until: float, resumed: bool) -> int:
    """Customers ``first`` to ``last`` live from ``since`` (where they read the news) up to ``until``, one by one.

    Returns ``last``, or the customer at whom the desk ran out of room; call again from her, ``resumed``, after
    emptying it.
    """
    for i in range(first, last):
        t = since
        looks = False if resumed and i == first else update_offer_version(m, i)
        while True:
            if looks:
                schedule_next_event(m, desk, i, t)
            looks = True
            t = m.person[i].next_time
            if t >= until:
                break
            if desk.used[0] + ROWS_RESERVED_PER_EVENT > desk.rows.shape[0]:
                return i
            process_event(m, desk, i)
    return last
