"""From rows to occasions of purchase: how exact the times are, returns netted, rows of one customer and time merged."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.experiments.transaction_logs.transaction_log import Column, Grain
from sim.number_text import percent

Times = NDArray[np.int64]
"""Microseconds since the first day of the log, 0 h."""
DAY = 86_400_000_000
WEEK = 7 * DAY


class Occasions(NamedTuple):
    """Purchases, one per customer and grain, in the order of time."""

    customer: NDArray[np.int64]
    time: Times
    money: Column | None
    merged: int
    netted: int
    cancelled: int


def returns_alone(customer: NDArray[np.int64], time: Times, money: Column) -> NDArray[np.bool_]:
    """Which rows have a negative amount on a day on which the customer paid for nothing."""
    alone = np.zeros(len(money), dtype=bool)
    if not (money < 0).any():
        return alone
    with_return = np.isin(customer, customer[money < 0])
    at = np.flatnonzero(with_return)
    order, starts = _groups(customer[at], time[at] // DAY)
    sold = np.logical_or.reduceat(money[at][order] > 0, starts)
    whose = np.repeat(sold, np.diff(np.append(starts, len(order))))
    alone[at[order]] = ~whose & (money[at][order] < 0)
    return alone


def occasions(
    customer: NDArray[np.int64], time: Times, money: Column | None, grain: Grain, *, net_all: bool
) -> Occasions:
    """Merge rows into occasions. Times are moved to the beginning of their day or week where only that counts.

    Returns are taken off the same customer's purchases of the same day, which are then one; a day on which nothing is
    left is no occasion. ``net_all`` takes other returns off the purchase before, and leaves them out where there is
    none.
    """
    netted = cancelled = 0
    if money is not None and (money < 0).any():
        netted = int((money < 0).sum())
        customer, time, money, cancelled = _netted(customer, time, money, net_all)
    customer, time, money, merged = _merged(customer, time, money, grain)
    return _by_time(Occasions(customer, time, money, merged, netted, cancelled))


def numbered(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different codes (small whole numbers) in order, and the place of each row's code among them.

    >>> [found.tolist() for found in numbered(np.array([7, 2, 7]))]
    [[2, 7], [1, 0, 1]]
    """
    there = np.bincount(codes) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


def _by_time(found: Occasions) -> Occasions:
    order = np.argsort(found.time, kind="stable")
    money = None if found.money is None else found.money[order]
    return found._replace(customer=found.customer[order], time=found.time[order], money=money)


def _groups(customer: NDArray[np.int64], when: Times) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The order by (customer, when), and where each group of equal ones begins in it."""
    in_time = bool((when[1:] >= when[:-1]).all())
    order = np.argsort(customer, kind="stable") if in_time else np.lexsort((when, customer))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (np.diff(customer[order]) != 0) | (np.diff(when[order]) != 0)
    return order, np.flatnonzero(fresh)


def _merged(
    customer: NDArray[np.int64], time: Times, money: Column | None, grain: Grain
) -> tuple[NDArray[np.int64], Times, Column | None, int]:
    when = time if grain == "instant" else time - time % (DAY if grain == "day" else WEEK)
    order, starts = _groups(customer, when)
    at = order[starts]
    total = None if money is None else np.add.reduceat(money[order], starts) if len(starts) else money
    return customer[at], when[at], total, len(order) - len(at)


def _netted(
    customer: NDArray[np.int64], time: Times, money: Column, net_all: bool
) -> tuple[NDArray[np.int64], Times, Column, int]:
    """Rows of customers with returns: each day with a return one row, at the time of its first purchase."""
    given_back = money < 0
    touched = np.isin(customer, customer[given_back])
    at = np.flatnonzero(touched)
    order, starts = _groups(customer[at], time[at] // DAY)
    order = at[order]
    sizes = np.diff(np.append(starts, len(order)))
    returned = np.repeat(np.logical_or.reduceat(given_back[order], starts), sizes)
    first = np.repeat(
        np.minimum.reduceat(np.where(money[order] > 0, time[order], np.iinfo(np.int64).max), starts), sizes
    )
    begins = np.zeros(len(order), dtype=bool)
    begins[starts] = True
    begins |= ~returned
    opens = np.flatnonzero(begins)
    whose, sums = customer[order][opens], np.add.reduceat(money[order], opens)
    sold = np.add.reduceat((money[order] > 0).astype(np.int64), opens) > 0
    when = np.where(returned & (first < np.iinfo(np.int64).max), first, time[order])[opens]
    cut = returned[opens]
    if net_all:
        whose, when, sums, sold, cut = _taken_off(whose, when, sums, sold, cut)
    kept = ~cut | (sums > _LEAST)
    cancelled = int((~kept & sold).sum())
    joined = [np.concatenate([one[~touched], two[kept]]) for one, two in
              ((customer, whose), (time, when), (money, np.where(cut, np.round(sums, 6), sums)))]  # fmt: skip
    return joined[0], joined[1], joined[2], cancelled


_LEAST = 1e-6
"""Money that rounding may leave of a purchase that was given back."""


def _taken_off(
    whose: NDArray[np.int64], when: Times, sums: Column, sold: NDArray[np.bool_], cut: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], Times, Column, NDArray[np.bool_], NDArray[np.bool_]]:
    """Returns on days without a purchase become part of the customer's purchase before; those without one stay."""
    order = np.lexsort((when, whose))
    whose, when, sums, sold, cut = whose[order], when[order], sums[order], sold[order], cut[order]
    opens = sold | (sums >= 0)
    opens[0] = True
    opens[1:] |= whose[1:] != whose[:-1]
    starts = np.flatnonzero(opens)
    touched = np.logical_or.reduceat(cut, starts)
    return whose[starts], when[starts], np.add.reduceat(sums, starts), sold[starts], touched


MIDNIGHT_SHARE = 0.1
"""Share of times at 0 h beyond which they stand for days (assumed; hours alone give 1 in 24)."""
DAYS_TOLD = 3
"""Different days from which a pattern can be told (assumed)."""


def grain_of(times: NDArray[np.datetime64], asked: Grain | None) -> tuple[Grain, list[str]]:
    """The grain asked for, or else the one that the times have, and a sentence where something is left out."""
    clock = times.astype(np.int64) % DAY
    if not len(clock) or asked in ("day", "week"):
        return asked or "day", []
    if (clock == 0).all():
        return "day", ["times have no time of day"] if asked else []
    if (clock == clock[0]).all():
        said = f"all purchases are at {_time(int(clock[0]))}, which tells no time of day, so only their days count"
        return "day", [said]
    share = float((clock == 0).mean())
    if share > MIDNIGHT_SHARE and (clock == 0).sum() > 1:
        if asked:
            return asked, []
        said = f"{percent(share)} of the rows have no time of day, so only the days of purchases count"
        return "day", [said]
    return "instant", ["times of day are kept; with grain 'day' a customer's purchases of one day are one"]


def grain_warnings(time: NDArray[np.int64], grain: Grain, start: np.datetime64) -> list[str]:
    """Days that look like months or weeks: all purchases on the first of a month, or on one day of the week."""
    if grain != "day":
        return []
    days = np.unique(time // DAY)
    dates = start + days.astype("timedelta64[D]")
    if len(days) < DAYS_TOLD:
        return []
    if (dates == dates.astype("datetime64[M]").astype("datetime64[D]")).all():
        return [
            "all purchases are on the first day of a month; if only the month is known, the fit is not to be trusted"
        ]
    if (np.diff(days) % (WEEK // DAY) == 0).all():
        return ["all purchases are on the same day of the week; if only the week is known, give grain 'week'"]
    return []


def _time(microseconds: int) -> str:
    seconds = microseconds // 1_000_000
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
