"""How long customers stay: each stay, the survival curve, the mean lifetime."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.survival_curves import kaplan_meier
from sim.metrics._shared.windows import (
    JUST_AFTER,
    curve_weeks,
    customer_columns,
    firm_rows,
    per_firm,
    ratio,
    stays_by_firm,
    window,
)
from sim.metrics.retention.churn import exposure
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.spells import Whose, relationship_spells


@register("metric", "spells")
def spells(results: Results, of: Whose = "customers") -> pd.DataFrame:
    """How long each customer stayed with a firm, one row for each stay: the data of every survival model.

    Formula: weeks = end − start, from the first purchase to the exit; still going on at the horizon: ended is false.
    With ``of="members"`` from joining a programme to the end of the membership.
    Source: Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, Journal of the American
    Statistical Association 53, 457-481: the censored lifetime.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        of: ``customers`` for stays with the firm, ``members`` for stays in its programmes, those of a firm together.

    Returns:
        One row per stay: replication, customer_id, segment, firm, programme (members only), start, end, weeks, ended,
        cause.

    Raises:
        ValueError: For another ``of``.
    """
    return pd.concat([_frame(results, run, of) for run in results.runs], ignore_index=True)


def _frame(results: Results, run: Run, of: Whose) -> pd.DataFrame:
    found, names = relationship_spells(run, results.scenario.horizon, of), results.names
    rows = found.start_event
    columns = customer_columns(results, run, rows)
    if of == "members":
        columns["programme"] = decode_names(rows["programme"].astype(np.int64), names.programmes)
    columns |= {"start": found.start, "end": found.end, "weeks": found.weeks, "ended": found.ended}
    columns["cause"] = decode_names(found.cause, names.causes)
    return pd.DataFrame(columns)


@register("metric", "survival")
def survival(results: Results, of: Whose = "customers", step: float = 1.0, level: float = 0.95) -> pd.DataFrame:
    """Share of a firm's customers who stay longer than so many weeks after their first purchase.

    Formula: S(t) = Π_{t_i <= t} (1 − d_i / n_i) over the stays with the firm; who is still there at the horizon, or
    came late, counts as long as she was seen. Moving away ends a stay like any other cause. Interval: Greenwood's.
    Source: Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, Journal of the American
    Statistical Association 53, 457-481; Greenwood (1926).

    Read off every ``step`` weeks from 0 to the horizon.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        of: ``customers`` for stays with the firm, ``members`` for stays in its programmes, those of a firm together.
        step: Weeks from one tenure at which the curve is read to the next.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per replication, firm and tenure: week, still_seen (stays followed at least that long), survival, low,
        high.

    Raises:
        ValueError: For a step that is not above 0.
    """
    weeks = curve_weeks(results, step)
    parts = []
    for run, firm, stays in stays_by_firm(results, of):
        curve = kaplan_meier(stays.weeks, stays.ended, level).at(weeks + JUST_AFTER)
        seen = len(stays.weeks) - np.searchsorted(np.sort(stays.weeks), weeks, side="left")
        columns = {"survival": curve.survival, "low": curve.low, "high": curve.high}
        parts.append(firm_rows(results, run, firm, {"week": weeks, "still_seen": seen, **columns}))
    return pd.concat(parts, ignore_index=True)


@register("metric", "mean_lifetime")
def mean_lifetime(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How long customers stay with a firm on average: by the churn rate of a window, by stays that ended, and in full.

    Formula: by_churn = customer-weeks / exits of the window = 1 / churn. by_complete = mean length of the stays that
    ended in the window. realised = ∫ S(t) dt from 0 to the longest stay seen, S the share of all stays of the run that
    last longer than t, those cut off by the horizon counted as far as they were seen.
    Source: Little (1961), Operations Research 9, 383-387, for mean lifetime = 1 / churn: customers = rate of coming ×
    mean stay holds of a base that neither grows nor shrinks, however long each customer stays. Kaplan & Meier
    (1958), Journal of the American Statistical Association 53, 457-481, for S; Royston & Parmar (2013), BMC Medical
    Research Methodology 13, 152, for its area, the restricted mean.

    Out of the steady state the three part: while those who leave soon have not left yet churn is high and 1 / churn too
    low, and stays that have ended are the short ones.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication and firm: customers_before and customers_after (at both ends of the window), won, lost,
        by_churn, by_complete, realised (weeks; not a number where nobody left), still_there (S at the longest stay:
        where it is not near 0, realised is cut short).

    Raises:
        ValueError: For an empty window.
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
