"""The seller who left: personal ties go with the person, unless they have been turned into ties with the firm (A8)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from sim.metrics._shared.interval import interval
from sim.metrics.exits.exits import exits
from sim.metrics.key_accounts.account_managers import manager_turnover, visits
from sim.metrics.key_accounts.account_steps import path_of_trust
from sim.metrics.value.profit import profit
from sim.model.events import RANK
from sim.results.results import Results, Run
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.load import load
from sim.scenario.firm.departments.relationship_managers import TRUST

REPLICATIONS = 20
FOR_CERTAIN = 3
"""Replications where nothing is left to chance."""
HANDSHAKE, ROUNDTABLE = "Handshake", "Roundtable"
MANAGERS = "firms.{}.departments.relationship_managers.{}"
NOBODY_GOES: dict[str, object] = {MANAGERS.format(firm, "turnover"): 0.0 for firm in (HANDSHAKE, ROUNDTABLE)} | {
    MANAGERS.format(firm, "star_leaves"): [] for firm in (HANDSHAKE, ROUNDTABLE)
}
WITHOUT = {MANAGERS.format(ROUNDTABLE, "conversion"): 0.0}
SPEND = "firms.Handshake.departments.internal_marketing.spend"
WORLDS: dict[str, dict[str, object]] = {
    "as told": {},
    "neither converts": {**WITHOUT},
    "nobody goes": {**NOBODY_GOES},
    "nobody goes, neither converts": {**NOBODY_GOES, **WITHOUT},
    "ignored staff": {SPEND: 0.0},
    "staff looked after": {SPEND: 30.0},
}


@lru_cache
def world(name: str) -> Results:
    number = FOR_CERTAIN if name.startswith("nobody goes") else REPLICATIONS
    return simulate(load("seller_who_left").but(WORLDS[name]), replications=number)


def turnover(name: str, firm: str, column: str) -> np.ndarray:
    table = manager_turnover(world(name))
    return table.loc[table["firm"] == firm, column].to_numpy(dtype=float)


def earned(name: str, firm: str) -> np.ndarray:
    table = profit(world(name))
    return table.loc[table["firm"] == firm, "profit"].to_numpy()


def spent(name: str, firm: str) -> np.ndarray:
    books = weekly(world(name))
    return books[books["firm"] == firm].groupby("replication")["relations_cost"].sum().to_numpy()


def test_after_a_manager_has_left_her_accounts_leave_more_often_than_others() -> None:
    after, others = (turnover("neither converts", ROUNDTABLE, column) for column in ("exits_after", "exits_else"))
    assert interval(after - others).low > 0


def test_who_has_turned_personal_ties_into_ties_with_the_house_loses_fewer() -> None:
    """The same firm with the same luck, with and without conversion."""
    lost = turnover("neither converts", ROUNDTABLE, "lost") - turnover("as told", ROUNDTABLE, "lost")
    assert interval(lost).low > 0
    rate = turnover("neither converts", ROUNDTABLE, "exits_after") - turnover("as told", ROUNDTABLE, "exits_after")
    assert interval(rate).low > 0


def test_trust_goes_with_the_person_or_stays_with_the_house() -> None:
    """In the last week: whom accounts trust at each firm, and how many are strangers (again)."""
    table = path_of_trust(world("as told"))
    last = table[table["week"] == table["week"].max()].pivot_table(
        index="replication", columns=["firm", "trust"], values="accounts", observed=False
    )
    person, house = TRUST[2], TRUST[3]
    assert (last[HANDSHAKE, house] == 0).all()
    assert interval(last[ROUNDTABLE, house] - last[ROUNDTABLE, person]).low > 0
    assert interval(last[HANDSHAKE, TRUST[0]] - last[ROUNDTABLE, TRUST[0]]).low > 0


def test_what_conversion_costs_and_saves_where_sellers_leave() -> None:
    """It saves more than it costs here; profit counts both."""
    assert interval(earned("as told", ROUNDTABLE) - earned("neither converts", ROUNDTABLE)).low > 0
    cost = interval(spent("as told", ROUNDTABLE) - spent("neither converts", ROUNDTABLE))
    assert 35_000 < cost.low < cost.high < 45_000


def without_what_is_known_of_trust(run: Run, results: Results) -> np.ndarray:
    """The log but for costs booked each week and for whom accounts trust."""
    trust = [results.names.words.index(word) for word in TRUST]
    rows = run.rows[run.rows["event"] != RANK["relations cost"]]
    told = (rows["event"] == RANK["door"]) & np.isin(rows["cause"], trust)
    chosen: np.ndarray = rows[~told]
    return chosen


def test_where_nobody_leaves_it_changes_nothing_but_the_cost() -> None:
    """The negative control: the same log for every customer, and profit less by what conversion cost, to the cent."""
    one, other = world("nobody goes"), world("nobody goes, neither converts")
    for left, right in zip(one.runs, other.runs, strict=True):
        assert (without_what_is_known_of_trust(left, one) == without_what_is_known_of_trust(right, other)).all()
    saved = earned("nobody goes", ROUNDTABLE) - earned("nobody goes, neither converts", ROUNDTABLE)
    cost = spent("nobody goes", ROUNDTABLE) - spent("nobody goes, neither converts", ROUNDTABLE)
    assert saved == pytest.approx(-cost, abs=0.005)
    assert (cost > 35_000).all()


def test_staff_who_are_ignored_leave_and_customers_leave_with_them() -> None:
    left = {name: turnover(name, HANDSHAKE, "left") for name in ("ignored staff", "as told", "staff looked after")}
    assert interval(left["ignored staff"] - left["as told"]).low > 0
    assert interval(left["as told"] - left["staff looked after"]).low > 0

    def for_service(name: str) -> np.ndarray:
        table = exits(world(name)).query("firm == @HANDSHAKE and cause == 'service'")
        return table["exits"].to_numpy(dtype=float)

    assert interval(for_service("ignored staff") - for_service("staff looked after")).low > 0
    assert interval(earned("as told", HANDSHAKE) - earned("ignored staff", HANDSHAKE)).low > 0


def test_most_visits_fail_and_doors_open_all_the_same() -> None:
    table = visits(world("as told"))
    assert table["failed_share"].between(0.5, 0.8).all()
    assert (table["doors_opened"] > 300).all()
