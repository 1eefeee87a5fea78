"""All levers of a firm in one table, and where each belongs in the frames of the course (A15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.registry import UnknownNameError, unknown
from sim.scenario.decisions.decision import LEVERS
from sim.scenario.decisions.lever import FRAMES

if TYPE_CHECKING:
    import pandas as pd


def levers() -> pd.DataFrame:
    """The levers that whoever steers a firm can move: what they are, their unit, range and cost.

    Returns one row per field of :class:`sim.scenario.decisions.decision.Decision`: lever, meaning, unit, range, cost,
    the part of the firm that it moves (``offer``, ``market`` or a department or programme by kind), and a column for
    each frame: 4P, 6P, 11P, 4C, 4R.
    """
    import pandas as pd

    rows = []
    for name, lever in LEVERS.items():
        row = {"lever": name, "meaning": lever.meaning, "unit": lever.unit, "range": lever.range, "cost": lever.cost}
        rows.append({**row, "moves": lever.part or "", **{frame: lever.element(frame) for frame in FRAMES}})
    return pd.DataFrame(rows)


def of(lever: str, frame: str) -> str:
    """Where a lever belongs in a frame.

    >>> of("price", "4C")
    'cost to the customer'
    >>> of("research", "4P")
    'beyond the 4P'

    Raises ``UnknownNameError`` for a lever or a frame that is not there.
    """
    if lever not in LEVERS:
        raise UnknownNameError(unknown("lever", lever, LEVERS))
    if frame not in FRAMES:
        raise UnknownNameError(unknown("frame", frame, FRAMES))
    return LEVERS[lever].element(frame)
