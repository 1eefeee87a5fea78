"""The strategy menu (B7): what pays in a quarter, in a year and in three years is not the same."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from sim.metrics._shared.interval import Interval, interval
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

MENU: Mapping[str, Mapping[str, object]] = {
    "reach": {
        "firms.Ginkgo.departments.communication.advertising.spend": 60,
        "firms.Ginkgo.departments.communication.sales_promotion.spend": 60,
    },
    "raise use": {"firms.Ginkgo.programmes.frequency.launch": 0},
    "improve": {"firms.Ginkgo.offer": {"product": 1.15}, "firms.Ginkgo.unit_cost": 0.62},
    "new market": {"firms.Ginkgo.programmes.customised.launch": 0},
}
SHORT, MIDDLE, LONG = 13, 52, 156
REPLICATIONS = 16


def earned(results: Results, weeks: int) -> np.ndarray:
    table = profit(results, 0, weeks)
    return np.asarray(table[table["firm"] == "Ginkgo"]["profit"])


@pytest.fixture(scope="module")
def gains() -> dict[tuple[str, int], np.ndarray]:
    """Profit beyond doing nothing under the same luck, by course and horizon; one value per replication."""
    nothing = simulate(load("strategy_menu"), replications=REPLICATIONS, log="exits")
    found = {}
    for course, changes in MENU.items():
        results = simulate(load("strategy_menu").but(changes), replications=REPLICATIONS, log="exits")
        for weeks in (SHORT, MIDDLE, LONG):
            found[course, weeks] = earned(results, weeks) - earned(nothing, weeks)
    return found


def test_in_a_quarter_only_reaching_out_and_the_better_product_have_paid(
    gains: dict[tuple[str, int], np.ndarray],
) -> None:
    assert interval(gains["reach", SHORT] - gains["improve", SHORT]).low > 0
    assert interval(gains["improve", SHORT]).low > 0
    assert all(interval(gains[course, SHORT]).high < 0 for course in ("raise use", "new market"))


@pytest.mark.parametrize(("best", "weeks"), [("raise use", MIDDLE), ("new market", LONG)])
def test_the_longer_the_horizon_the_deeper_the_best_course(
    gains: dict[tuple[str, int], np.ndarray], best: str, weeks: int
) -> None:
    for course in MENU:
        if course != best:
            ahead: Interval = interval(gains[best, weeks] - gains[course, weeks])
            assert ahead.low > 0


def test_a_finding_reaching_those_who_never_bought_loses_money_in_the_long_run(
    gains: dict[tuple[str, int], np.ndarray],
) -> None:
    assert interval(gains["reach", LONG]).high < 0
