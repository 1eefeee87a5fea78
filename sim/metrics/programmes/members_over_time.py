"""How many members a programme has, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import firms_column
from sim.metrics.programmes.membership_steps import (
    ASSOCIATE,
    FULL,
    NOBODY,
    Steps,
    membership_steps,
    programmes_with_members,
)
from sim.model.event_log import decode_names
from sim.registry import register
from sim.results.results import Results


@register("metric", "members_over_time")
def members_over_time(results: Results) -> pd.DataFrame:
    """How many full and associate members each programme has at the end of each week, and how many came and went.

    Formula: members(w) = joins − ends of membership up to the end of week w; who rises from associate to full member
    counts as neither.
    Source: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, ch. 5: the customer count and its changes.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, firm, programme and week: full, associates (at the end of the week), joins, ends (in
        the week); programmes that nobody joined have no rows.

    Raises:
        IncompleteLogError: Where a club has associates and single purchases were not kept.
    """
    weeks = results.runs[0].weekly.shape[0]
    frames = [_empty()]
    for firm, programme in programmes_with_members(results):
        for run in results.runs:
            steps = membership_steps(results, run, firm, programme)
            week = np.minimum(steps.time.astype(np.int64), weeks - 1)
            frames.append(
                pd.DataFrame(
                    {
                        "replication": run.replication,
                        "firm": firms_column(np.full(weeks, firm), results),
                        "programme": decode_names(np.full(weeks, programme), results.names.programmes),
                        "week": np.arange(weeks),
                        "full": _members(steps, FULL, weeks),
                        "associates": _members(steps, ASSOCIATE, weeks),
                        "joins": np.bincount(week[steps.before == NOBODY], minlength=weeks),
                        "ends": np.bincount(week[steps.after == NOBODY], minlength=weeks),
                    }
                )
            )
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _members(steps: Steps, level: int, weeks: int) -> NDArray[np.int64]:
    """Members of this level at the end of each week."""
    week = np.minimum(steps.time.astype(np.int64), weeks - 1)
    rises, falls = (np.bincount(week[side == level], minlength=weeks) for side in (steps.after, steps.before))
    members: NDArray[np.int64] = np.cumsum(rises - falls)
    return members


def _empty() -> pd.DataFrame:
    columns = ("replication", "firm", "programme", "week", "full", "associates", "joins", "ends")
    return pd.DataFrame({column: [] for column in columns})
