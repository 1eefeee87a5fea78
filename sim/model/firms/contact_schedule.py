"""Whose turn it is: dates spread evenly over customers or partners, and what was bought since one last looked."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.model.firms.interface import CustomerIds, FirmActions
from sim.scenario.weeks import WEEKS_A_YEAR


def due_this_tick(phase: ArrayLike, a_year: ArrayLike, since: float, now: float) -> NDArray[np.bool_]:
    """Whose date fell in the weeks after ``since`` up to ``now``, where each has ``a_year`` of them, evenly spaced.

    ``phase`` (between 0 and 1, one for each) tells where in her round each begins, so that not all come in one week.

    >>> due_this_tick([0.0, 0.5], 26.0, 0.0, 1.0)
    array([False,  True])
    """
    rate, begins = np.asarray(a_year, dtype=float) / WEEKS_A_YEAR, np.asarray(phase, dtype=float)
    turns: NDArray[np.bool_] = np.floor(now * rate + begins) > np.floor(since * rate + begins)
    return turns


class PurchaseCounter:
    """How often each customer has bought from a firm since one last looked, as the firm can count at a tick.

    Who buys and leaves within one tick takes that purchase with her uncounted: leaving closes her account.
    """

    def __init__(self, firm: FirmActions, of: CustomerIds | None = None) -> None:
        """``of``: rows of those whose purchases are counted; everybody's, unless given."""
        self._firm, self._of = firm, slice(None) if of is None else of
        self._seen = np.zeros(firm.people(), dtype=np.int64)[self._of]
        self._looked = 0.0

    def purchases_since_last(self) -> NDArray[np.int64]:
        """Purchases of each since the last call, shape (people,); 0 of whom it does not count."""
        relation, of = self._firm.relation, self._of
        now = relation["purchases"][of].astype(np.int64)
        new = np.zeros(self._firm.people(), dtype=np.int64)
        new[of] = now - np.where(relation["left_at"][of] >= self._looked, 0, self._seen)
        self._seen, self._looked = now, self._firm.now
        return new
