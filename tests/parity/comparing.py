"""Whether two runs are the same, row for row, and where they part."""

from __future__ import annotations

import numpy as np

from sim.model.events import EVENT_TABLE, EVENTS, RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario


def same(one: Results, other: Results) -> None:
    """Fail unless logs and weekly series are equal to the last bit; say where the logs part."""
    for left, right in zip(one.runs, other.runs, strict=True):
        both = min(len(left.rows), len(right.rows))
        differ = np.flatnonzero(left.rows[:both] != right.rows[:both])
        if len(differ) or len(left.rows) != len(right.rows):
            place = int(differ[0]) if len(differ) else both
            around = slice(max(0, place - 2), place + 3)
            raise AssertionError(
                f"the logs ({len(left.rows)} and {len(right.rows)} rows) part at row {place}:\n"
                f"{left.rows.dtype.names}\n"
                f"{left.rows[around]}\n{right.rows[around]}"
            )
        assert np.array_equal(left.weekly, right.weekly)


def both_schedulers(scenario: Scenario, seed: int = 3, replications: int = 1) -> Results:
    """Run a scenario by kernel and by reference; fail unless they are the same, and return the kernel's results."""
    kernel = simulate(scenario, seed=seed, replications=replications)
    same(kernel, simulate(scenario, seed=seed, replications=replications, scheduler="reference"))
    tallied(kernel)
    return kernel


def tallied(results: Results) -> None:
    """Fail unless the log is in order and the weekly series is what one counts in it; what goods cost is only there."""
    for run in results.runs:
        rows = run.rows
        keys = [rows[name] for name in ("firm", "event", "generation", "customer", "time")]
        assert np.array_equal(np.lexsort(keys), np.arange(len(rows))), "the log is out of order"
        at_firms = rows[rows["firm"] >= 0]
        counted = np.zeros_like(run.weekly)
        week = np.minimum(at_firms["time"].astype(int), len(run.weekly) - 1)
        place = (week, at_firms["firm"], at_firms["event"])
        np.add.at(counted[..., 0], place, 1)
        np.add.at(counted[..., 1], place, at_firms["cents"])
        assert np.array_equal(run.weekly[:, :, RANK["goods"], 0], counted[:, :, RANK["purchase"], 0])
        for costs in (RANK[event.name] for event in EVENT_TABLE if not event.logged):
            assert not counted[:, :, costs].any()
            counted[:, :, costs] = run.weekly[:, :, costs]
        differ = np.argwhere(run.weekly != counted)
        assert not len(differ), f"week, firm, {EVENTS[differ[0][2]]!r}: {differ[0]}"
