"""What each channel of communication cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import firms_column, whole_weeks
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.scenario.firm.departments.communication import CHANNELS, TO_CUSTOMERS


@register("metric", "channel_cost")
def channel_cost(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """What a firm spent on each of its five channels of communication, to win customers or to keep them.

    Formula: money of the rows "communication" in the window, by their cause.
    Source: the five tools are the course's (A16); as an account, Farris, Bendle, Pfeifer & Reibstein (2010), Marketing
    Metrics, ch. 3.

    ``wins`` is false for direct marketing, which as a rule speaks to customers only. Returns one row per replication,
    firm and channel: wins, spend, in full units of money. Raises ``ValueError`` for an empty window.
    """
    weeks = whole_weeks(results, since, until)
    firms, size = len(results.names.firms), len(CHANNELS)
    cents = np.zeros((len(results.runs), firms, size), dtype=np.int64)
    known = [word for word in CHANNELS if word in results.names.words]
    place = np.full(len(results.names.words) + 1, -1)
    place[[results.names.words.index(word) for word in known]] = [CHANNELS.index(word) for word in known]
    for number, run in enumerate(results.runs):
        rows = select_events(run, ("communication",), weeks.start, weeks.stop)
        channel = place[rows["cause"]]
        of = channel >= 0
        np.add.at(cents[number], (rows["firm"][of], channel[of]), rows["cents"][of])
    replications = [run.replication for run in results.runs]
    return pd.DataFrame(
        {
            "replication": np.repeat(replications, firms * size),
            "firm": firms_column(np.tile(np.repeat(np.arange(firms), size), len(replications)), results),
            "channel": decode_names(np.tile(np.arange(size), firms * len(replications)), CHANNELS),
            "wins": np.tile([word not in TO_CUSTOMERS for word in CHANNELS], firms * len(replications)),
            "spend": cents.ravel() / 100,
        }
    )
