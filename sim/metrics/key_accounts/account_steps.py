"""The steps of accounts, read from the log: at which of some stations each stood, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column
from sim.model.event_log import decode_names
from sim.model.events import RANK
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run


class Steps(NamedTuple):
    """One entry for each time an account stood at a station, as plain columns of equal length."""

    who: NDArray[np.int64]
    """One number for each customer, as :func:`sim.results.event_filters.customer_key` gives it."""
    firm: NDArray[np.int64]
    station: NDArray[np.int64]
    """Place in the names that were asked for."""
    since: NDArray[np.float64]
    until: NDArray[np.float64]
    """Week of the next step, of her exit, or the horizon."""
    left: NDArray[np.bool_]
    """Whether her exit ended it."""


def steps_of(results: Results, run: Run, stations: Sequence[str]) -> Steps:
    """When accounts stood at these stations, which ``door`` rows name as their causes; an exit ends an account."""
    places = {results.names.words.index(name): k for k, name in enumerate(stations) if name in results.names.words}
    rows = select_events(run, ("door", "exit"))
    left = rows["event"] == RANK["exit"]
    rows = rows[left | np.isin(rows["cause"], list(places))]
    order = np.lexsort((rows["firm"], customer_key(rows)))  # else in the order of the log
    rows = rows[order]
    left = rows["event"] == RANK["exit"]
    account = customer_key(rows) << 8 | rows["firm"].astype(np.int64)
    follows = np.zeros(len(rows), dtype=bool)
    follows[:-1] = account[1:] == account[:-1]
    until = np.full(len(rows), float(results.scenario.horizon))
    until[:-1] = np.where(follows[:-1], rows["time"][1:], until[:-1])
    ends = np.zeros(len(rows), dtype=bool)
    ends[:-1] = follows[:-1] & left[1:]
    there = rows[~left]
    station = np.array([places[cause] for cause in there["cause"].tolist()], dtype=np.int64)
    return Steps(
        customer_key(there), there["firm"].astype(np.int64), station, there["time"].copy(), until[~left], ends[~left]
    )


def by_week(results: Results, stations: Sequence[str], column: str) -> pd.DataFrame:
    """Number of accounts at each station at the end of each week: replication, week, firm, ``column``, accounts."""
    weeks, firms = results.runs[0].weekly.shape[:2]
    counts = []
    for run in results.runs:
        steps = steps_of(results, run, stations)
        change = np.zeros((weeks + 1, firms, len(stations)), dtype=np.int64)
        for times, by in ((steps.since, 1), (steps.until, -1)):
            week = np.where(times >= results.scenario.horizon, weeks, np.minimum(times.astype(np.int64), weeks))
            np.add.at(change, (week, steps.firm, steps.station), by)
        counts.append(np.cumsum(change[:weeks], axis=0).ravel())
    each, runs = len(stations), len(results.runs)
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], weeks * firms * each),
            "week": np.tile(np.repeat(np.arange(weeks), firms * each), runs),
            "firm": firms_column(np.tile(np.repeat(np.arange(firms), each), runs * weeks), results),
            column: decode_names(np.tile(np.arange(each), runs * weeks * firms), stations),
            "accounts": np.concatenate(counts),
        }
    )
