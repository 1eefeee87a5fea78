"""Why customers left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import firms_column, ratio, window
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results


@register("metric", "exits")
def exits(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Why customers left: how many for each cause, and its share of all who left the firm; step 2 of managing exits.

    Formula: share_c = exits for cause c / all exits of the firm in the window; with constant rates h_c it tends to
    h_c / Σ h.
    Source: Keaveney (1995), Customer switching behavior in service industries, Journal of Marketing 59(2), 71-82;
    the course's exit distribution chart.

    Causes are the true ones, not those stated in an interview. Returns one row per replication, firm and cause, those
    without an exit too: exits, share (not a number where nobody left). Raises ``ValueError`` for an empty window.
    """
    start, end = window(results, since, until)
    end = np.inf if until is None else end
    names = [cause.name for cause in results.scenario.exits.causes]
    codes = np.array([results.names.causes.index(name) for name in names], dtype=np.int64)
    firms, size = len(results.names.firms), len(results.runs)
    counts = np.zeros((size, firms, len(names)), dtype=np.int64)
    for number, run in enumerate(results.runs):
        rows = select_events(run, ("exit",), start, end)
        table = np.zeros((firms, len(results.names.causes)), dtype=np.int64)
        np.add.at(table, (rows["firm"], rows["cause"]), 1)
        counts[number] = table[:, codes]
    return pd.DataFrame(
        {
            "replication": np.repeat([run.replication for run in results.runs], firms * len(names)),
            "firm": firms_column(np.tile(np.repeat(np.arange(firms), len(names)), size), results),
            "cause": decode_names(np.tile(np.arange(len(names)), size * firms), names),
            "exits": counts.ravel(),
            "share": ratio(counts, counts.sum(axis=2, keepdims=True)).ravel(),
        }
    )
