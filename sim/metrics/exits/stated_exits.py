"""Why customers left, beside why they said they did."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import ratio, window
from sim.metrics.exits.exit_interviews import interviewed
from sim.metrics.exits.exits import exits
from sim.registry import register
from sim.results.results import Results


@register("metric", "stated_exits")
def stated_exits(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """Why customers left, beside why they said they did: the exit distribution, true and as stated in interviews.

    Formula: stated_share_c = interviews that name c / all interviews of the firm; share_c = exits for c / all exits.
    Source: the course's exit distribution chart; Keaveney (1995), Journal of Marketing 59(2), 71-82, who asked people
    for their reasons as a firm must.

    What a firm knows is the stated column alone. Returns one row per replication, firm and cause: exits, share (true),
    answers (of those who left for this cause, how many were heard), stated (interviews that name this cause),
    stated_share. Raises ``ValueError`` for an empty window.
    """
    table = exits(results, since, until)
    start, end = window(results, since, until)
    end = np.inf if until is None else end
    names = results.names
    codes = [names.causes.index(cause.name) for cause in results.scenario.exits.causes]
    answers: list[NDArray[np.int64]] = []
    stated: list[NDArray[np.int64]] = []
    for run in results.runs:
        rows, said = interviewed(results, run)
        heard = (said >= 0) & (rows["time"] >= start) & (rows["time"] < end)
        for counts, cause in ((answers, rows["cause"][heard]), (stated, said[heard])):
            grid = np.zeros((len(names.firms), len(names.causes)), dtype=np.int64)
            np.add.at(grid, (rows["firm"][heard], cause), 1)
            counts.append(grid[:, codes])
    said_so = np.stack(stated)
    table["answers"] = np.stack(answers).ravel()
    table["stated"] = said_so.ravel()
    table["stated_share"] = ratio(said_so, said_so.sum(axis=2, keepdims=True)).ravel()
    return table
