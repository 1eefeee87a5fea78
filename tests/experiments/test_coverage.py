"""Whether intervals hold the truth as often as they say, where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.experiments.paired import paired, pairs_of
from tests.worlds import FROZEN, NOBODY_LEAVES, world

ABC = ("a", "b", "c")


def z(held: int, tries: int, promised: float) -> float:
    return (held - promised * tries) / float(np.sqrt(tries * promised * (1 - promised)))


def drawn(luck: np.random.Generator, size: int) -> NDArray[np.float64]:
    """Three strategies with means 0, 1 and 3, and luck that they share."""
    return np.array([0.0, 1.0, 3.0]) + luck.normal(0, 5, (size, 1)) + luck.normal(0, [1, 2, 3], (size, 3))


def test_a_single_interval_holds_in_95_of_a_hundred() -> None:
    tries, luck = 2000, np.random.default_rng(11)
    held = 0
    for _ in range(tries):
        row = paired(drawn(luck, 8), ABC, [(2, 0)], 0.95, "bonferroni").iloc[0]
        held += row["low"] <= 3 <= row["high"]
    assert abs(z(held, tries, 0.95)) < 4


def test_three_intervals_hold_jointly_at_least_as_often() -> None:
    tries, luck = 1500, np.random.default_rng(12)
    truth = {("a", "b"): -1, ("a", "c"): -3, ("b", "c"): -2}
    held, apart = 0, 0
    for _ in range(tries):
        values = drawn(luck, 8)
        for joint in ("bonferroni", "none"):
            table = paired(values, ABC, pairs_of(ABC, None), 0.95, joint)
            inside = all(row.low <= truth[row.one, row.other] <= row.high for row in table.itertuples())
            held += inside and joint == "bonferroni"
            apart += inside and joint == "none"
    assert z(held, tries, 0.95) > -4
    assert z(apart, tries, 0.95) < -4, "each by itself, they do not hold jointly: that is what the correction is for"


@pytest.mark.slow
def test_in_a_market_whose_difference_is_known_the_interval_holds_in_95_of_a_hundred() -> None:
    """Nobody leaves and nobody else sells: goods cheaper by 0.1 earn 0.1 × what is bought, 60 × 0.3 × 30 × 26 weeks."""
    person = {"size": 60, "purchase_rate": 0.3, "spend": 30.0}
    market = world(person, horizon=26.0, exits=NOBODY_LEAVES, behaviour=FROZEN)
    worlds = {"dear": market.but({"firms.Only.unit_cost": 0.6}), "cheap": market.but({"firms.Only.unit_cost": 0.5})}
    profit = sim.replicate(
        worlds, lambda results: float(sim.profit(results)["profit"].iloc[0]), replications=2400, seed=4,
        log="exits", where=sim.Where(workers=1, quiet=True),
    )  # fmt: skip
    values = np.column_stack([profit["cheap"], profit["dear"]]).reshape(-1, 8, 2)
    truth = 0.1 * 60 * 0.3 * 26 * 30
    tables = [paired(each, ("cheap", "dear"), [(0, 1)], 0.95, "bonferroni").iloc[0] for each in values]
    held = sum(bool(row["low"] <= truth <= row["high"]) for row in tables)
    assert abs(z(held, len(tables), 0.95)) < 4
    gaps = values.reshape(-1, 2)[:, 0] - values.reshape(-1, 2)[:, 1]
    assert abs(gaps.mean() - truth) / (gaps.std() / np.sqrt(len(gaps))) < 4
