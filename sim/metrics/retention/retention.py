"""Retention of customers: in a period, by tenure, and what a programme adds to it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from sim.metrics._shared.interval import ratio_of_means
from sim.metrics._shared.survival_curves import kaplan_meier
from sim.metrics._shared.windows import (
    JUST_AFTER,
    WEEKS_A_YEAR,
    firm_rows,
    ratio,
    require_common_random_numbers,
    require_purchases,
    stays_by_firm,
)
from sim.metrics.retention.churn import Period, periods
from sim.metrics.value.lifetime_value import lifetime_value
from sim.metrics.value.profit import profit
from sim.registry import register
from sim.results.results import Results
from sim.results.spells import Whose


@register("metric", "retention")
def retention(
    results: Results, period: Period = "year", since: float = 0.0, until: float | None = None
) -> pd.DataFrame:
    """Of the customers a firm has at the start of a period, the part it still has at the end.

    Formula: kept / standing; who leaves and comes back within the period is not kept.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: the retention rate.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        period: ``year``, ``quarter``, ``week`` or a number of weeks; the last period ends with the window and may be
            shorter.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication, firm and period: start, end (weeks), standing, kept, retention.

    Raises:
        ValueError: For a bad period or an empty window.
    """
    edges = periods(results, period, since, until)
    parts = []
    for run, firm, stays in stays_by_firm(results):
        start, end = stays.start, np.where(stays.ended, stays.end, np.inf)
        standing = np.array([int(((start < opens) & (end >= opens)).sum()) for opens in edges[:-1]], dtype=np.int64)
        kept = np.array([int(((start < opens) & (end >= closes)).sum()) for opens, closes in pairwise(edges)])
        columns = {"standing": standing, "kept": kept, "retention": ratio(kept, standing)}
        parts.append(firm_rows(results, run, firm, {"start": edges[:-1], "end": edges[1:], **columns}))
    return pd.concat(parts, ignore_index=True)


@register("metric", "retention_by_tenure")
def retention_by_tenure(results: Results, of: Whose = "customers", period: float = WEEKS_A_YEAR) -> pd.DataFrame:
    """Of those who have stayed t − 1 periods with a firm, the part that stays one more.

    It rises with tenure although nobody changes, because those who leave easily have left.
    Formula: r_t = S(t) / S(t − 1), S the Kaplan-Meier survival read off just after t whole periods.
    Source: Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), 76-90.

    Not a number where nobody has stayed that long.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        of: ``customers`` for stays with the firm, ``members`` for stays in its programmes, those of a firm together.
        period: Length of a period in weeks; a year of 52 if left out.

    Returns:
        One row per replication, firm and period t = 1, 2, ... that lies within the horizon: tenure, survival (at its
        end), retention.

    Raises:
        ValueError: For a period that is not above 0.
    """
    if not period > 0:
        raise ValueError(f"period={period:g}: give a number of weeks above 0; a year has {WEEKS_A_YEAR:g}")
    ends = np.arange(0, int(results.scenario.horizon / period) + 1) * period
    parts = []
    for run, firm, stays in stays_by_firm(results, of):
        left = kaplan_meier(stays.weeks, stays.ended).at(ends + JUST_AFTER).survival
        columns = {"survival": left[1:], "retention": ratio(left[1:], left[:-1])}
        parts.append(firm_rows(results, run, firm, {"tenure": np.arange(1, len(ends)), **columns}))
    return pd.concat(parts, ignore_index=True)


@register("metric", "retention_uplift")
def retention_uplift(results: Results, without: Results, discount: float = 0.1, level: float = 0.95) -> pd.DataFrame:
    """How much profit and the worth of a customer rise in a world in which a firm keeps more of its customers.

    Formula: uplift = Σ profit / Σ profit without − 1, over replications of the same luck; the same for the mean
    lifetime value realised within the run. With constant margins and no acquisition cost, the textbook's lifetime
    value rises by .05 / (i + d − .05) when 5 points of customers more are kept a year, i the discount, d the part that
    left: 25% where i + d = .25, and never more than .05 / i.
    Source: Reichheld & Sasser (1990), Harvard Business Review 68(5), 105-111, whose figures are such calculations and
    not measured profits; interval of a ratio: Cochran (1977), Sampling Techniques, ch. 6.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        without: The market with the same luck in which the firm keeps fewer customers.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        level: Confidence level of the intervals, between 0 and 1.

    Returns:
        One row per firm: retention and retention_without (a year, of all years together), profit_uplift with low and
        high, value_uplift, replications.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: Unless both worlds share seed, replications, firms and weeks.
    """
    require_purchases(results, "retention_uplift")
    require_purchases(without, "retention_uplift")
    require_common_random_numbers(results, without)
    rows = []
    kept, kept_without = (_kept(world) for world in (results, without))
    worth, worth_without = (
        lifetime_value(world, discount).groupby("firm", observed=False)["lifetime_value"].mean()
        for world in (results, without)
    )
    earned, earned_without = profit(results), profit(without)
    for firm in results.names.firms:
        more = earned.loc[earned["firm"] == firm, "profit"].to_numpy()
        less = earned_without.loc[earned_without["firm"] == firm, "profit"].to_numpy()
        uplift = ratio_of_means(more - less, less, level)
        rows.append(
            {
                "firm": firm,
                "retention": kept[firm],
                "retention_without": kept_without[firm],
                "profit_uplift": uplift.mean,
                "low": uplift.low,
                "high": uplift.high,
                "value_uplift": worth[firm] / worth_without[firm] - 1.0,
                "replications": len(more),
            }
        )
    return pd.DataFrame(rows)


def _kept(results: Results) -> pd.Series[float]:
    table = retention(results, "year").groupby("firm", observed=False)[["kept", "standing"]].sum()
    return table["kept"] / table["standing"]
