"""The steps of accounts, read from the log: at which of some stations each stood, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import per_cell
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, relation_key, select_events
from sim.results.results import Results, Run
from sim.scenario.firm.departments.relationship_managers import DOORS, TRUST


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
    account = relation_key(rows)
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
        counts.append(np.cumsum(change[:weeks], axis=0))
    levels = {"week": range(weeks), "firm": results.names.firms, column: stations}
    return per_cell(results, levels, {"accounts": np.stack(counts)})


@register("metric", "account_doors")
def account_doors(results: Results) -> pd.DataFrame:
    """Accounts of each firm by the door at which its relationship managers stand, week by week.

    Formula: an account stands at the door that its last ``door`` row names (outside, on speaking terms, gets help
    inside, the account calls), from the screening that made it an account to its exit.
    Source: the four doors of an account (the course, A7); key accounts as stages: McDonald, Millman & Rogers (1997),
    Key account management, Journal of Marketing Management 13, 737-757.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week, firm and door: ``accounts`` at the end of the week, 0 where a firm has no
        relationship managers.
    """
    return by_week(results, DOORS, "door")


@register("metric", "path_of_trust")
def path_of_trust(results: Results) -> pd.DataFrame:
    """Accounts of each firm by where they are on the path from stranger to trust in the organisation, week by week.

    Formula: stranger where the social bond is below .1, familiar below .3; beyond, trust in the person where more than
    half of the bond is the manager's, else in the organisation. Looked at when an account is opened, each quarter, and
    when its manager leaves.
    Source: the path of trust (the course, A8); Doney & Cannon (1997), An examination of the nature of trust in
    buyer-seller relationships, Journal of Marketing 61(2), 35-51. The thresholds are assumed.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week, firm and ``trust``: ``accounts`` at the end of the week, 0 where a firm has no
        relationship managers.
    """
    return by_week(results, TRUST, "trust")
