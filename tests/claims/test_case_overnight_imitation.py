"""Miles that rivals copy within days (B1, A14): copying pays each of them, and all are poorer than without miles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.metrics._shared.interval import interval
from sim.metrics.purchasing.share import share
from sim.metrics.value.profit import profit
from sim.results.event_filters import select_events
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.files.load import load

REPLICATIONS = 4
LAUNCH = 17
FIRMS = ("Liberty Air", "Union Air", "Coastal Air")


@lru_cache
def world(name: str) -> Results:
    return simulate(load("overnight_imitation").contrast(name), replications=REPLICATIONS, log="exits")


def earned(name: str, firm: str = "Liberty Air") -> np.ndarray:
    table = profit(world(name))
    return np.asarray(table[table["firm"] == firm]["profit"])


def share_in_the_first_year(name: str) -> np.ndarray:
    table = share(world(name), LAUNCH, LAUNCH + 52)
    return np.asarray(table[table["firm"] == "Liberty Air"]["share_of_purchases"])


def test_rivals_have_their_miles_within_two_weeks_of_the_launch() -> None:
    for run in world("base").runs:
        launches = select_events(run, ("launch",))
        assert sorted(launches["firm"]) == [0, 1, 2]
        assert launches["time"].max() <= LAUNCH + 2


def test_miles_pay_who_is_alone_with_them_and_not_who_is_copied_within_days() -> None:
    assert interval(earned("nobody_copies") - earned("no_miles")).low > 0
    assert interval(earned("base") - earned("no_miles")).high < 0


def test_copied_within_days_they_win_less_than_a_point_of_share_and_alone_more_than_three() -> None:
    copied, alone = (
        share_in_the_first_year(name) - share_in_the_first_year("no_miles") for name in ("base", "nobody_copies")
    )
    assert interval(copied).high < 0.01
    assert interval(alone).low > 0.03


def test_a_lead_of_three_months_is_worth_something() -> None:
    assert interval(earned("hoped_for_lead") - earned("base")).low > 0


def test_a_rival_that_stays_out_loses_more_than_one_that_copies() -> None:
    assert interval(earned("base", "Union Air") - earned("one_stays_out", "Union Air")).low > 0


def test_all_three_are_poorer_than_without_miles() -> None:
    assert all(interval(earned("base", firm) - earned("no_miles", firm)).high < 0 for firm in FIRMS)
