"""How sure the profit lost to each cause of exits is."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.metrics._shared.jackknife import jackknife_bounds
from sim.metrics.retention.churn import churn_rate, exits_and_weeks_by_firm
from sim.results.results import Results


def profit_lost_bounds(
    results: Results, lost: pd.DataFrame, rate: float, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper bound of the profit lost by each firm (rows) to each cause (columns).

    Formula: jackknife over replications of (Σ m / number of replications) / (μ + δ), m the margins per week of those
    who left for the cause, μ the rate of all other causes of the replications at hand, δ = ``rate``. So both how many
    left, and how surely the rates are known, count; the mean margin of a segment, towards which single margins are
    drawn, is taken as given. Not a number with one replication.
    """
    names = [cause.name for cause in results.scenario.exits.causes]
    shape = (len(results.runs), len(results.names.firms), len(names))
    margins, exits, lived = np.zeros(shape), np.zeros(shape), np.zeros(shape[:2])
    number = {run.replication: place for place, run in enumerate(results.runs)}
    place = (
        lost["replication"].map(number).to_numpy(dtype=np.int64),
        lost["firm"].cat.codes.to_numpy(dtype=np.int64),
        np.array([names.index(str(cause)) for cause in lost["cause"]], dtype=np.int64),
    )
    np.add.at(margins, place, lost["margin_per_week"].to_numpy(dtype=float))
    np.add.at(exits, place, 1)
    for place_of_run, run in enumerate(results.runs):
        lived[place_of_run] = exits_and_weeks_by_firm(run, shape[1], np.array([0.0, results.scenario.horizon]))[1][0]

    def total(some: NDArray[np.bool_]) -> NDArray[np.float64]:
        left = exits[some].sum(axis=0)
        others = left.sum(axis=1, keepdims=True) - left
        churn = np.nan_to_num(churn_rate(others, lived[some].sum(axis=0)[:, None], 1.0))
        return np.asarray(margins[some].sum(axis=0) / some.sum() / (churn + rate))

    _, low, high = jackknife_bounds(total, len(results.runs), level)
    return low, high
