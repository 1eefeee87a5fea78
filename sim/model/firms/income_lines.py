"""The lines of a firm's weekly books: which events each counts or adds up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.model.events import RANK

COUNTED: dict[str, tuple[str, ...]] = {
    "purchases": ("purchase",),
    "acquisitions": ("acquisition",),
    "exits": ("exit",),
    "joins": ("join",),
    "memberships_ended": ("end of membership",),
}
"""Columns of the weekly books that count events, and which events each counts."""

INCOME: dict[str, tuple[str, ...]] = {"revenue": ("purchase",), "fees": ("join", "renewal")}
COST: dict[str, tuple[str, ...]] = {
    "goods_cost": ("goods",),
    "tailoring_cost": ("tailoring",),
    "reward_cost": ("reward",),
    "benefit_cost": ("benefit", "refund"),
    "event_cost": ("attendance",),
    "running_cost": ("running cost",),
    "build_cost": ("launch",),
    "desk_cost": ("desk cost",),
    "win_back_cost": ("win-back",),
    "handling_cost": ("handling",),
    "communication_cost": ("communication",),
    "relations_cost": ("relations cost", "manager", "visit", "contact"),
    "partners_cost": ("partner", "commission"),
    "line_cost": ("line cost", "surplus", "shortage"),
    "records_cost": ("records cost",),
    "research_cost": ("research",),
    "other_cost": ("spending", "decision"),
}
"""Columns that add up money, and the events whose money each adds. Profit = income − cost, nothing else."""


def firm_income_statement(weekly: NDArray[np.int64], weeks: int) -> dict[str, NDArray[np.float64]]:
    """The books of one firm for its first weeks, from the counts and cents of its events, shape (weeks, events, 2).

    The columns are those of ``sim.weekly``, but members; money in full units.
    """

    def column(events: tuple[str, ...], which: int) -> NDArray[np.int64]:
        return np.asarray(weekly[:weeks, [RANK[event] for event in events], which].sum(axis=1))

    books = {name: column(events, 0).astype(np.float64) for name, events in COUNTED.items()}
    books["customers"] = np.cumsum(books["acquisitions"] - books["exits"])
    cents = {name: column(events, 1) for name, events in {**INCOME, **COST}.items()}
    books |= {name: amount / 100 for name, amount in cents.items()}
    profit = sum((cents[name] for name in INCOME), np.zeros(max(0, weeks), np.int64)) - sum(cents[n] for n in COST)
    books["profit"] = profit / 100
    for values in books.values():
        values.flags.writeable = False
    return books
