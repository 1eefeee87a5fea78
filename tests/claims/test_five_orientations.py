"""A18: five firms that start alike and are run by five beliefs."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.value.profit import profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 6
FIRMS = ("Production", "Product", "Selling", "Marketing", "Societal")
WORLDS: dict[str, dict[str, object]] = {
    "shipped": {},
    "people alike": {"population.segments.people.idiosyncrasy": 0.0},
    "all hold": {f"firms.{firm}.policy": {"kind": "hold"} for firm in FIRMS},
}


@lru_cache
def world(name: str) -> Results:
    return simulate(load("five_orientations").but(WORLDS[name]), replications=REPLICATIONS)


def earned(name: str, since: int, until: int) -> dict[str, np.ndarray]:
    """Profit of each firm in a window, by replication."""
    table = profit(world(name), since, until)["profit"].to_numpy().reshape(REPLICATIONS, -1)
    return dict(zip(FIRMS, table.T, strict=True))


def test_selling_earns_most_in_the_first_year() -> None:
    results = simulate(load("five_orientations").but(horizon=52), replications=24, log="exits")
    first = dict(zip(FIRMS, profit(results)["profit"].to_numpy().reshape(24, -1).T, strict=True))
    assert all(interval(first["Selling"] - first[firm]).low > 0 for firm in FIRMS if firm != "Selling")


def test_marketing_earns_most_in_the_fifth_year_and_is_the_only_one_that_grows() -> None:
    first, fifth = earned("shipped", 0, 52), earned("shipped", 208, 260)
    for firm in FIRMS:
        grown = interval(fifth[firm] - first[firm])
        if firm == "Marketing":
            assert grown.low > 0
        else:
            assert grown.high < 0
            assert interval(fifth["Marketing"] - fifth[firm]).low > 0


@pytest.mark.slow
def test_where_people_are_alike_there_is_no_need_to_find_and_selling_stays_ahead() -> None:
    fifth = earned("people alike", 208, 260)
    assert all(interval(fifth["Selling"] - fifth[firm]).low > 0 for firm in FIRMS if firm != "Selling")


@pytest.mark.slow
def test_together_they_would_earn_more_by_leaving_things_as_they_are() -> None:
    hold, shipped = (np.sum(list(earned(name, 0, 260).values()), axis=0) for name in ("all hold", "shipped"))
    assert interval(hold - shipped).low > 0
