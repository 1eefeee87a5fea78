"""Stages of relationships, told from purchases: counted week by week, and as the history of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import customer_columns, firms_column, require_purchases, segment_of
from sim.model.event_log import decode_names
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import customer_key, relation_key, select_events
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.market.population import AtStart

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
    hers = relation_key(found.start_event)
    order = np.lexsort((found.start, hers))
    hers, start = hers[order], found.start[order]
    again = np.zeros(len(hers), dtype=bool)
    again[1:] = hers[1:] == hers[:-1]
    until = np.full(len(hers), np.inf)
    until[:-1][again[1:]] = start[1:][again[1:]]
    rows = select_events(run, ("acquisition", "purchase"))
    by_relation = np.argsort(relation_key(rows), kind="stable")
    opens = rows["event"][by_relation] == RANK["acquisition"]
    stay = np.empty(len(rows), dtype=np.int64)
    stay[by_relation] = np.cumsum(opens) - 1
    bought = rows["event"] == RANK["purchase"]
    end = np.where(found.ended[order], found.end[order], np.inf)
    return Record(found.start_event[order], end, again, until, rows["time"][bought], stay[bought])


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


@register("metric", "stages")
def stages(results: Results, window: int = 13, purchases: int = 3, level: float = 0.1) -> pd.DataFrame:
    """How many relations of each firm are in each stage at the end of each week, from prospect to end and recovery.

    Formula: *prospect*: in the market, never a customer here. *Development*: fewer than ``purchases`` purchases in her
    first stay, or a stay of less than two weeks. *Recovery*: the same in a later stay, back after leaving. *End*: she
    left, and is not back. Else n of her purchases lie in the present (the last ``window`` weeks, or the later half of
    her stay if that is less, in whole weeks) and m in her past before it, the opening purchase not counted; had her
    rate stayed as it was, n would be binomial of n + m with p = present / (present + past). *Growth* where so many or
    more have a chance of at most ``level``, *decline* where so few or fewer have, *maturity* otherwise.
    Source: Dwyer, Schurr & Oh (1987), Developing buyer-seller relationships, Journal of Marketing 51(2), 11-27; Stauss
    & Friege (1999), Journal of Service Research 1(4), 347-361, for recovery; the comparison of two rates: Przyborowski
    & Wilenski (1940), Biometrika 31, 313-323. Window, purchases and level are assumed.

    The rule sees what a firm could see, but for prospects. A steady customer seems to grow with a chance of at most
    ``level`` and to decline with the same: read changes of the counts, not their level. Who moved away stays in *end*
    where she had been a customer.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        window: Length of the present in weeks.
        purchases: Purchases in the first stay from which a relation is developed.
        level: Chance from which a change of the purchase rate counts as growth or decline, above 0 and at most 0.5.

    Returns:
        One row per replication, week and firm: the number of relations in each stage, prospect, development, growth,
        maturity, decline, end, recovery.

    Raises:
        IncompleteLogError: For a log without purchases.
        ValueError: For a window or purchases below 1, or a level that is not above 0 and at most 0.5.
    """
    require_purchases(results, "stages")
    rule = rule_of(window, purchases, level)
    return pd.concat([_counted(results, run, rule) for run in results.runs], ignore_index=True)


def _counted(results: Results, run: Run, rule: Rule) -> pd.DataFrame:
    told = record(results, run)
    firm = told.opening["firm"].astype(np.int64)
    gone, moved = _gone(run, customer_key(told.opening)), np.sort(select_events(run, ("moving away",))["time"])
    came = _came(results, run)
    weeks, firms = run.weekly.shape[:2]
    table = np.zeros((weeks, firms, len(STAGES)), dtype=np.int64)
    for week, (end, last, stage) in enumerate(week_by_week(results, run, told, rule)):
        np.add.at(table[week], (firm[last], stage), 1)
        known = np.bincount(firm[last][gone[last] >= end], minlength=firms)
        table[week, :, PROSPECT] = np.searchsorted(came, end) - np.searchsorted(moved, end) - known
    return pd.DataFrame(
        {
            "replication": run.replication,
            "week": np.repeat(np.arange(weeks), firms),
            "firm": firms_column(np.tile(np.arange(firms), weeks), results),
            **{name: table[:, :, number].ravel() for number, name in enumerate(STAGES)},
        }
    )


def _gone(run: Run, people: NDArray[np.int64]) -> NDArray[np.float64]:
    """The week in which each of these moved away; infinite where they did not."""
    rows = select_events(run, ("moving away",))
    who, first = np.unique(customer_key(rows), return_index=True)
    found = np.full(len(people), np.inf)
    if len(who):
        place = np.minimum(np.searchsorted(who, people), len(who) - 1)
        found[who[place] == people] = rows["time"][first][place][who[place] == people]
    return found


def _came(results: Results, run: Run) -> NDArray[np.float64]:
    """The weeks in which people came to the market, ascending; below 0 for those who were there from the start."""
    names = results.names
    at_start = [isinstance(segment.arrival, AtStart) for segment in results.scenario.population.segments]
    rows = select_events(run, ("arrival", "acquisition"))
    _, first = np.unique(customer_key(rows), return_index=True)
    rows = rows[first]
    there = np.array(at_start)[segment_of(rows["customer"], names)] & (rows["generation"] == 0)
    size = sum(size for size, here in zip(names.sizes, at_start, strict=True) if here)
    return np.sort(np.concatenate([np.full(size, -1.0), rows["time"][~there]]))


@register("metric", "stage_history")
def stage_history(results: Results, window: int = 13, purchases: int = 3, level: float = 0.1) -> pd.DataFrame:
    """The stages that each relation went through since the first purchase, with their weeks.

    Formula: the rule of ``stages``, looked at at the end of each week; a row for each run of weeks in one stage.
    Source: Dwyer, Schurr & Oh (1987), Developing buyer-seller relationships, Journal of Marketing 51(2), 11-27.

    A stay that begins and ends within a week shows as its end only. Raises as ``stages`` does.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        window: Length of the present in weeks.
        purchases: Purchases in the first stay from which a relation is developed.
        level: Chance from which a change of the purchase rate counts as growth or decline, above 0 and at most 0.5.

    Returns:
        One row per replication, customer, firm and run of weeks: segment, stage, start and end (weeks; the first begins
        with her first purchase, an end with her leaving, the last lasts to the horizon).
    """
    require_purchases(results, "stage_history")
    rule = rule_of(window, purchases, level)
    return pd.concat([_runs(results, run, rule) for run in results.runs], ignore_index=True)


def _runs(results: Results, run: Run, rule: Rule) -> pd.DataFrame:
    told = record(results, run)
    start = told.opening["time"].astype(np.float64)
    relation = np.cumsum(~told.again) - 1  # relations are numbered in the order of their first stays
    size = int(relation[-1]) + 1 if len(relation) else 0
    stage = np.full(size, -1)
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for end, last, now in week_by_week(results, run, told, rule):
        whose = relation[last]
        at = np.where(now == END, told.end[last], np.where(stage[whose] < 0, start[last], end))
        changed = (stage[whose] != now) & (at < results.scenario.horizon)
        found.append((whose[changed], now[changed], at[changed]))
        stage[whose] = now
    who, what, since = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(who, kind="stable")
    who, what, since = who[order], what[order], since[order]
    until = np.full(len(who), float(results.scenario.horizon))
    until[:-1][who[1:] == who[:-1]] = since[1:][who[1:] == who[:-1]]
    opening = told.opening[~told.again][who]
    return pd.DataFrame(
        {
            **customer_columns(results, run, opening),
            "stage": decode_names(what, STAGES),
            "start": since,
            "end": until,
        }
    )
