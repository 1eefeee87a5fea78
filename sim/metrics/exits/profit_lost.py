"""What each customer who left would still have brought."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.interval import ONE_REPLICATION, jackknife_bounds
from sim.metrics._shared.windows import (
    WEEKS_A_YEAR,
    customer_columns,
    firms_column,
    ratio,
    require_purchases,
    segment_of,
)
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.metrics.value.lifetime_value import bookings
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.event_filters import relation_key
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.market.exit_causes import Cause

PRIOR_WEEKS = 13.0
"""A quarter. Assumed."""


class Earnings(NamedTuple):
    """What each stay of one replication brought after its opening purchase: columns of equal length."""

    opening: NDArray[np.void]
    weeks: NDArray[np.float64]
    ended: NDArray[np.bool_]
    cause: NDArray[np.int64]
    brought: NDArray[np.float64]
    """In full units of money."""


@register("metric", "profit_lost")
def profit_lost(results: Results, discount: float = 0.1, prior_weeks: float = PRIOR_WEEKS) -> pd.DataFrame:
    """What each customer who left would have brought if the cause of the exit had not occurred; step 3.

    Formula: m / (μ + ln(1 + d) / 52). m, her margin per week, = (what she brought after her first purchase + w · M) /
    (weeks she stayed + w), M the mean of her segment at the firm: a few weeks say little of her (credibility).
    μ = exits from the firm for all *other* causes / customer-weeks: the rate at which she would have left anyhow. It
    supposes constant and independent rates, alike for all customers of a firm, and a margin that stays as it was.
    Source: the continuous form of Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9-24, with the rate
    that is left when one of several competing risks is removed (Prentice et al. 1978, Biometrics 34, 541-554);
    credibility after Bühlmann (1967), ASTIN Bulletin 4(3), 199-207. A discount d of 0.10 a year and w = 13 weeks are
    assumed; w = 0 takes every customer as she was seen.

    Rates and M are those of all replications together.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        prior_weeks: Weeks w that the mean of her segment counts in a customer's margin; 0 takes every customer as she
            was seen.

    Returns:
        One row per exit: replication, customer_id, segment, firm, week, cause, weeks (she stayed), margin_per_week,
        remaining_churn (μ, per week), profit_lost, in full units of money.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a discount that is not above 0 or prior weeks below 0.
    """
    require_purchases(results, "profit_lost")
    if not discount > 0 or prior_weeks < 0:
        raise ValueError(f"discount={discount:g}, prior_weeks={prior_weeks:g}: give above 0, and 0 weeks or more")
    names = results.names
    earned = [earnings(results, run) for run in results.runs]
    groups = [group(each, results) for each in earned]
    size = len(names.firms) * len(names.segments)
    brought = np.sum([np.bincount(g, e.brought, size) for g, e in zip(groups, earned, strict=True)], axis=0)
    lived = np.sum([np.bincount(g, e.weeks, size) for g, e in zip(groups, earned, strict=True)], axis=0)
    mean = np.nan_to_num(ratio(brought, lived))
    rates = leaving_rates(results, earned)
    parts = []
    for run, each, whose in zip(results.runs, earned, groups, strict=True):
        lost = np.flatnonzero(each.ended)
        lost = lost[np.argsort((each.opening["time"] + each.weeks)[lost], kind="stable")]
        rows, firm, weeks = each.opening[lost], each.opening["firm"][lost].astype(np.int64), each.weeks[lost]
        margin = ratio(each.brought[lost] + prior_weeks * mean[whose[lost]], weeks + prior_weeks)
        remaining = rates[firm].sum(axis=1) - rates[firm, each.cause[lost]]
        parts.append(
            pd.DataFrame(
                {
                    **customer_columns(results, run, rows),
                    "week": rows["time"] + weeks,
                    "cause": decode_names(each.cause[lost], names.causes),
                    "weeks": weeks,
                    "margin_per_week": margin,
                    "remaining_churn": remaining,
                    "profit_lost": margin / (remaining + per_week(discount)),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def per_week(discount: float) -> float:
    """A yearly discount as a rate per week: ln(1 + d) / 52.

    >>> round(per_week(0.10), 6)
    0.001833
    """
    return float(np.log1p(discount)) / WEEKS_A_YEAR


def leaving_rates(results: Results, earned: list[Earnings]) -> NDArray[np.float64]:
    """Exits per customer-week, all replications together, shape (firms, causes); 0 where nobody was at risk."""
    shape = (len(results.names.firms), len(results.names.causes))
    left, lived = np.zeros(shape), np.zeros(shape[0])
    for each in earned:
        firm = each.opening["firm"].astype(np.int64)
        np.add.at(left, (firm[each.ended], each.cause[each.ended]), 1)
        np.add.at(lived, firm, each.weeks)
    return np.nan_to_num(ratio(left, lived[:, None]))


def group(earned: Earnings, results: Results) -> NDArray[np.int64]:
    """Number of the firm and segment of each stay."""
    segment = segment_of(earned.opening["customer"], results.names)
    return earned.opening["firm"].astype(np.int64) * len(results.names.segments) + segment


def earnings(results: Results, run: Run) -> Earnings:
    """What each stay brought after its opening purchase: without that one there is no stay, so it says no rate."""
    found = relationship_spells(run, results.scenario.horizon)
    rows, contribution = bookings(run)
    size = len(found.start_event)
    both = np.concatenate([found.start_event, rows])
    whose = relation_key(both)
    order = np.lexsort((np.arange(len(both)), both["time"], whose))  # openings come before rows of the same instant
    stay = np.where(order < size, order, -1)
    last = np.maximum.accumulate(np.where(stay >= 0, np.arange(len(order)), -1))
    of = np.where(last >= 0, stay[last], -1)
    row, of = order[order >= size] - size, of[order >= size]
    hers = of >= 0
    row, of = row[hers], of[hers]
    time = rows["time"][row]
    same = (whose[:size][of] == whose[size:][row]) & (time > found.start[of]) & (time <= found.end[of])
    brought = np.bincount(of[same], weights=contribution[row[same]], minlength=size)
    return Earnings(found.start_event, found.weeks, found.ended, found.cause, brought.astype(np.float64))


def profit_lost_bounds(
    results: Results, lost: pd.DataFrame, rate: float, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper bound of the profit lost by each firm (rows) to each cause (columns).

    Formula: jackknife over replications of (Σ m / number of replications) / (μ + δ), m the margins per week of those
    who left for the cause, μ the rate of all other causes of the replications at hand, δ = ``rate``. So both how many
    left, and how surely the rates are known, count; the mean margin of a segment, towards which single margins are
    drawn, is taken as given. Not a number with one replication.
    """
    names = results.scenario.exits.cause_names
    shape = (len(results.runs), len(results.names.firms), len(names))
    margins, exits, lived = np.zeros(shape), np.zeros(shape), np.zeros(shape[:2])
    number = {run.replication: place for place, run in enumerate(results.runs)}
    place = (
        lost["replication"].map(number).to_numpy(dtype=np.int64),
        lost["firm"].cat.codes.to_numpy(dtype=np.int64),
        np.array([names.index(str(cause)) for cause in lost["cause"]], dtype=np.int64),
    )
    np.add.at(margins, place, lost["margin_per_week"].to_numpy(dtype=float))
    np.add.at(exits, place, 1)
    for place_of_run, run in enumerate(results.runs):
        lived[place_of_run] = exits_and_weeks_by_firm(run, shape[1], np.array([0.0, results.scenario.horizon]))[1][0]

    def total(some: NDArray[np.bool_]) -> NDArray[np.float64]:
        left = exits[some].sum(axis=0)
        others = left.sum(axis=1, keepdims=True) - left
        churn = np.nan_to_num(churn_rate(others, lived[some].sum(axis=0)[:, None], 1.0))
        return np.asarray(margins[some].sum(axis=0) / some.sum() / (churn + rate))

    _, low, high = jackknife_bounds(total, len(results.runs), level)
    return low, high


@register("metric", "profit_lost_by_cause")
def profit_lost_by_cause(results: Results, discount: float = 0.1, prior_weeks: float = PRIOR_WEEKS) -> pd.DataFrame:
    """What each cause of exits costs a firm: the profit lost with all who left for it; step 3 of managing exits.

    Formula: Σ profit_lost over those who left for the cause = exits × their mean margin per week /
    (μ without the cause + ln(1 + d) / 52); see ``profit_lost`` for each customer and for what is supposed.
    Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5), 105-111; the formula is that
    of ``profit_lost``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        discount: Yearly discount rate, a part of one; 0.10 is assumed.
        prior_weeks: Weeks w that the mean of her segment counts in a customer's margin; 0 takes every customer as she
            was seen.

    Returns:
        One row per firm and cause, a mean over replications: exits, exits_per_year, churn (for this cause, per week),
        margin_per_week (mean of those who left for it), remaining_churn (per week), discount_rate (per week),
        profit_lost (full units of money) with low and high, its 95% interval over replications (see
        :func:`sim.metrics.exits.profit_lost.profit_lost_bounds`), share (of all profit lost by the firm), stoppable
        (whether anything a firm does could have kept them); ``attrs["note"]`` says why bounds are missing.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a discount that is not above 0.
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
