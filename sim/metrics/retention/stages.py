"""In which stage a firm's relations are, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.relation_stages import PROSPECT, STAGES, Rule, record, rule_of, week_by_week
from sim.metrics._shared.windows import firms_column, require_purchases, segment_of
from sim.registry import register
from sim.results.event_filters import customer_key, select_events
from sim.results.results import Results, Run
from sim.scenario.market.population import AtStart


@register("metric", "stages")
def stages(results: Results, window: int = 13, purchases: int = 3, level: float = 0.1) -> pd.DataFrame:
    """In which stage of life the relations of each firm are at the end of each week: from prospect to end and recovery.

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
    ``level`` and to decline with the same: read changes of the counts, not their level. Returns one row per
    replication, week and firm: the number of relations in each stage, prospect, development, growth, maturity, decline,
    end, recovery. Who moved away stays in *end* where she had been a customer. Raises ``IncompleteLogError`` for a log
    without purchases, ``ValueError`` for a window or purchases below 1, or a level that is not above 0 and at most 0.5.
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
