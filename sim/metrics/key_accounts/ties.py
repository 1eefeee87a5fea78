"""Ties between a firm's people and customers: how many there are, where they come from, and what favours came of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import per_cell, per_firm, ratio
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.scenario.firm.departments.ties import (
    BROUGHT,
    BUSINESS,
    DONE,
    ENDED,
    FORGOTTEN,
    GIVEN_STRENGTH,
    HIRED_AWAY,
    INTRODUCED,
    PATIENCE,
    RETURNED,
)

BEGINS = (*GIVEN_STRENGTH, INTRODUCED, BUSINESS, BROUGHT)
"""Words of the log with which a tie begins."""
ENDS = (ENDED, HIRED_AWAY)
"""Words with which it ends."""


def _codes(results: Results, words: tuple[str, ...]) -> list[int]:
    """Numbers of these words in the log."""
    return [results.names.words.index(word) for word in words if word in results.names.words]


def _number(results: Results, rows: NDArray[np.void], *words: str) -> NDArray[np.int64]:
    """How many of these rows each firm has with one of the words."""
    chosen = rows["firm"][np.isin(rows["cause"], _codes(results, words))]
    return np.bincount(chosen, minlength=len(results.names.firms))


def _came_by_tie(results: Results, run: Run) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First purchases at each firm after week 0, and those of people to whom the firm then had a tie."""
    firms = len(results.names.firms)
    rows = select_events(run, ("tie", "acquisition"))
    begins = np.isin(rows["cause"], _codes(results, BEGINS)) & (rows["event"] == RANK["tie"])
    ends = np.isin(rows["cause"], _codes(results, ENDS)) & (rows["event"] == RANK["tie"])
    both = customer_key(rows) * firms + rows["firm"]
    order = np.lexsort((np.arange(len(rows)), both))
    running = np.cumsum((begins.astype(np.int64) - ends)[order])
    first = np.flatnonzero(np.diff(both[order], prepend=-1))
    before = np.repeat(running[first] - (begins.astype(np.int64) - ends)[order][first],
                       np.diff(np.append(first, len(rows))))  # fmt: skip
    tied = np.zeros(len(rows), dtype=bool)
    tied[order] = running - before > 0
    bought = (rows["event"] == RANK["acquisition"]) & (rows["time"] > 0)
    count = [np.bincount(rows["firm"][those], minlength=firms) for those in (bought, bought & tied)]
    return count[0], count[1]


@register("metric", "ties")
def ties(results: Results) -> pd.DataFrame:
    """Ties of each firm's people to customers, favours, and how many customers came to the firm through a tie.

    Formula: came_by_tie = first purchases of people to whom one of the firm's people had a tie at that time / first
    purchases, both after week 0; returned_share = favours returned, patience included / favours done.
    Source: Hwang (1987), Face and favor: the Chinese power game, American Journal of Sociology 92, 944-974.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication and firm: given, introduced, business, brought, ended, hired_away (ties that began and
        ended), done, returned, patience, forgotten (favours), returned_share, new_customers, came_by_tie (a share).
    """
    runs = len(results.runs)
    words = {
        "given": tuple(GIVEN_STRENGTH), "introduced": (INTRODUCED,), "business": (BUSINESS,), "brought": (BROUGHT,),
        "ended": (ENDED,), "hired_away": (HIRED_AWAY,), "done": (DONE,), "returned": (RETURNED,),
        "patience": (PATIENCE,), "forgotten": (FORGOTTEN,),
    }  # fmt: skip
    found = {name: np.zeros((runs, len(results.names.firms)), dtype=np.int64) for name in (*words, "new", "tied")}
    for place, run in enumerate(results.runs):
        rows = select_events(run, ("tie", "favour"))
        for name, those in words.items():
            found[name][place] = _number(results, rows, *those)
        found["new"][place], found["tied"][place] = _came_by_tie(results, run)
    return per_firm(
        results,
        {
            **{name: found[name] for name in words},
            "returned_share": ratio(found["returned"] + found["patience"], found["done"]),
            "new_customers": found["new"],
            "came_by_tie": ratio(found["tied"], found["new"]),
        },
    )


@register("metric", "ties_by_week")
def ties_by_week(results: Results) -> pd.DataFrame:
    """Ties of each firm's people at the end of each week.

    Formula: ties that have begun less those that have ended, with whom the customer's leaving the market ends them.
    Source: as the metric ``ties``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm: ties.
    """
    weeks, firms = results.runs[0].weekly.shape[:2]
    counts = []
    for run in results.runs:
        change = np.zeros((weeks, firms), dtype=np.int64)
        rows = select_events(run, ("tie",))
        week = np.minimum(rows["time"].astype(np.int64), weeks - 1)
        for words, by in ((BEGINS, 1), (ENDS, -1)):
            those = np.isin(rows["cause"], _codes(results, words))
            np.add.at(change, (week[those], rows["firm"][those]), by)
        _end_with_departure(results, run, change)
        counts.append(np.cumsum(change, axis=0))
    return per_cell(results, {"week": range(weeks), "firm": results.names.firms}, {"ties": np.stack(counts)})


def _end_with_departure(results: Results, run: Run, change: NDArray[np.int64]) -> None:
    """Take away the ties that customers still had when they left the market."""
    rows = select_events(run, ("tie", "moving away"))
    who, leaves = customer_key(rows), rows["event"] == RANK["moving away"]
    begins = np.isin(rows["cause"], _codes(results, BEGINS)) & ~leaves
    ends = np.isin(rows["cause"], _codes(results, ENDS)) & ~leaves
    weeks, firms = change.shape
    held: dict[int, NDArray[np.int64]] = {}
    for place in np.flatnonzero(np.isin(who, np.unique(who[leaves]))).tolist():
        mine = held.setdefault(int(who[place]), np.zeros(firms, dtype=np.int64))
        if leaves[place]:
            change[min(int(rows["time"][place]), weeks - 1)] -= mine
            mine[:] = 0
        else:
            mine[rows["firm"][place]] += int(begins[place]) - int(ends[place])
