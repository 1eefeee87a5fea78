"""How each customer on file buys: how often, how much, since when."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.customer_database_view import OnFile
from sim.metrics._shared.windows import ratio
from sim.model.event_log import labels
from sim.model.random_numbers import digest
from sim.results.results import Results


class Habits:
    """Columns by customer on file, from the purchases on file; not a number where there are none."""

    def __init__(self, known: OnFile) -> None:
        count, bought, whose = len(known.customer), known.purchases, known.whose
        money = bought["cents"] / 100
        self.purchases = np.bincount(whose, minlength=count)
        self.repeats = np.maximum(self.purchases - 1, 0)
        self.money = np.bincount(whose, weights=money, minlength=count)
        self.spend = ratio(self.money, self.purchases)
        """Mean of her purchases, money."""
        squares = np.bincount(whose, weights=(money - self.spend[whose]) ** 2, minlength=count)
        self.spread = ratio(np.sqrt(ratio(squares, self.repeats)), self.spend)
        """Standard deviation of her purchases / their mean."""
        self.first, self.last = np.full(count, np.nan), np.full(count, np.nan)
        np.fmin.at(self.first, whose, bought["time"])
        np.fmax.at(self.last, whose, bought["time"])
        self.gap = ratio(self.last - self.first, self.repeats)
        """Mean weeks between two purchases, from two on."""
        self.gap_variation = self._gap_variation(bought["time"], whose)

    def risk(self, week: float) -> NDArray[np.float64]:
        """Chance that somebody who buys as she does would have been seen since her last purchase, from two on.

        Formula: 1 − (tenure / (tenure + silence)) ^ repeats, exact for purchases at random (Poisson): given how many
        there were, they lie anywhere between the first and now. Of somebody seen once nothing can be said.
        """
        tenure = self.last - self.first
        stays = ratio(tenure, tenure + week - self.last) ** self.repeats
        return np.where(self.repeats > 0, 1.0 - stays, np.nan)

    def _gap_variation(self, times: NDArray[np.float64], whose: NDArray[np.int64]) -> NDArray[np.float64]:
        """Standard deviation of her gaps / their mean, from three purchases on: 1 where she buys at random."""
        order = np.lexsort((times, whose))
        who, gaps = whose[order], np.diff(times[order])
        same = who[1:] == who[:-1]
        owner, gaps = who[1:][same], gaps[same]
        squares = np.bincount(owner, weights=(gaps - self.gap[owner]) ** 2, minlength=len(self.gap))
        return ratio(np.sqrt(ratio(squares, np.maximum(self.repeats - 1, 0))), self.gap)


def cards(results: Results, known: OnFile) -> NDArray[np.int64]:
    """The number on each customer's card, which gives nothing away of her."""
    rows = np.zeros(len(known.customer), dtype=[("customer", "i4"), ("generation", "i2")])
    rows["customer"], rows["generation"] = known.customer, known.generation
    return np.array([digest(f"card/{who}", bits=53) for who in labels(rows, results.names)], dtype=np.int64)
