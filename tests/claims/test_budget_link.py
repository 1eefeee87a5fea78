"""The third flaw of points in the course: what they cost beyond their budget is taken from service (B1)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.waits import waits
from sim.model.events import RANK
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 8
AFTER = 65


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cut() -> Results:
    return simulate(load("airline_miles"), replications=REPLICATIONS)


@pytest.fixture(scope="module")
def borne() -> Results:
    asked = load("airline_miles").but({"firms.Skyways.departments.budget.when_overrun": "bear"})
    return simulate(asked, replications=REPLICATIONS)


def left_for_service(results: Results) -> np.ndarray:
    """Customers whom Skyways lost to the service after its programme had been reviewed, by replication."""
    service = results.names.words.index("service")
    found = []
    for run in results.runs:
        exits = run.rows[(run.rows["event"] == RANK["exit"]) & (run.rows["firm"] == 0) & (run.rows["time"] > AFTER)]
        found.append(int((exits["cause"] == service).sum()))
    return np.array(found)


def test_an_overrun_that_is_cut_from_service_makes_passengers_wait(cut: Results, borne: Results) -> None:
    hours = [waits(world).query("firm == 'Skyways'")["mean_wait_hours"].to_numpy() for world in (cut, borne)]
    assert interval(hours[0] - hours[1]).low > 0


def test_and_more_of_them_leave_for_the_service(cut: Results, borne: Results) -> None:
    assert interval(left_for_service(cut) - left_for_service(borne)).low > 0


def test_people_are_cut_only_where_the_firm_has_not_decided_otherwise(cut: Results, borne: Results) -> None:
    def staffing(results: Results) -> list[int]:
        return [int(((r.rows["event"] == RANK["staffing"]) & (r.rows["firm"] == 0)).sum()) for r in results.runs]

    assert min(staffing(cut)) > 0
    assert max(staffing(borne)) == 0
