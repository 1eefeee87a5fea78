"""What each customer who left would still have brought."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import WEEKS_A_YEAR, firms_column, ratio, require_purchases, segment_of
from sim.metrics.value.lifetime_value import bookings
from sim.model.event_log import decode_names, labels
from sim.registry import register
from sim.results.event_filters import customer_key
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells

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
    """What each customer who left would still have brought, had the cause that struck her not struck; step 3.

    Formula: m / (μ + ln(1 + d) / 52). m, her margin per week, = (what she brought after her first purchase + w · M) /
    (weeks she stayed + w), M the mean of her segment at the firm: a few weeks say little of her (credibility).
    μ = exits from the firm for all *other* causes / customer-weeks: the rate at which she would have left anyhow. It
    supposes constant and independent rates, alike for all customers of a firm, and a margin that stays as it was.
    Source: the continuous form of Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), 9-24, with the rate
    that is left when one of several competing risks is removed (Prentice et al. 1978, Biometrics 34, 541-554);
    credibility after Bühlmann (1967), ASTIN Bulletin 4(3), 199-207. A discount d of 0.10 a year and w = 13 weeks are
    assumed; w = 0 takes every customer as she was seen.

    Rates and M are those of all replications together. Returns one row per exit: replication, customer_id, segment,
    firm, week, cause, weeks (she stayed), margin_per_week, remaining_churn (μ, per week), profit_lost, in full units
    of money. Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for a discount that is not
    above 0 or prior weeks below 0.
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
                    "replication": np.full(len(lost), run.replication),
                    "customer_id": np.asarray(labels(rows, names), dtype=object),
                    "segment": decode_names(segment_of(rows["customer"], names), names.segments),
                    "firm": firms_column(firm, results),
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
    whose = customer_key(both) << 8 | both["firm"].astype(np.int64)
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
