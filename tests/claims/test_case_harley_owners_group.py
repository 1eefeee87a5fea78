"""The Harley Owners Group (B2): nineteen of twenty owners are kept, and demand stays above supply."""

from __future__ import annotations

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.orders import orders
from sim.metrics.retention.retention import retention
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

pytestmark = pytest.mark.slow

LINE = 4 * 168 / 4.6
"""What the line can make in a week."""


@pytest.fixture(scope="module")
def club() -> Results:
    return simulate(load("harley_owners_group"), replications=8)


@pytest.fixture(scope="module")
def no_club() -> Results:
    return simulate(load("harley_owners_group").but({"firms.Harley.programmes": []}), replications=8)


def kept(results: Results, firm: str) -> np.ndarray:
    """Part of the customers of a year's beginning who are there at its end, mean of the last two years."""
    table = retention(results)
    table = table[(table["firm"] == firm) & (table["start"] >= 156)]
    return np.asarray(table.groupby("replication", observed=True)["retention"].mean())


def wanted(results: Results) -> np.ndarray:
    """Orders a week."""
    table = orders(results)
    return np.asarray(table[table["firm"] == "Harley"]["orders"]) / results.scenario.horizon


def test_nineteen_of_twenty_are_kept(club: Results) -> None:
    """The scenario's rates were set to it; that the rivals keep fewer under the same rates was not."""
    assert kept(club, "Harley").mean() == pytest.approx(0.95, abs=0.01)
    for rival in ("Eastern Four", "Coast Works"):
        assert interval(kept(club, "Harley") - kept(club, rival)).low > 0


def test_the_club_keeps_more_of_them_and_puts_demand_further_above_supply(club: Results, no_club: Results) -> None:
    assert interval(kept(club, "Harley") - kept(no_club, "Harley")).low > 0
    assert interval(wanted(club)).low > LINE
    assert interval(wanted(club) - wanted(no_club)).low > 0


def test_they_wait_for_months_and_stay(club: Results) -> None:
    table = orders(club)
    assert interval(np.asarray(table[table["firm"] == "Harley"]["mean_lead_weeks"])).low > 8


def test_where_the_line_makes_all_that_is_wanted_nobody_waits_for_weeks_and_hardly_more_are_kept(
    club: Results,
) -> None:
    """Waiting costs few of them: the bond outlasts it."""
    ample = {"firms.Harley.departments.production_line.machines": 8}
    at_once = simulate(load("harley_owners_group").but(ample), replications=8)
    table = orders(at_once)
    assert np.asarray(table[table["firm"] == "Harley"]["mean_lead_weeks"]).max() < 1
    assert interval(kept(at_once, "Harley") - kept(club, "Harley")).high < 0.01
