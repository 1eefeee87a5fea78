"""How many people know of each story, and how they take it, week by week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.metrics._shared.windows import whole_weeks
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results


@register("metric", "stories")
def stories(results: Results, since: float = 0.0, until: float | None = None) -> pd.DataFrame:
    """How many people in the market have heard of each story (a scandal, an invention), and how indignant they are.

    Formula: heard = people in the market who know of it; indignation = sum over them of their indignation, each 1 on
    hearing and halved again and again; both as they stand at the end of the week, counting all ticks that began in it.
    Source: diffusion by Bass (1969), Management Science 15(5), 215-227.

    Of an invention, those who have heard are those who want it, and nobody is indignant.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.
        since: First week of the window.
        until: Week before which the window ends; the end of the run if left out.

    Returns:
        One row per replication, story and week: heard, indignation.

    Raises:
        ValueError: For an empty window.
    """
    weeks = whole_weeks(results, since, until)
    size = int(np.ceil(results.scenario.horizon))
    told = [select_events(run, ("heard", "indignant")) for run in results.runs]
    numbers = np.unique(np.concatenate([rows["cause"] for rows in told]))
    frames = []
    for run, rows in zip(results.runs, told, strict=True):
        for number in numbers:
            columns = {}
            for column, event in (("heard", "heard"), ("indignation", "indignant")):
                state = rows[(rows["event"] == RANK[event]) & (rows["cause"] == number)]
                last = np.searchsorted(state["time"], np.arange(1, size + 1) - 1e-9)
                columns[column] = np.append(0.0, state["cents"] / 100)[last]
            frame = pd.DataFrame({"replication": run.replication, "story": results.names.words[number], **columns})
            frames.append(frame.assign(week=np.arange(size))[weeks])
    order = ["replication", "story", "week", "heard", "indignation"]
    return pd.concat(frames, ignore_index=True)[order] if frames else pd.DataFrame(columns=order)
