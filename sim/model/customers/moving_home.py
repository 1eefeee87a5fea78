"""Moving home: who comes to live where a firm is not to be found is lost to it, and may find it again later."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.compile_cache import compile_kernel, compiled_rule
from sim.model.customers.event_logging import EXIT, MOVES_HOME, ROWS_RESERVED_PER_EVENT, log_event
from sim.model.customers.exits import end_relation
from sim.model.state.columns import CUSTOMER, LEFT
from sim.model.state.market import Market, WorkerBuffer


@compiled_rule
def fall_out_of_reach(market: Market, buffer: WorkerBuffer, customer: int, firm: int, cause: int, now: float) -> None:
    """A customer whom the firm can no longer reach is lost to it, and to no other firm."""
    if market.relation[customer, firm].status != CUSTOMER:
        return
    log_event(market, buffer, now, customer, firm, EXIT, cause, -1, 0)
    market.relation[customer, firm].left_for = cause
    end_relation(market, buffer, customer, firm, now)
    market.person[customer].needs_tick_update = 1


@compiled_rule
def come_within_reach(market: Market, customer: int, firm: int, cause: int, now: float) -> None:
    """Who was lost because the firm was out of reach may choose it again."""
    relation = market.relation[customer, firm]
    if relation.status == LEFT and relation.left_for == cause:
        relation.back = now
        market.person[customer].needs_tick_update = 1


@compile_kernel
def move_home(  # noqa: PLR0913  # compiled: a record of them would have to be unpacked
    market: Market, buffer: WorkerBuffer, moves: NDArray[np.int64], words: NDArray[np.int64], cause: int, now: float,
    begun: int,
) -> int:  # fmt: skip
    """People move home, beginning with that of number ``begun``; returns how many have, when the desk is full.

    Args:
        market: The market.
        buffer: Desk that the rows go to.
        moves: Customers and the districts they move to, shape (2, people).
        words: Numbers of the districts' names in the log.
        cause: Cause of being out of reach, as a place in the scenario's table.
        now: Week.
        begun: How many have moved before.
    """
    for number in range(begun, moves.shape[1]):
        if buffer.used[0] + ROWS_RESERVED_PER_EVENT > buffer.rows.shape[0]:
            return number
        customer, district = moves[0, number], moves[1, number]
        log_event(market, buffer, now, customer, -1, MOVES_HOME, words[district], -1, 0)
        market.person[customer].home = district
        market.person[customer].needs_tick_update = 1
        for firm in range(market.relation.shape[1]):
            if market.presence[district, firm] > 0.0:
                come_within_reach(market, customer, firm, cause, now)
            else:
                fall_out_of_reach(market, buffer, customer, firm, cause, now)
    return int(moves.shape[1])


@compile_kernel
def meet_branch(  # noqa: PLR0913  # compiled: a record of them would have to be unpacked
    market: Market, buffer: WorkerBuffer, lives: NDArray[np.int64], firm: int, cause: int, now: float, begun: int
) -> int:
    """A firm has opened or closed where these people live: as :func:`move_home`, for all of one district."""
    for number in range(begun, lives.shape[0]):
        if buffer.used[0] + ROWS_RESERVED_PER_EVENT > buffer.rows.shape[0]:
            return number
        customer = lives[number]
        if market.presence[market.person[customer].home, firm] > 0.0:
            come_within_reach(market, customer, firm, cause, now)
        else:
            fall_out_of_reach(market, buffer, customer, firm, cause, now)
    return int(lives.shape[0])
