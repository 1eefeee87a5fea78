"""What a log says of each customer in a few numbers: how often, how lately, how long known, how much at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.transaction_log import PERIODS, SAME_DAY, Column, TransactionLog
from sim.metrics._shared.bg_nbd import History


class Cohort(NamedTuple):
    """Customers whose first purchase lies in a window that began with the log; columns of equal length."""

    number: NDArray[np.int64]
    """Place of each in the names of the log."""
    first: Column
    """Week of her first purchase."""
    history: History
    spend: Column
    """Mean spend of her repeat purchases that cost anything; not a number where there are none."""
    paid: Column
    """How many repeat purchases that mean is of."""
    weeks: float
    """Length of the window."""
    end: float
    """Week to which customers are known: the window's end, or its last day or week where only those count."""
    periods: int = 0
    """Periods in a week that are active or not in the likelihood: 7 days, 1 week, or 0 where instants count."""

    @property
    def repeaters(self) -> int:
        """How many have bought twice or more."""
        return int((self.history.repeats > 0).sum())

    @property
    def counted(self) -> str:
        """What is counted as one, in words."""
        return {0: "repeat purchases", 7: "days with a repeat purchase", 1: "weeks with a repeat purchase"}[
            self.periods
        ]


class Visits(NamedTuple):
    """Purchases as the models count them, in the order of (customer, time)."""

    customer: NDArray[np.int64]
    week: Column
    money: Column | None
    opens: NDArray[np.bool_]
    """Whether it is the customer's first."""


def visits(log: TransactionLog) -> Visits:
    """The purchases of a log; those of one customer in one grain of time as one, their amounts added up."""
    periods = PERIODS[log.grain]
    week = np.floor(periods * log.week + SAME_DAY) / periods if periods else log.week
    order = np.lexsort((week, log.customer))
    customer, week = log.customer[order], week[order]
    money = None if log.money is None else log.money[order]
    fresh = np.ones(len(week), dtype=bool)
    if periods:
        fresh[1:] = (customer[1:] != customer[:-1]) | (week[1:] != week[:-1])
    at = np.flatnonzero(fresh)
    customer, week = customer[at], week[at]
    opens = np.ones(len(at), dtype=bool)
    opens[1:] = customer[1:] != customer[:-1]
    return Visits(customer, week, None if money is None else np.add.reduceat(money, at), opens)


def cohort(log: TransactionLog, weeks: float | None = None) -> Cohort:
    """The customers won within so many weeks, all of the log if left out, with what is known of them by then.

    Frequency counts repeat purchases, recency is the time from the first to the last purchase, T the time from the
    first purchase to the end of the window; all in weeks. Where only days (or weeks) count, a window of w weeks ends
    with its last day (or week), so T of the first day's buyers is w - 1/7 (w - 1). Mean spends leave the first purchase
    out, as is usual.
    Source of the conventions: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284; (2005), Journal of
    Marketing Research 42(4), 415-430.
    """
    window = log.length if weeks is None else weeks
    periods = PERIODS[log.grain]
    end = (np.floor(periods * window + SAME_DAY) - 1) / periods if periods else window
    seen = visits(log)
    inside = seen.week <= end + SAME_DAY / 7
    customer, week, opens = seen.customer[inside], seen.week[inside], seen.opens[inside]
    number, first = customer[opens], week[opens]
    at = np.flatnonzero(opens)
    repeats = np.diff(np.append(at, len(customer))) - 1
    last = week[np.append(at, len(customer))[1:] - 1] if len(at) else week[:0]
    whose = np.cumsum(opens) - 1
    spend, paid = np.full(len(number), np.nan), np.zeros(len(number))
    if seen.money is not None:
        money = seen.money[inside]
        counted = ~opens & (money > 0)
        paid = np.bincount(whose[counted], minlength=len(number)).astype(float)
        total = np.bincount(whose[counted], weights=money[counted], minlength=len(number))
        spend = np.divide(total, paid, out=spend, where=paid > 0)
    history = History(repeats.astype(float), last - first, end - first)
    return Cohort(number, first, history, spend, paid, float(window), float(end), periods)
