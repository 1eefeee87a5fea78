"""How good a firm's records are, next to the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.customer_database_view import OnFile, at_week, files_at
from sim.metrics._shared.windows import firms_column, ratio, require_purchases, segment_of
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results, Run
from sim.results.spells import relationship_spells
from sim.scenario.firm.departments.records import KINDS


@register("metric", "record_quality")
def record_quality(results: Results, every: float = 13.0) -> pd.DataFrame:
    """How much of its customers a firm has on file, and how much of what is on file is still right, over time.

    Formula: coverage = customers with an entry / customers; share_right = of those entries, the part that is still
    right; reachable = customers with a right entry / customers = coverage × share_right.
    Source: Redman (1998), The impact of poor data quality on the typical enterprise, Communications of the ACM 41(2).

    Only those who are customers at that moment are counted; ``every`` is in weeks. A firm without the department
    ``records`` knows its customers by sight: all of it 1. Returns one row per replication, week (the last is the end of
    the run), firm, segment (true) and kind of record: customers, on_file, right, coverage, share_right, reachable; not
    a number where there are none. Raises ``IncompleteLogError`` for a log without purchases, ``ValueError`` for
    ``every`` not above 0.
    """
    require_purchases(results, "record_quality")
    if not every > 0:
        raise ValueError(f"every={every:g}: give weeks between two counts, above 0")
    horizon = at_week(results, None)
    weeks = [*np.arange(every, horizon - 1e-9, every).tolist(), horizon]
    return pd.concat([_quality(results, run, weeks) for run in results.runs], ignore_index=True)


def _quality(results: Results, run: Run, weeks: list[float]) -> pd.DataFrame:
    names, parts = results.names, []
    shape = (len(names.segments), len(KINDS))
    found = relationship_spells(run, results.scenario.horizon)
    for firm in range(len(names.firms)):
        for files in files_at(results, run, firm, weeks):
            week = files.week
            here = (found.firm == firm) & (found.start < week) & ((found.end >= week) | ~found.ended)
            rows = found.start_event[here]
            segment = segment_of(rows["customer"], names)
            customers = np.bincount(segment, minlength=shape[0])
            on_file = _count(~np.isnan(files.age), files, rows, segment, shape)
            right = _count(files.right, files, rows, segment, shape)
            columns = np.repeat(customers, shape[1])
            parts.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "week": week,
                        "firm": firms_column(np.full(columns.size, firm), results),
                        "segment": decode_names(np.repeat(np.arange(shape[0]), shape[1]), names.segments),
                        "kind": pd.Categorical(list(KINDS) * shape[0], categories=list(KINDS)),
                        "customers": columns,
                        "on_file": on_file.ravel(),
                        "right": right.ravel(),
                        "coverage": ratio(on_file.ravel(), columns),
                        "share_right": ratio(right, on_file).ravel(),
                        "reachable": ratio(right.ravel(), columns),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


def _count(
    flags: np.ndarray, files: OnFile, rows: np.ndarray, segment: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:  # fmt: skip
    """Present customers with that flag, shape (segments, kinds)."""
    counts = np.zeros(shape, dtype=np.int64)
    place = files.of(rows)
    there = place >= 0
    for kind in range(shape[1]):
        counts[:, kind] = np.bincount(segment[there], weights=flags[kind, place[there]], minlength=shape[0])
    return counts
