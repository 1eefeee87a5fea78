"""Who bought where how often in a window, and how many people there were to buy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.scenario.market.population import AtStart


class Buying(NamedTuple):
    """Purchases counted by customer and firm: one entry for each pair that occurs in the window."""

    person: NDArray[np.int64]
    firm: NDArray[np.int64]
    purchases: NDArray[np.int64]

    def buyers(self, firms: int) -> NDArray[np.int64]:
        """Number of different buyers of each firm, shape (firms,)."""
        return np.bincount(self.firm, minlength=firms)

    def bought(self, firms: int) -> NDArray[np.int64]:
        """Number of purchases at each firm, shape (firms,)."""
        return np.bincount(self.firm, weights=self.purchases, minlength=firms).astype(np.int64)


def buying(run: Run, since: float, until: float, event: str = "purchase") -> Buying:
    """Count the purchases (or another event) of each customer at each firm with since <= time < until."""
    rows = select_events(run, (event,), since, until)
    pair, times = np.unique(customer_key(rows) << 8 | rows["firm"].astype(np.int64), return_counts=True)
    return Buying(pair >> 8, pair & 255, times)


def people_in_market(results: Results, run: Run, since: float, until: float) -> int:
    """How many people were in the market at some time of the window: come before its end, not gone before it began."""
    names, segments = results.names, results.scenario.population.segments
    first = np.concatenate([[0], np.cumsum(names.sizes)])
    there = [
        np.arange(first[number], first[number + 1], dtype=np.int64) << 16
        for number, segment in enumerate(segments)
        if isinstance(segment.arrival, AtStart)
    ]
    came = np.unique(np.concatenate([*there, customer_key(select_events(run, ("arrival",), 0.0, until))]))
    gone = customer_key(select_events(run, ("moving away",), 0.0, since))
    return len(came) - int(np.isin(np.unique(gone), came).sum())
