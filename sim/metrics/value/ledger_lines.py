"""Which line of lifetime value each amount in the log belongs to: contribution less cost, as the course splits it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sim.metrics.purchasing.tailored_premium import premiums
from sim.model.events import EVENT_TABLE, RANK, ValueEntry, ValueLine
from sim.results.results import Results, Run

CONTRIBUTION: tuple[ValueLine, ...] = ("base_profit", "cross_selling", "savings")
"""Lines that bring something."""
COSTS: tuple[ValueLine, ...] = ("acquisition", "rewards", "loss", "serving")
"""Lines that cost something; serving is what belongs to none of the course's three."""
LINES: tuple[ValueLine, ...] = CONTRIBUTION + COSTS
LINE_OF: Mapping[str, ValueEntry] = MappingProxyType({event.name: event.value for event in EVENT_TABLE if event.value})
"""Event → line, for every event whose money is booked. A fee, and what tailored goods bring beyond the standard price,
are cross-selling; a launch is the building of a programme, hence a cost of rewards."""


def lines_in_cents(results: Results, run: Run) -> dict[ValueLine, NDArray[np.int64]]:
    """Every line of each firm in each week, in whole cents, gains above 0 and costs below; shape (weeks, firms) each.

    Raises ``KeyError`` where the log has money under an event that has no line.
    """
    booked = run.weekly[..., 1]
    lines: dict[ValueLine, NDArray[np.int64]] = {line: np.zeros(booked.shape[:2], dtype=np.int64) for line in LINES}
    for rank in np.flatnonzero(booked.any(axis=(0, 1))):
        event = EVENT_TABLE[rank]
        if event.value is None:
            if event.amount:
                continue  # an amount that is no money of its own
            raise KeyError(f"{event.name!r} carries money and has no line in the ledger; give it one in EVENT_TABLE")
        line, sign, sort = event.value
        lines[line] += sign * booked[:, :, rank]
        if sort == "moved":
            lines["base_profit"] -= sign * booked[:, :, rank]
    more = premiums(results, run)
    rows = run.rows[more.places]
    place = (np.minimum(rows["time"].astype(np.int64), len(booked) - 1), rows["firm"].astype(np.int64))
    np.add.at(lines["cross_selling"], place, more.cents)
    np.subtract.at(lines["base_profit"], place, more.cents)
    return lines


def liability_change(run: Run) -> NDArray[np.int64]:
    """By how much what the firm owes in points rose in each week, in cents, shape (weeks, firms)."""
    change = np.zeros(run.weekly.shape[:2], dtype=np.int64)
    for event, (_, sign, sort) in LINE_OF.items():
        if sort == "accrued":
            change -= sign * run.weekly[:, :, RANK[event], 1]
    return change
