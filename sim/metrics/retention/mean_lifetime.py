"""How long customers stay on average, three ways."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.kaplan_meier import kaplan_meier
from sim.metrics._shared.windows import per_firm, ratio, window
from sim.metrics.retention.churn import exposure
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import relationship_spells


@register("metric", "mean_lifetime")
def mean_lifetime(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How long customers stay with a firm on average: by the churn rate of a window, by stays that ended, and in full.

    Formula: by_churn = customer-weeks / exits of the window = 1 / churn. by_complete = mean length of the stays that
    ended in the window. realised = ∫ S(t) dt from 0 to the longest stay seen, S the share of all stays of the run that
    last longer than t, those cut off by the horizon counted as far as they were seen.
    Source: Little (1961), Operations Research 9, 383-387, for mean lifetime = 1 / churn: customers = rate of coming ×
    mean stay holds of a base that neither grows nor shrinks, whoever stays how long. Kaplan & Meier (1958), Journal of
    the American Statistical Association 53, 457-481, for S; Royston & Parmar (2013), BMC Medical Research Methodology
    13, 152, for its area, the restricted mean.

    Out of the steady state the three part: while those who leave soon have not left yet churn is high and 1 / churn too
    low, and stays that have ended are the short ones. Returns one row per replication and firm: customers_before and
    customers_after (at both ends of the window), won, lost, by_churn, by_complete, realised (weeks; not a number where
    nobody left), still_there (S at the longest stay: where it is not near 0, realised is cut short).
    Raises ``ValueError`` for an empty window.
    """
    start, end = window(results, since, until)
    shape = (len(results.runs), len(results.names.firms))
    names = ("customers_before", "customers_after", "won", "lost", "by_churn", "by_complete", "realised", "still_there")
    table = {name: np.full(shape, np.nan) for name in names}
    for number, run in enumerate(results.runs):
        found = relationship_spells(run, results.scenario.horizon)
        for firm in range(shape[1]):
            here = found.firm == firm
            before = here & (found.start < start) & (found.end >= start)
            lost = here & found.ended & (found.end >= start) & (found.end < end)
            won = here & (found.start >= start) & (found.start < end)
            lived = np.diff(exposure(found, here, np.array([start, end])))
            curve = kaplan_meier(found.weeks[here], found.ended[here])
            told = (
                before.sum(), before.sum() + won.sum() - lost.sum(), won.sum(), lost.sum(),
                ratio(lived, lost.sum()[None])[0], ratio(found.weeks[lost].sum()[None], lost.sum()[None])[0],
                area(curve.time, curve.survival, found.weeks[here].max(initial=0.0)), curve.survival[-1],
            )  # fmt: skip
            for name, value in zip(names, told, strict=True):
                table[name][number, firm] = value
    whole = {name: values.astype(np.int64) for name, values in table.items() if name in names[:4]}
    return per_firm(results, {**table, **whole})


def area(time: np.ndarray, survival: np.ndarray, until: float) -> float:
    """Area under a survival curve of steps, up to a time; not a number where nobody ever left.

    >>> area(np.array([0.0, 2.0]), np.array([1.0, 0.5]), 4.0)
    3.0
    """
    if len(time) < 2:
        return float("nan")
    return float(np.sum(survival * np.diff(np.append(time, until))))
