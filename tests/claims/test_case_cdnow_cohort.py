"""The CDNOW cohort: where people leave unseen the run follows the real curve; if nobody leaves it runs away (A9)."""

from __future__ import annotations

import numpy as np

from sim.metrics._shared.interval import Interval, interval
from sim.metrics.purchasing.repeat_buying import cumulative_repeats
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REAL = {39: 2457, 52: 3183, 78: 4339}
"""Repeat purchases of the 2,357 real buyers by the end of these weeks; Fader, Hardie & Lee (2005), figure 4."""
LEAVING = "exits.rows.moving out of the business.base"


def beyond_the_real_curve(**changes: object) -> dict[int, Interval]:
    """By how much the run's curve lies above the real one, as a part of it."""
    results = simulate(load("cdnow_cohort").but(changes), replications=8)
    table = cumulative_repeats(results).pivot_table(index="replication", columns="week", values="cumulative_repeats")
    return {week: interval(np.asarray(table[week - 1]) / real - 1) for week, real in REAL.items()}


def test_people_who_leave_unseen_give_the_real_curve() -> None:
    assert all(abs(found.mean) < 0.05 for found in beyond_the_real_curve().values())


def test_with_nobody_leaving_the_curve_runs_away_from_the_real_one() -> None:
    found = beyond_the_real_curve(**{LEAVING: 0.0})
    assert found[39].low > 0.5
    assert found[78].low > found[52].high > found[39].high
