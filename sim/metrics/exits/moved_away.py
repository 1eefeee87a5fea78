"""Whom a firm lost by moving: out of the market, or only out of its reach."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, row_window
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.scenario.market.district import moving_cause


@register("metric", "moved_away")
def moved_away(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How many of those who moved away left the market, and how many only left the firm's reach.

    Formula: exits for the cause of moving = out of the market (she ends all relations at that instant; nothing helps) +
    out of reach (she lives where the firm is not to be found; it can follow).
    Source: the course, C4; trading areas after Huff (1964), Journal of Marketing 28(3), 34-38.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: out_of_market, out_of_reach.

    Raises:
        ValueError: For an empty window.
    """
    start, end = row_window(results, since, until)
    cause = moving_cause(results.scenario)
    number = results.names.causes.index(cause.name) if cause is not None else -2
    firms = len(results.names.firms)
    counts = np.zeros((2, len(results.runs), firms), dtype=np.int64)
    for place, run in enumerate(results.runs):
        lost = select_events(run, ("exit",), start, end)
        lost = lost[lost["cause"] == number]
        gone = select_events(run, ("moving away",), start, end)
        moved = set(zip(customer_key(gone).tolist(), gone["time"].tolist(), strict=True))
        for row, key in zip(lost, customer_key(lost).tolist(), strict=True):
            counts[int((key, float(row["time"])) not in moved), place, row["firm"]] += 1
    return per_firm(results, {"out_of_market": counts[0], "out_of_reach": counts[1]})
