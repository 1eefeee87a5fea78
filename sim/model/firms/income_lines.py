"""A firm's weekly books: counts and money of events, added up by the lines of the event table."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.model.events import COST, COUNTED, INCOME, RANK


def event_counts(weekly: NDArray[np.int64], events: Iterable[str]) -> NDArray[np.int64]:
    """How often these events happened: from number and cents of all events, shape (..., events, 2), shape (...)."""
    return np.asarray(weekly[..., [RANK[event] for event in events], 0].sum(axis=-1))


def event_cents(weekly: NDArray[np.int64], events: Iterable[str]) -> NDArray[np.int64]:
    """The money of these events in cents: from number and cents of all events, shape (..., events, 2), shape (...)."""
    return np.asarray(weekly[..., [RANK[event] for event in events], 1].sum(axis=-1))


def profit_in_cents(weekly: NDArray[np.int64]) -> NDArray[np.int64]:
    """Profit = income − costs in cents: from number and cents of all events, shape (..., events, 2), shape (...)."""
    income, cost = ([event for events in lines.values() for event in events] for lines in (INCOME, COST))
    return event_cents(weekly, income) - event_cents(weekly, cost)


def firm_income_statement(weekly: NDArray[np.int64], weeks: int) -> dict[str, NDArray[np.float64]]:
    """The books of one firm for its first weeks, from the counts and cents of its events, shape (weeks, events, 2).

    The columns are those of ``sim.weekly``, but members; money in full units.
    """
    weekly = weekly[:weeks]
    books = {name: event_counts(weekly, events).astype(np.float64) for name, events in COUNTED.items()}
    books["customers"] = np.cumsum(books["acquisitions"] - books["exits"])
    books |= {name: event_cents(weekly, events) / 100 for name, events in {**INCOME, **COST}.items()}
    books["profit"] = profit_in_cents(weekly) / 100
    for values in books.values():
        values.flags.writeable = False
    return books
