"""Which line of lifetime value each amount in the log belongs to: contribution less cost, as the course splits it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.metrics.purchasing.tailored_premium import premiums
from sim.model.events import EVENTS, RANK
from sim.results.results import Results, Run

Line: TypeAlias = Literal["base_profit", "cross_selling", "savings", "acquisition", "rewards", "loss", "serving"]
CONTRIBUTION: tuple[Line, ...] = ("base_profit", "cross_selling", "savings")
"""Lines that bring something."""
COSTS: tuple[Line, ...] = ("acquisition", "rewards", "loss", "serving")
"""Lines that cost something; serving is what belongs to none of the course's three."""
LINES: tuple[Line, ...] = CONTRIBUTION + COSTS


class Entry(NamedTuple):
    """Where the money of an event is booked."""

    line: Line
    sign: int
    """1 where it is the firm's gain, -1 where it is the firm's cost."""
    sort: Literal["cash", "accrued", "moved"] = "cash"
    """``cash`` is paid; ``accrued`` changes what the firm owes in points; ``moved`` is taken out of base profit."""


LINE_OF: Mapping[str, Entry] = MappingProxyType(
    {
        "purchase": Entry("base_profit", 1),
        "goods": Entry("base_profit", -1),
        "handling": Entry("base_profit", -1),
        "saved": Entry("savings", 1, "moved"),
        "join": Entry("cross_selling", 1),
        "renewal": Entry("cross_selling", 1),
        "tailoring": Entry("cross_selling", -1),
        "communication": Entry("acquisition", -1),
        "launch": Entry("rewards", -1),
        "running cost": Entry("rewards", -1),
        "reward": Entry("rewards", -1),
        "benefit": Entry("rewards", -1),
        "attendance": Entry("rewards", -1),
        "points earned": Entry("rewards", -1, "accrued"),
        "points used": Entry("rewards", 1, "accrued"),
        "expiry": Entry("rewards", 1, "accrued"),
        "revaluation": Entry("rewards", -1, "accrued"),
        "shortage": Entry("loss", -1),
        "surplus": Entry("loss", -1),
        "win-back": Entry("loss", -1),
        "desk cost": Entry("serving", -1),
        "relations cost": Entry("serving", -1),
        "manager": Entry("serving", -1),
        "visit": Entry("serving", -1),
        "contact": Entry("serving", -1),
        "partner": Entry("serving", -1),
        "commission": Entry("serving", -1),
        "line cost": Entry("serving", -1),
        "records cost": Entry("serving", -1),
        "research": Entry("serving", -1),
        "spending": Entry("serving", -1),
        "decision": Entry("serving", -1),
    }
)
"""Event → line, for every event whose money is booked. A fee, and what tailored goods bring beyond the standard price,
are cross-selling; a launch is the building of a programme, hence a cost of rewards."""
NOT_BOOKED: Mapping[str, str] = MappingProxyType(
    {
        "order": "what she paid, booked with her purchase",
        "staffing": "wages a week from now on, booked as desk cost when they fall due",
        "told": "a number of people, not money",
        "heard": "a number of people, not money",
        "indignant": "a number of people, not money",
        "account": "a part of a wallet, a door or a number, not money",
    }
)
"""Events whose amounts are no money of their own, and what they are."""


def lines_in_cents(results: Results, run: Run) -> dict[Line, NDArray[np.int64]]:
    """Every line of each firm in each week, in whole cents, gains above 0 and costs below; shape (weeks, firms) each.

    Raises ``KeyError`` where the log has money under an event that has no line.
    """
    booked = run.weekly[..., 1]
    lines: dict[Line, NDArray[np.int64]] = {line: np.zeros(booked.shape[:2], dtype=np.int64) for line in LINES}
    for rank in np.flatnonzero(booked.any(axis=(0, 1))):
        event = EVENTS[rank]
        if event in NOT_BOOKED:
            continue
        if event not in LINE_OF:
            raise KeyError(f"{event!r} carries money and has no line in the ledger; give it one in LINE_OF")
        line, sign, sort = LINE_OF[event]
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
