"""The people of the firm who win and keep customers: who came and left, whom they contacted, and how well."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.windows import per_cell, per_firm, ratio
from sim.model.events import RANK
from sim.registry import register
from sim.results.event_filters import select_events
from sim.results.results import Results, Run
from sim.scenario.decisions.decision import TASKS
from sim.scenario.firm.departments.workforce import QUALITY, SKILL, SPREAD, TIME

FIGURES = {"skill": SKILL, "quality": QUALITY, "spread": SPREAD, "winning_time": TIME}
"""Columns of the metrics, and what the log calls these figures."""


def _number(results: Results, run: Run, event: str, word: str) -> NDArray[np.int64]:
    """How many rows of this event with this word each firm has."""
    rows = select_events(run, (event,))
    firms, words = len(results.names.firms), results.names.words
    chosen = rows["cause"] == words.index(word) if word in words else np.zeros(len(rows), dtype=bool)
    return np.bincount(rows["firm"][chosen], minlength=firms)


def _told(results: Results, run: Run, word: str) -> NDArray[np.float64]:
    """A figure of each firm's workforce in each week, shape (weeks, firms), as told last; not a number before."""
    weeks, firms = run.weekly.shape[:2]
    found = np.full((weeks, firms), np.nan)
    rows = select_events(run, ("workforce",))
    if word in results.names.words:
        rows = rows[rows["cause"] == results.names.words.index(word)]
        week = np.minimum(rows["time"].astype(np.int64), weeks - 1)
        found[week, rows["firm"]] = rows["cents"] / 100 / 100
    return np.asarray(pd.DataFrame(found).ffill().to_numpy(), dtype=float)


@register("metric", "workforce")
def workforce(results: Results) -> pd.DataFrame:
    """Employees who came and left, contacts to win and to keep customers, and what those contacts were worth.

    Formula: winning_share = contacts to win / all contacts; quality and spread = mean and standard deviation, over the
    contacts to keep of four weeks, of what a contact is worth as an experience; they, skill and winning_time are means
    over the weeks.
    Source: Holmström & Milgrom (1991), Journal of Law, Economics, & Organization 7, 24-52, for the division of time;
    Heskett et al. (1994), Harvard Business Review 72(2), for skill, turnover and quality.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication and firm: hired, left, winning, keeping (contacts), winning_share, acquisitions, skill,
        quality, spread, winning_time (parts between 0 and 1; not a number for a firm without a workforce).
    """
    counts: dict[str, list[NDArray[np.int64]]] = {name: [] for name in ("hired", "left", *TASKS, "acquisitions")}
    means: dict[str, list[NDArray[np.float64]]] = {name: [] for name in FIGURES}
    for run in results.runs:
        for word in ("hired", "left"):
            counts[word].append(_number(results, run, "employee", word))
        for task in TASKS:
            counts[task].append(_number(results, run, "contact", task))
        counts["acquisitions"].append(run.weekly[:, :, RANK["acquisition"], 0].sum(axis=0))
        for name, word in FIGURES.items():
            told = _told(results, run, word)
            number = (~np.isnan(told)).sum(axis=0)
            means[name].append(ratio(np.nansum(told, axis=0), number))
    number = {name: np.stack(values) for name, values in counts.items()}
    share = ratio(number["winning"], number["winning"] + number["keeping"])
    columns = {**number, "winning_share": share, **{name: np.stack(values) for name, values in means.items()}}
    order = ("hired", "left", *TASKS, "winning_share", "acquisitions", *FIGURES)
    return per_firm(results, {name: columns[name] for name in order})


@register("metric", "workforce_by_week")
def workforce_by_week(results: Results) -> pd.DataFrame:
    """What the workforce of each firm is like, week by week: its skill, and the worth of its contacts.

    Formula: as the metric ``workforce``; the log tells the figures every four weeks, and each week has those told last.
    Source: as the metric ``workforce``.

    Args:
        results: Runs to be measured, as from :func:`sim.simulate`.

    Returns:
        One row per replication, week and firm: skill, quality, spread, winning_time (parts between 0 and 1).
    """
    weeks = results.runs[0].weekly.shape[0]
    columns = {name: np.stack([_told(results, run, word) for run in results.runs]) for name, word in FIGURES.items()}
    return per_cell(results, {"week": range(weeks), "firm": results.names.firms}, columns)
