"""A market opened by hand, in which a test calls the rules one by one as plain Python."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.model.customers.hazard_rates import schedule_next_event
from sim.model.state.customer_draws import draw_customer
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market, WorkerBuffer, new_buffer
from sim.scenario.scenario import Scenario


class Opened(NamedTuple):
    """A market and a desk, with fields that plain Python reads by name."""

    m: Market
    desk: WorkerBuffer


def opened(scenario: Scenario, seed: int = 1) -> Opened:
    """The market of a scenario with everybody settled and arrived, before anything has happened."""
    m = initialise_market(scenario, (seed, 0))
    named = {field: value.view(np.recarray) for field, value in m._asdict().items()
             if isinstance(value, np.ndarray) and value.dtype.names}  # fmt: skip
    m = m._replace(**named)
    desk = new_buffer(m, False, 1 << 12)
    desk = desk._replace(rows=desk.rows.view(np.recarray))
    for i in range(len(m.person)):
        draw_customer(m, i, 0, 0.0)
        m.person[i].presence = 1
        schedule_next_event(m, desk, i, 0.0)
    return Opened(m, desk)


def runs(m: Market, k: int, terms: dict[str, float]) -> None:
    """Publish terms at firm ``k``."""
    for term, value in terms.items():
        m.terms[term][k] = value
