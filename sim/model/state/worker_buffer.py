"""A fresh desk for one worker: room for her part of the log and her tallies."""

from __future__ import annotations

import math

import numpy as np

from sim.model.event_log import ROW
from sim.model.events import EVENT_TABLE, EVENTS, ranks_logged
from sim.model.state.market import Market, WorkerBuffer
from sim.registry import registered


def weeks_in(horizon: float) -> int:
    """Number of weeks that a run of this length touches."""
    return max(1, math.ceil(horizon))


def new_buffer(market: Market, only_exits: bool, room: int) -> WorkerBuffer:
    """A desk with room for so many rows, that keeps all events or joins and exits only."""
    firms, attributes = market.relation.shape[1], market.offer.shape[1]
    kept = np.zeros(len(EVENTS), np.int64)
    kept[list(ranks_logged("exits" if only_exits else "all"))] = 1
    kept[[rank for rank, event in enumerate(EVENT_TABLE) if event.read_by_firms]] = 1  # whatever the log keeps
    return WorkerBuffer(
        rows=np.zeros(room, ROW),
        used=np.zeros(1, np.int64),
        weekly=np.zeros((weeks_in(market.constant.horizon), firms, len(EVENTS), 2), np.int64),
        arrivals=np.zeros(market.segment.shape[0], np.int64),
        joined=np.zeros((firms, len(registered("programme")), 2), np.int64),
        logged=kept,
        perceived_level=np.zeros((firms + 1, attributes)),
        best=np.zeros((attributes, 3)),
        choice_weight=np.zeros(firms),
    )
