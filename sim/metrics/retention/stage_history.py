"""The stages through which each relation went."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.relation_stages import END, STAGES, Rule, record, rule_of, week_by_week
from sim.metrics._shared.windows import firms_column, require_purchases, segment_of
from sim.model.event_log import decode_names, labels
from sim.registry import register
from sim.results.results import Results, Run


@register("metric", "stage_history")
def stage_history(results: Results, window: int = 13, purchases: int = 3, level: float = 0.1) -> pd.DataFrame:
    """Through which stages each relation went since the first purchase, and when: the life of a relation, one by one.

    Formula: the rule of ``stages``, looked at at the end of each week; a row for each run of weeks in one stage.
    Source: Dwyer, Schurr & Oh (1987), Developing buyer-seller relationships, Journal of Marketing 51(2), 11-27.

    Returns one row per replication, customer, firm and run of weeks: segment, stage, start and end (weeks; the first
    begins with her first purchase, an end with her leaving, the last lasts to the horizon). A stay that begins and ends
    within a week shows as its end only. Raises as ``stages`` does.
    """
    require_purchases(results, "stage_history")
    rule = rule_of(window, purchases, level)
    return pd.concat([_runs(results, run, rule) for run in results.runs], ignore_index=True)


def _runs(results: Results, run: Run, rule: Rule) -> pd.DataFrame:
    told, names = record(results, run), results.names
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
            "replication": run.replication,
            "customer_id": np.asarray(labels(opening, names), dtype=object),
            "segment": decode_names(segment_of(opening["customer"], names), names.segments),
            "firm": firms_column(opening["firm"], results),
            "stage": decode_names(what, STAGES),
            "start": since,
            "end": until,
        }
    )
