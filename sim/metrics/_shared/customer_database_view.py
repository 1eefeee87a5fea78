"""What a firm has on file about its customers at some week, rebuilt from the log and from addressed luck.

A firm that keeps no records knows its customers by sight: everybody who ever bought, and all of it right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.metrics._shared.windows import ratio, segment_of, window
from sim.metrics.exits.exits import addresses
from sim.model.event_log import Names, labels
from sim.model.firms.interface import CustomerIds
from sim.model.firms.records.customer_database import Buyers, CustomerDatabase, Lots
from sim.model.firms.records.customer_records import dates
from sim.model.random_numbers import digest
from sim.model.state.columns import PERSON
from sim.registry import unknown
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.firm.departments.records import DEALINGS, KINDS, Records

Of: TypeAlias = Literal["records", "truth"]
"""What the firm has on file, or what a firm would know that forgets nothing and recognises everybody."""


@dataclass(frozen=True, kw_only=True)
class Entries:
    """The entries of everybody on file at one firm at one week: columns of equal length n, by place and generation."""

    week: float
    customer: CustomerIds
    generation: NDArray[np.int64]
    age: NDArray[np.float64]
    """Weeks since each entry was made or renewed, shape (kinds, n); not a number where there is none."""
    right: NDArray[np.bool_]
    """Whether each entry is there and still right, shape (kinds, n)."""

    def of(self, rows: NDArray[np.void]) -> NDArray[np.int64]:
        """Place in these columns of the customer of each row of the log, -1 where she is not on file."""
        known = self.customer.astype(np.int64) << 16 | self.generation
        asked = customer_key(rows)
        if not len(known):
            return np.full(len(rows), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        return np.where(known[place] == asked, place, -1)


@dataclass(frozen=True, kw_only=True)
class OnFile(Entries):
    """Entries, and what the firm believes of its customers by their purchases on file."""

    since: NDArray[np.float64]
    """Week of the first entry of each kind, shape (kinds, n)."""
    segment: NDArray[np.int64]
    """Number of the segment that the file puts her in, -1 where it says nothing."""
    purchase_rate: NDArray[np.float64]
    """Purchases per week that the file leads one to expect; not a number without dealings."""
    purchases: NDArray[np.void]
    """Rows of the log: the purchases on file, in order of time."""
    number: NDArray[np.int64]
    """Place of each of them among all purchases at the firm."""
    whose: NDArray[np.int64]
    """Place in these columns of the customer of each purchase."""


def at_week(results: Results, week: float | None) -> float:
    """The week asked for; left out, the end of the run. Raises ``ValueError`` outside the run."""
    return window(results, 0.0, week)[1]


def firm_at(results: Results, firm: str | None) -> int:
    """Number of the firm asked for; left out, the one in focus. Raises ``ValueError`` for one that is not there."""
    name = results.scenario.focal_firm if firm is None else firm
    if name not in results.names.firms:
        raise ValueError(f"firm: {unknown('firm', name, results.names.firms)}")
    return results.names.firms.index(name)


def on_file(results: Results, run: Run, firm: int, week: float, of: Of = "records") -> OnFile:
    """What this firm has on file at that week. Raises ``ValueError`` for another ``of``."""
    if of not in ("records", "truth"):
        raise ValueError(f"of={of!r}: what the firm has on file is 'records', what happened is 'truth'; give one")
    bought = _bought(run, firm)
    rules = results.scenario.firms[firm].department(Records)
    if rules is None or of == "truth":
        return _by_sight(bought[bought["time"] < week], week, results.names)
    replay = _Replay(results, run, firm, rules, bought)
    replay.until(week)
    return replay.on_file(week)


def entries_at(results: Results, run: Run, firm: int, weeks: Sequence[float]) -> Iterator[Entries | None]:
    """The entries of a firm at each of these weeks, ascending; None where it keeps no records and goes by sight."""
    rules = results.scenario.firms[firm].department(Records)
    if rules is None:
        yield from (None for _ in weeks)
        return
    replay = _Replay(results, run, firm, rules, _bought(run, firm))
    for week in weeks:
        replay.until(week)
        yield replay.entries(week)


def _bought(run: Run, firm: int) -> NDArray[np.void]:
    bought = select_events(run, ("purchase",))
    mine: NDArray[np.void] = bought[bought["firm"] == firm]
    return mine


def _by_sight(bought: NDArray[np.void], week: float, names: Names) -> OnFile:
    known, first, whose, times = np.unique(
        customer_key(bought), return_index=True, return_inverse=True, return_counts=True
    )
    customer, shape = known >> 16, (len(KINDS), len(known))
    since = bought["time"][first].astype(np.float64)
    return OnFile(
        week=week, customer=customer, generation=known & 0xFFFF, age=np.zeros(shape),
        since=np.broadcast_to(since, shape), right=np.ones(shape, dtype=bool),
        segment=segment_of(customer.astype(np.int32), names),
        purchase_rate=times / np.maximum(week - since, 1.0), purchases=bought,
        number=np.arange(len(bought)), whose=whose.astype(np.int64),
    )  # fmt: skip


class _Replay:
    """The firm's looks and clean-ups once more, from the log."""

    def __init__(self, results: Results, run: Run, firm: int, rules: Records, bought: NDArray[np.void]) -> None:
        names, people, tick = results.names, sum(results.names.sizes), results.scenario.tick
        self._sizes, self._bought = names.sizes, bought
        self._who = np.zeros(people, PERSON)
        self._who["address"] = addresses(np.arange(people, dtype=np.int32), names)
        self._index = CustomerDatabase(
            rules, people, _lots((results.seed, run.replication), names.firms[firm], self._who)
        )
        self._kept = np.zeros(len(bought), dtype=bool)
        exits = select_events(run, ("exit",))
        self._exits = exits[exits["firm"] == firm]
        self._moved = select_events(run, ("moving away",))
        found = relationship_spells(run, results.scenario.horizon, "members")
        here = found.firm == firm
        self._member = found.start_event["customer"][here], found.start[here], found.end[here]
        self._left = np.full(people, -np.inf)
        self._last = _tick(rules.begins, tick)
        self._looks = _looks(rules, tick, results.scenario.horizon)
        self._next = next(self._looks, None)

    def until(self, week: float) -> None:
        """Let the firm look and clean up to that week, inclusive."""
        while self._next is not None and self._next[1] <= week:
            number, now, cleans = self._next
            self._look(number, now)
            if cleans:
                self._check(number, now)
            self._last, self._next = now, next(self._looks, None)

    def _look(self, number: int, now: float) -> None:
        """Purchases since the last look by those who have not left since."""
        times, exits = self._bought["time"], self._exits
        first, last = np.searchsorted(exits["time"], [self._last, now])
        self._left[exits["customer"][first:last]] = exits["time"][first:last]  # in order of time: the last one stays
        first, last = np.searchsorted(times, [self._last, now])
        place = np.arange(first, last)
        place = place[times[place] > self._left[self._bought["customer"][place]]]
        rows = self._bought[place]
        customers, where, whose, count = np.unique(
            rows["customer"].astype(np.int64), return_index=True, return_inverse=True, return_counts=True
        )
        generation = rows["generation"][where].astype(np.int64)
        member = np.zeros(len(self._left), dtype=bool)
        who, start, end = self._member
        member[who[(start < now) & (end >= now)]] = True
        self._who["generation"][customers] = generation
        _, kept = self._index.look(now, number, Buyers(customers, generation, count, member[customers]))
        self._kept[place[kept[whose]]] = True

    def _check(self, number: int, now: float) -> None:
        gone = customer_key(self._moved[self._moved["time"] < now])

        def here(customers: CustomerIds, generation: NDArray[np.int64]) -> NDArray[np.bool_]:
            self._who["generation"][customers] = generation
            return np.isin(customers << 16 | generation, gone, invert=True)

        self._index.check(now, number, here)

    def entries(self, week: float) -> Entries:
        """The entries as things stand."""
        index = self._index
        customer = np.flatnonzero((~np.isnan(index.entered)).any(axis=0))
        generation = index.generation[customer]
        self._who["generation"][customer] = generation
        right = np.stack([index.right(kind, customer, generation, week) for kind in range(len(KINDS))])
        age = week - index.entered[:, customer]
        return Entries(week=week, customer=customer, generation=generation, age=age, right=right)

    def on_file(self, week: float) -> OnFile:
        """Everybody on file as things stand, with what the file says of their purchases."""
        index, held = self._index, self.entries(week)
        customer, generation = held.customer, held.generation
        segments = np.repeat(np.arange(len(self._sizes)), self._sizes)
        place = np.full(len(self._left), -1, dtype=np.int64)
        place[customer] = np.arange(len(customer))
        number = np.flatnonzero(self._kept)
        bought = self._bought[number]
        about_her = bought["generation"] == index.generation[bought["customer"]]
        about_her &= ~np.isnan(index.entered[DEALINGS, bought["customer"]])
        bought, number = bought[about_her], number[about_her]
        return OnFile(
            week=week, customer=customer, generation=generation, age=held.age, right=held.right,
            since=index.since[:, customer],
            segment=index.segment(customer, generation, week, segments[customer], self._sizes),
            purchase_rate=index.purchase_rate(customer, generation, week),
            purchases=bought, number=number, whose=place[bought["customer"]],
        )  # fmt: skip


def _looks(rules: Records, tick: float, horizon: float) -> Iterator[tuple[int, float, bool]]:
    """Number, week and whether with a clean-up, of each look in the course of the run."""
    begun = now = _tick(rules.begins, tick)
    for number, (due, cleans) in enumerate(dates(rules, begun), start=1):
        now = max(now, _tick(due, tick))
        if now >= horizon:
            return
        yield number, now, cleans


def _tick(week: float, tick: float) -> float:
    return math.ceil(week / tick - 1e-9) * tick


def _lots(luck: tuple[int, int], firm: str, who: NDArray[np.void]) -> Lots:
    """Luck as the firm had it in the run."""
    from sim.model.batch_draws import draw_uniform
    from sim.model.random_numbers import digest

    def lots(customers: CustomerIds, purpose: str, ordinal: int) -> NDArray[np.float64]:
        drawn = np.zeros(len(customers))
        draw_uniform(luck, who, customers, digest(f"{purpose}/{firm}"), ordinal, drawn)
        return drawn

    return lots


class Habits:
    """Columns by customer on file, from the purchases on file; not a number where there are none."""

    def __init__(self, known: OnFile) -> None:
        count, bought, whose = len(known.customer), known.purchases, known.whose
        money = bought["cents"] / 100
        self.purchases = np.bincount(whose, minlength=count)
        self.repeats = np.maximum(self.purchases - 1, 0)
        self.money = np.bincount(whose, weights=money, minlength=count)
        self.spend = ratio(self.money, self.purchases)
        """Mean of her purchases, money."""
        squares = np.bincount(whose, weights=(money - self.spend[whose]) ** 2, minlength=count)
        self.spread = ratio(np.sqrt(ratio(squares, self.repeats)), self.spend)
        """Standard deviation of her purchases / their mean."""
        self.first, self.last = np.full(count, np.nan), np.full(count, np.nan)
        np.fmin.at(self.first, whose, bought["time"])
        np.fmax.at(self.last, whose, bought["time"])
        self.gap = ratio(self.last - self.first, self.repeats)
        """Mean weeks between two purchases, from two on."""
        self.gap_variation = self._gap_variation(bought["time"], whose)

    def risk(self, week: float) -> NDArray[np.float64]:
        """Chance that a customer who buys as she does would have been seen since her last purchase, from two on.

        Formula: 1 − (tenure / (tenure + silence)) ^ repeats, exact for purchases at random (Poisson): given how many
        there were, they lie anywhere between the first and now. Nothing can be said of a customer seen once.
        """
        tenure = self.last - self.first
        stays = ratio(tenure, tenure + week - self.last) ** self.repeats
        return np.where(self.repeats > 0, 1.0 - stays, np.nan)

    def _gap_variation(self, times: NDArray[np.float64], whose: NDArray[np.int64]) -> NDArray[np.float64]:
        """Standard deviation of her gaps / their mean, from three purchases on: 1 where she buys at random."""
        order = np.lexsort((times, whose))
        who, gaps = whose[order], np.diff(times[order])
        same = who[1:] == who[:-1]
        owner, gaps = who[1:][same], gaps[same]
        squares = np.bincount(owner, weights=(gaps - self.gap[owner]) ** 2, minlength=len(self.gap))
        return ratio(np.sqrt(ratio(squares, np.maximum(self.repeats - 1, 0))), self.gap)


def cards(results: Results, known: OnFile) -> NDArray[np.int64]:
    """The number on each customer's card, which gives nothing away of her."""
    rows = np.zeros(len(known.customer), dtype=[("customer", "i4"), ("generation", "i2")])
    rows["customer"], rows["generation"] = known.customer, known.generation
    return np.array([digest(f"card/{who}", bits=53) for who in labels(rows, results.names)], dtype=np.int64)
