"""The department store without files: what it costs to know nobody, and what files cost that go stale (B4, A17)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.customer_base.customer_analyses import profile_analysis
from sim.metrics.customer_base.customer_records import record_quality
from sim.metrics.value.profit import concentration, profit
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.load import load

REPLICATIONS = 4
PART = "firms.Central.departments."
KNOWN: dict[str, object] = {f"{PART}records.identified": 0.4}
ONCE: dict[str, object] = {**KNOWN, f"{PART}records.renewed": False}
RESTLESS: dict[str, object] = {f"{PART}records.ageing.identity": 0.03}
"""A town where three addresses in four change in a year."""

WORLDS: dict[str, dict[str, object]] = {
    "nobody": {},
    "renewed": KNOWN,
    "made once": ONCE,
    "restless, renewed": {**KNOWN, **RESTLESS},
    "restless, made once": {**ONCE, **RESTLESS},
    "dear checks": {**ONCE, f"{PART}records.clean_up": {"cost": 0.5}},
    "cheap checks": {**ONCE, f"{PART}records.clean_up": {"cost": 0.1}},
}


@lru_cache
def world(name: str) -> Results:
    asked = load("department_store_without_files")
    if name == "known, unused":
        records = {"kind": "records", "identified": 0.4}
        return simulate(asked.but({"firms.Central.departments": [records]}), replications=REPLICATIONS)
    return simulate(asked.but(WORLDS[name]), replications=REPLICATIONS)


def booked(name: str, column: str = "profit", since: int = 0) -> np.ndarray:
    table = profit(world(name), since)
    return table.loc[table["firm"] == "Central", column].to_numpy(dtype=float)


def kept(name: str) -> np.ndarray:
    """Customers at the end."""
    books = weekly(world(name))
    return books.loc[(books["firm"] == "Central") & (books["week"] == 155), "customers"].to_numpy(dtype=float)


def reachable(name: str, week: float) -> float:
    """Part of Central's regulars whom it could name and find."""
    table = record_quality(world(name), every=52.0)
    table = table[(table["firm"] == "Central") & (table["kind"] == "identity") & (table["week"] == week)]
    return float(table.loc[table["segment"] == "regulars", "reachable"].mean())


def test_who_knows_nobody_reaches_nobody() -> None:
    assert reachable("nobody", 156.0) == 0.0 < 0.8 < reachable("renewed", 156.0)
    for column in ("relations_cost", "win_back_cost", "records_cost"):
        assert (booked("nobody", column) == 0.0).all()
        assert (booked("renewed", column) > 0.0).all()


def test_not_knowing_costs_profit_and_customers() -> None:
    assert interval(booked("renewed") - booked("nobody")).low > 0.02 * booked("nobody").mean()
    assert interval(kept("renewed") - kept("nobody")).low > 0


def test_files_that_nobody_acts_on_bring_nothing() -> None:
    """Negative control: the difference is what the files cost, to the cent."""
    difference = booked("known, unused") - booked("nobody")
    np.testing.assert_allclose(difference, -booked("known, unused", "records_cost"), atol=0.005)
    assert (difference < 0).all()
    assert (kept("known, unused") == kept("nobody")).all()


@pytest.mark.parametrize("town", ["", pytest.param("restless, ", marks=pytest.mark.slow)])
def test_files_that_go_stale_cost_the_same_and_bring_less(town: str) -> None:
    renewed, once = f"{town}renewed", f"{town}made once"
    np.testing.assert_allclose(booked(once, "records_cost"), booked(renewed, "records_cost"), rtol=0.02)
    assert reachable(once, 156.0) < reachable(once, 52.0) and reachable(once, 156.0) < reachable(renewed, 156.0)
    last_year = 104
    lost = booked(renewed, since=last_year) - booked(once, since=last_year)
    assert interval(lost).low > 0
    if town:
        gain = booked(once, since=last_year) - booked("nobody", since=last_year)
        assert interval(lost - gain).low > 0, "in a restless town most of what files bring is gone"


@pytest.mark.slow
def test_checking_restores_the_reach_and_pays_only_where_a_check_is_cheap() -> None:
    """A finding: to check every entry that may be stale is dear, for many are of passers-by, and of no use."""
    assert reachable("dear checks", 156.0) > 1.2 * reachable("made once", 156.0)
    assert interval(booked("dear checks") - booked("made once")).high < 0
    assert interval(booked("cheap checks") - booked("made once")).low > 0


def test_the_files_show_that_a_fifth_brings_most() -> None:
    true = concentration(world("renewed")).query("firm == 'Central'")["share_of_best"]
    assert interval(true).low > 0.6
    table = profile_analysis(world("renewed"), "Central")
    best = table[table["level"] == "high"].groupby("replication")["weekly_sales"].sum()
    on_file = best / table.groupby("replication")["weekly_sales"].sum()
    assert abs(on_file.mean() - true.mean()) < 0.1
    everybody = table["segment"].value_counts(normalize=True)["regulars"]
    assert (table.loc[table["level"] == "high", "segment"] == "regulars").mean() > 2 * everybody
