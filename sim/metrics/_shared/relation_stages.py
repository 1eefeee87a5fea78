"""The stage of every relation, told from its purchases: the rule that ``stages`` and ``stage_history`` share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.events import RANK
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells

STAGES = ("prospect", "development", "growth", "maturity", "decline", "end", "recovery")
PROSPECT, DEVELOPMENT, GROWTH, MATURITY, DECLINE, END, RECOVERY = range(7)


class Rule(NamedTuple):
    """How stages are told."""

    window: int
    """Weeks that count as the present; half of the stay where that is shorter."""
    purchases: int
    """Purchases that make an acquaintance."""
    level: float
    """Chance at which luck alone may make a steady customer seem to grow, and to decline."""


def rule_of(window: int, purchases: int, level: float) -> Rule:
    """The rule, if it makes sense. Raises ``ValueError``."""
    if window < 1 or window % 1 or purchases < 1 or not 0 < level <= 0.5:
        raise ValueError(
            f"window={window:g}, purchases={purchases:g}, level={level:g}: give whole weeks, 1 or more, 1 purchase or "
            "more, and a chance above 0 and at most 0.5"
        )
    return Rule(int(window), purchases, level)


class Record(NamedTuple):
    """The stays of one replication, relation by relation and in order of time, and the purchases made in them."""

    opening: NDArray[np.void]
    """The row of the log with which each stay began."""
    end: NDArray[np.float64]
    """Week in which it ended; infinite where it did not."""
    again: NDArray[np.bool_]
    """Whether she had been a customer there before."""
    until: NDArray[np.float64]
    """Week in which the next stay of the relation began; infinite where there is none."""
    time: NDArray[np.float64]
    """Of each purchase, ascending."""
    stay: NDArray[np.int64]
    """Number of the stay of each purchase."""


def record(results: Results, run: Run) -> Record:
    """Stays and purchases of a replication."""
    found = relationship_spells(run, results.scenario.horizon)
    hers = relation(found.start_event)
    order = np.lexsort((found.start, hers))
    hers, start = hers[order], found.start[order]
    again = np.zeros(len(hers), dtype=bool)
    again[1:] = hers[1:] == hers[:-1]
    until = np.full(len(hers), np.inf)
    until[:-1][again[1:]] = start[1:][again[1:]]
    rows = select_events(run, ("acquisition", "purchase"))
    by_relation = np.argsort(relation(rows), kind="stable")
    opens = rows["event"][by_relation] == RANK["acquisition"]
    stay = np.empty(len(rows), dtype=np.int64)
    stay[by_relation] = np.cumsum(opens) - 1
    bought = rows["event"] == RANK["purchase"]
    end = np.where(found.ended[order], found.end[order], np.inf)
    return Record(found.start_event[order], end, again, until, rows["time"][bought], stay[bought])


def relation(rows: NDArray[np.void]) -> NDArray[np.int64]:
    """One number for each customer and firm."""
    return customer_key(rows) << 8 | rows["firm"].astype(np.int64)


def week_by_week(
    results: Results, run: Run, told: Record, rule: Rule
) -> Iterator[tuple[float, NDArray[np.int64], NDArray[np.int64]]]:
    """For the end of each week: when that is, the stays that count (the last of each relation), and their stages."""
    weeks, start = len(run.weekly), told.opening["time"].astype(np.float64)
    bought = np.zeros(len(start), dtype=np.int32)
    ring = np.zeros((rule.window + 1, len(start)), dtype=np.int32)  # purchases by the end of each of the last weeks
    ends = np.append(np.arange(1.0, weeks), results.scenario.horizon)
    cuts = np.searchsorted(told.time, np.append(ends[:-1], np.inf))
    for week, (first, last) in enumerate(zip([0, *cuts[:-1]], cuts, strict=True)):
        np.add.at(bought, told.stay[first:last], 1)
        ring[week % len(ring)] = bought
        end = float(ends[week])
        last_stay = np.flatnonzero((start < end) & (told.until >= end))
        age = end - start[last_stay]
        back = np.minimum(rule.window, (age / 2).astype(np.int64))
        earlier = ring[(week - back) % len(ring), last_stay]
        present = np.where(back > 0, back - (week + 1 - end), 0.0)
        stage = _compared(bought[last_stay] - earlier, earlier - 1, present / age, rule)
        young = (bought[last_stay] < rule.purchases) | (back == 0)
        stage[young] = np.where(told.again[last_stay][young], RECOVERY, DEVELOPMENT)
        stage[told.end[last_stay] < end] = END
        yield end, last_stay, stage


def _compared(
    now: NDArray[np.int32], before: NDArray[np.int32], part: NDArray[np.float64], rule: Rule
) -> NDArray[np.int64]:
    """Growth, maturity or decline, by purchases now and before and the part of the stay that is the present."""
    from scipy.special import bdtr, bdtrc

    n = (now + np.maximum(before, 0)).astype(np.int64)
    more = np.where(now > 0, bdtrc(now - 1.0, n, part), 1.0)
    return np.where(more <= rule.level, GROWTH, np.where(bdtr(now * 1.0, n, part) <= rule.level, DECLINE, MATURITY))
