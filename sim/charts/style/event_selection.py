"""Rows of the event log that a picture is about, picked before they become a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.model.event_log import event_table
from sim.model.events import RANK
from sim.registry import nearest
from sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


def select_chart_events(results: Results, events: Sequence[str], run: int = 0) -> pd.DataFrame:
    """All events of these sorts in one run, in order, with the columns of :data:`sim.model.event_log.COLUMNS`."""
    chosen = results.runs[run]
    wanted = np.isin(chosen.rows["event"], [RANK[event] for event in events])
    return event_table(chosen.rows[wanted], results.names, chosen.replication)


def of_customer(results: Results, customer_id: str, run: int = 0) -> pd.DataFrame:
    """Everything that happened to one customer in one run, in order.

    Raises ``LookupError`` when the market has no such customer.
    """
    place, generation = _place(results, customer_id)
    rows = results.runs[run].rows
    hers = (rows["customer"] == place) & (rows["generation"] == generation)
    return event_table(rows[hers], results.names, results.runs[run].replication)


def customer_name(results: Results, customer: str | int) -> str:
    """The id of a customer who is given by it, or by a number counted from 0 through all segments.

    Raises ``LookupError`` for a number that no customer of the first generation has, and for anything else.
    """
    if isinstance(customer, str):
        return customer
    names, size = results.names, sum(results.names.sizes)
    if isinstance(customer, bool) or not isinstance(customer, int | np.integer) or not 0 <= customer < size:
        raise LookupError(
            f"no customer {customer!r} in this market; give an id such as '{names.segments[0]}-0', or a whole number "
            f"from 0 to {size - 1:,}"
        )
    ends = np.cumsum(names.sizes)
    segment = int(np.searchsorted(ends, customer, side="right"))
    return f"{names.segments[segment]}-{int(customer) - (int(ends[segment - 1]) if segment else 0)}"


def _place(results: Results, customer_id: str) -> tuple[int, int]:
    first = 0
    stem, _dot, later = customer_id.partition(".")
    segment, _dash, number = stem.rpartition("-")
    for name, size in zip(results.names.segments, results.names.sizes, strict=True):
        if name == segment and number.isdigit() and int(number) < size and (not later or later.isdigit()):
            return first + int(number), int(later or 0)
        first += size
    near = nearest(segment, results.names.segments)
    segments = zip(results.names.segments, results.names.sizes, strict=True)
    allowed = "; ".join(f"{name}-0 to {name}-{size - 1}" for name, size in segments)
    hint = f" (did you mean the segment {near!r}?)" if near and near != segment else ""
    raise LookupError(f"no customer {customer_id!r} in this market{hint}; there are {allowed}")


def launches(results: Results) -> list[tuple[int, str, float, bool]]:
    """Who brought out which programme, when: place of the firm, its name, mean week, whether it was a copy.

    A launch counts as a copy when the firm had taken a step of imitation towards that programme before.
    """
    import pandas as pd

    story = pd.concat([select_chart_events(results, ("launch", "imitation"), run) for run in range(len(results.runs))])
    first = story[story["event"] == "launch"].drop_duplicates(["replication", "firm", "programme"])
    steps = story[story["event"] == "imitation"]
    copied = set(zip(steps["firm"], steps["programme"], strict=True))
    return [
        (results.names.firms.index(str(firm)), str(firm), float(times.mean()), (firm, programme) in copied)
        for (firm, programme), times in first.groupby(["firm", "programme"], observed=True)["time"]
    ]
