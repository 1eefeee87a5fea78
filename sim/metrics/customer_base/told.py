"""How many people heard of a firm from its customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, row_window
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results
from sim.scenario.market.behaviour import WordOfMouth


@register("metric", "told")
def told(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How many people heard good and bad of a firm from its customers, and how many acquaintances heard nothing.

    Formula: money of the rows "told" (it is a number of people), by their cause. Never told: exp(−told / acquaintances)
    of all acquaintances of everybody who has been a customer, at random among them; more, where the same few talk.
    Source: the course (A12) for some 250 acquaintances, most of them never told; McCarty, Killworth, Bernard, Johnsen &
    Shelley (2001), Human Organization 60(1), 28-39, found some 290.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: good, bad, acquaintances (all of them), never_told (a part; 1 where nobody
        talks, not a number without customers).

    Raises:
        ValueError: For an empty window.
    """
    start, end = row_window(results, since, until)
    firms = len(results.names.firms)
    heard = np.zeros((2, len(results.runs), firms))
    known = np.zeros((len(results.runs), firms))
    each = (results.scenario.behaviour.word_of_mouth or WordOfMouth()).acquaintances
    for number, run in enumerate(results.runs):
        rows = select_events(run, ("told",), start, end)
        for place, word in enumerate(("good", "bad")):
            if word in results.names.words:
                of = rows[rows["cause"] == results.names.words.index(word)]
                heard[place, number] = np.bincount(of["firm"], of["cents"] / 100, firms)
        came = select_events(run, ("acquisition",), 0.0, end)
        who = np.unique(np.stack([customer_key(came), came["firm"].astype(np.int64)]), axis=1)
        known[number] = np.bincount(who[1], minlength=firms) * each
    with np.errstate(divide="ignore", invalid="ignore"):
        never = np.exp(-heard.sum(axis=0) / known)
    return per_firm(
        results,
        {"good": heard[0], "bad": heard[1], "acquaintances": known, "never_told": np.where(known > 0, never, np.nan)},
    )
