"""A firm that answers and a firm that is cheap: each loses its customers for the other's strength (D1, A13, C1, C3)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.waits import waits
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load


@pytest.fixture(scope="module")
def results() -> Results:
    return simulate(load("service_is_the_name").but(horizon=104.0))


def lost(results: Results, firm: int, cause: str) -> np.ndarray:
    """Customers lost to a cause per customer-week, one value per replication."""
    found = []
    for run in results.runs:
        rows = run.rows[(run.rows["event"] == RANK["exit"]) & (run.rows["firm"] == firm)]
        standing = np.cumsum(run.weekly[:, firm, RANK["acquisition"], 0] - run.weekly[:, firm, RANK["exit"], 0])
        found.append((rows["cause"] == results.names.words.index(cause)).sum() / standing.sum())
    return np.array(found)


def test_the_cheap_firm_loses_more_for_service_and_the_other_more_for_price(results: Results) -> None:
    assert interval(lost(results, 1, "service") - lost(results, 0, "service")).low > 0
    assert interval(lost(results, 0, "price") - lost(results, 1, "price")).low > 0


def test_fewer_people_answer_later(results: Results) -> None:
    hours = waits(results).pivot(index="replication", columns="firm", values="mean_wait_hours")
    assert interval(hours["Thrift"] - hours["Cobalt"]).low > 0
