"""What has happened and will be asked for later in the run: exits, and what key accounts have lived through."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.event_log import ROW
from sim.model.events import RANK


class EventHistory:
    """Rows of the log that somebody in the run will ask for."""

    def __init__(self, watched: NDArray[np.int64]) -> None:
        """``watched``: rows of the population about whom everything is remembered."""
        self.watched = watched
        self.asks_for_exits = False
        """Whether somebody will ask who has left: firms that are steered hold exit interviews."""
        self._exits: list[NDArray[np.void]] = []
        self._lived: list[NDArray[np.void]] = []

    def append(self, rows: NDArray[np.void]) -> None:
        """Keep what will be asked for of these rows, which come in order."""
        if self.asks_for_exits:
            event = rows["event"]
            self._exits.append(rows[(event == RANK["exit"]) | (event == RANK["stated"])])
        if len(self.watched):
            self._lived.append(rows[np.isin(rows["customer"], self.watched)])

    def exits_of(self, k: int) -> tuple[NDArray[np.void], NDArray[np.void]]:
        """The exits from a firm up to this tick, and what key accounts said about theirs, in the order of the log."""
        rows = _as_one(self._exits)
        rows = rows[rows["firm"] == k]
        return rows[rows["event"] == RANK["exit"]], rows[rows["event"] == RANK["stated"]]

    def events_of(self, row: int) -> NDArray[np.void]:
        """What one of those who are watched has lived through up to this tick, in the order of the log."""
        rows = _as_one(self._lived)
        return np.asarray(rows[rows["customer"] == row])


def _as_one(blocks: list[NDArray[np.void]]) -> NDArray[np.void]:
    """The blocks put together, and kept so."""
    if len(blocks) != 1:
        blocks[:] = [np.concatenate([np.zeros(0, ROW), *blocks])]
    return blocks[0]
