"""The compiled loops: settle a block of customers, and carry a block through an interval."""

from __future__ import annotations

from sim.model.compile_cache import compile_kernel
from sim.model.customers.event_dispatch import process_event, update_offer_version
from sim.model.customers.event_logging import ROWS_RESERVED_PER_EVENT
from sim.model.customers.hazard_rates import schedule_next_event
from sim.model.state.customer_draws import draw_customer
from sim.model.state.market import Market, WorkerBuffer


@compile_kernel
def draw_all_customers(market: Market, buffer: WorkerBuffer, first: int, last: int) -> None:
    """The first generation of places ``first`` to ``last`` settles, and looks ahead."""
    for customer in range(first, last):
        draw_customer(market, customer, 0, 0.0)
        schedule_next_event(market, buffer, customer, 0.0)


@compile_kernel
def advance(
    market: Market, buffer: WorkerBuffer, first: int, last: int, since: float, until: float, resumed: bool
) -> int:
    """Customers ``first`` to ``last`` live from ``since`` (where they read the news) up to ``until``, one by one.

    Returns ``last``, or the customer at whom the desk ran out of room; call again from her, ``resumed``, after
    emptying it.
    """
    for customer in range(first, last):
        now = since
        looks = False if resumed and customer == first else update_offer_version(market, customer)
        while True:
            if looks:
                schedule_next_event(market, buffer, customer, now)
            looks = True
            now = market.person[customer].next_time
            if now >= until:
                break
            if buffer.used[0] + ROWS_RESERVED_PER_EVENT > buffer.rows.shape[0]:
                return customer
            process_event(market, buffer, customer)
    return last
