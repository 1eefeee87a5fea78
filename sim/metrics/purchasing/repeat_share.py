"""How much of a firm's business comes from customers it has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import per_firm, ratio, whole_weeks
from sim.registry import register
from sim.results.results import Results
from sim.results.tables import COUNTED, count


@register("metric", "repeat_share")
def repeat_share(results: Results, since: int = 0, until: int | None = None) -> pd.DataFrame:
    """Part of a firm's purchases that are repeat purchases, made by people who are customers already.

    Formula: (purchases − acquisitions) / purchases; an acquisition is the first purchase since she came, or came back.
    Source: Ehrenberg (1988), Repeat-Buying; Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5).

    Returns one row per replication and firm: purchases, repeats, repeat_share. Needs no single purchases.
    Raises ``ValueError`` for an empty window.
    """
    weeks = whole_weeks(results, since, until)
    purchases = np.stack([count(run, COUNTED["purchases"])[weeks].sum(axis=0) for run in results.runs])
    won = np.stack([count(run, COUNTED["acquisitions"])[weeks].sum(axis=0) for run in results.runs])
    repeats = purchases - won
    return per_firm(results, {"purchases": purchases, "repeats": repeats, "repeat_share": ratio(repeats, purchases)})
