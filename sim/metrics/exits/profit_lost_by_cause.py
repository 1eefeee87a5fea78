"""What each cause of exits costs a firm."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.interval import ONE_REPLICATION
from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, require_purchases
from sim.metrics.exits.profit_lost import PRIOR_WEEKS, per_week, profit_lost
from sim.metrics.exits.profit_lost_interval import profit_lost_bounds
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results
from sim.scenario.market.exit_causes import Cause


@register("metric", "profit_lost_by_cause")
def profit_lost_by_cause(results: Results, discount: float = 0.1, prior_weeks: float = PRIOR_WEEKS) -> pd.DataFrame:
    """What each cause of exits costs a firm: the profit lost with all who left for it; step 3 of managing exits.

    Formula: Σ profit_lost over those who left for the cause = exits × their mean margin per week /
    (μ without the cause + ln(1 + d) / 52); see ``profit_lost`` for each customer and for what is supposed.
    Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5), 105-111; the formula is that
    of ``profit_lost``.

    Returns one row per firm and cause, a mean over replications: exits, exits_per_year, churn (for this cause, per
    week), margin_per_week (mean of those who left for it), remaining_churn (per week), discount_rate (per week),
    profit_lost (full units of money) with low and high, its 95% interval over replications (see
    :func:`sim.metrics.exits.profit_lost_interval.profit_lost_bounds`), share (of all profit lost by the firm),
    stoppable (whether anything a firm does could have kept them); ``attrs["note"]`` says why bounds are missing.
    Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for a discount that is not above 0.
    """
    require_purchases(results, "profit_lost_by_cause")
    return summed(results, profit_lost(results, discount, prior_weeks), discount)


def summed(results: Results, lost: pd.DataFrame, discount: float) -> pd.DataFrame:
    """The rows of ``profit_lost`` added up by firm and cause; columns of :func:`profit_lost_by_cause`."""
    causes = results.scenario.exits.causes
    names, firms = [cause.name for cause in causes], results.names.firms
    grid = pd.MultiIndex.from_product([firms, names], names=["firm", "cause"])
    sums = lost.assign(firm=lost["firm"].astype(object), cause=lost["cause"].astype(object)).groupby(["firm", "cause"])
    size, years = len(results.runs), results.scenario.horizon / WEEKS_A_YEAR

    def column(values: pd.Series[float]) -> np.ndarray:
        return values.reindex(grid, fill_value=0.0).to_numpy(dtype=float)

    counted, margins = column(sums.size().astype(float)), column(sums["margin_per_week"].sum())
    total = column(sums["profit_lost"].sum()) / size
    shape = (len(firms), len(names))
    churn = np.nan_to_num(churn_rate(counted.reshape(shape), _customer_weeks(results)[:, None], 1.0))
    whole = np.repeat(total.reshape(shape).sum(axis=1), len(names))
    low, high = profit_lost_bounds(results, lost, per_week(discount))
    table = pd.DataFrame(
        {
            "firm": firms_column(np.repeat(np.arange(shape[0]), shape[1]), results),
            "cause": decode_names(np.tile(np.arange(shape[1]), shape[0]), names),
            "exits": counted / size,
            "exits_per_year": counted / size / years,
            "churn": churn.ravel(),
            "margin_per_week": ratio(margins, counted),
            "remaining_churn": (churn.sum(axis=1, keepdims=True) - churn).ravel(),
            "discount_rate": per_week(discount),
            "profit_lost": total,
            "low": low.ravel(),
            "high": high.ravel(),
            "share": ratio(total, whole),
            "stoppable": np.tile([could_be_stopped(cause) for cause in causes], shape[0]),
        }
    )
    table.attrs["note"] = ONE_REPLICATION if size == 1 else ""
    return table


def could_be_stopped(cause: Cause) -> bool:
    """Whether anything a firm does changes how often this cause strikes: an offer that is compared, or a bond."""
    compared = cause.compared_with != "nothing" and cause.slope > 0
    return cause.ends == "this_relation" and (compared or any(value > 0 for _, value in cause.shields))


def _customer_weeks(results: Results) -> np.ndarray:
    """Customer-weeks of each firm, all replications together."""
    whole, firms = np.array([0.0, results.scenario.horizon]), len(results.names.firms)
    return np.asarray(sum(exits_and_weeks_by_firm(run, firms, whole)[1][0] for run in results.runs))
