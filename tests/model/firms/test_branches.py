"""Districts and branches: who lives where, whom a firm can reach, and what following customers does."""

from __future__ import annotations

import math

import numpy as np
import pytest

import sim
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.worlds import by_name, happened, world

DISTRICTS = [{"name": "old town", "share": 0.6}, {"name": "suburb", "share": 0.4}]
EMPTIES = {"kind": "district_change", "at": 20.0, "district": "old town", "flows": {"suburb": 0.05}, "lasts": 40.0}


def town(branches: dict[str, object], *shocks: dict[str, object], **segment: object) -> Scenario:
    firms = [{"name": "Azure", "departments": [{"kind": "branches", **branches}]}, {"name": "Beryl"}]
    people = {"size": 1000, "purchase_rate": 1.0, **segment}
    exits = {"rows": [{"name": "market", "base": 0.002}]}
    return world(people, firms, horizon=104.0, exits=exits, districts=DISTRICTS, shocks=list(shocks))


def test_nobody_buys_where_a_firm_is_not_to_be_found() -> None:
    scenario = town({"presence": {"suburb": 0.0}}, first_purchase="on_arrival")
    bought = by_name(simulate(scenario, seed=1)).query("event == 'purchase'")
    both = bought.groupby("customer_id")["firm"].nunique()
    reached = set(bought[bought["firm"] == "Azure"]["customer_id"])
    assert abs(len(reached) / 1000 - 0.6) < 4 * math.sqrt(0.6 * 0.4 / 1000) + 0.02
    assert (both[~both.index.isin(reached)] == 1).all()


def test_closing_a_branch_ends_its_relations_at_that_tick_and_opening_lets_them_come_back() -> None:
    changes = [{"at": 30.0, "district": "old town", "presence": 0.0},
               {"at": 50.0, "district": "old town", "presence": 1.0}]  # fmt: skip
    results = simulate(town({"changes": changes}), seed=2)
    moved = results.names.causes.index("market")
    lost = happened(results, "exit")
    lost = lost[(lost["time"] == 30.0) & (lost["firm"] == 0) & (lost["cause"] == moved)]
    assert len(lost) > 400
    back = happened(results, "return")
    back = back[(back["time"] == 50.0) & (back["firm"] == 0)]
    assert set(back["customer"]) <= set(lost["customer"]) and len(back) > 0.9 * len(lost)
    table = sim.moved_away(results, 30.0, 31.0).set_index("firm")
    assert table.loc["Azure", "out_of_reach"] == len(lost) and table.loc["Beryl", "out_of_reach"] == 0
    purchases = happened(results, "purchase")
    here = (purchases["firm"] == 0) & np.isin(purchases["customer"], lost["customer"])
    within = (purchases["time"] >= 30.0) & (purchases["time"] < 50.0)
    assert not (here & within).any() and (here & (purchases["time"] > 50.0)).any()


def test_people_move_home_at_the_rate_of_the_flow() -> None:
    """Of those who live in the old town, 1 - exp(-.05 × 40) move in 40 weeks; |z| < 4."""
    results = simulate(town({}, EMPTIES, sensitivity=1.0), seed=3)
    moved, gone = happened(results, "moves home"), happened(results, "moving away")
    assert moved["time"].min() >= 20.0 and moved["time"].max() <= 60.0
    homes = 1000 * 0.6 - (gone["time"] < 40.0).sum() * 0.6
    chance = -math.expm1(-0.05 * 40.0)
    assert abs(len(moved) - homes * chance) < 4 * math.sqrt(homes * chance * (1 - chance)) + 4 * math.sqrt(1000 * 0.24)


def profit_of(scenario: Scenario) -> float:
    results = simulate(scenario, seed=4, replications=4)
    table = sim.profit(results)
    return float(table[table["firm"] == "Azure"]["profit"].mean())


def test_following_the_customers_pays_unless_the_rent_is_too_high() -> None:
    follow = [{"at": 24.0, "district": "suburb", "presence": 1.0}]
    stays = profit_of(town({"presence": {"suburb": 0.0}}, EMPTIES))
    follows = profit_of(town({"presence": {"suburb": 0.0}, "changes": follow}, EMPTIES))
    dear = profit_of(town({"presence": {"suburb": 0.0}, "changes": follow, "rent": {"suburb": 1e5}}, EMPTIES))
    assert dear < stays < follows


@pytest.fixture(scope="module")
def plain() -> Results:
    return simulate(world({"size": 200}, [{"name": "Azure"}, {"name": "Beryl"}]), seed=5)


def test_one_district_or_presence_everywhere_changes_no_row(plain: Results) -> None:
    firms = [{"name": "Azure", "departments": [{"kind": "branches"}]}, {"name": "Beryl"}]
    for districts in ([{"name": "all", "share": 1.0}], DISTRICTS):
        other = simulate(world({"size": 200}, firms, districts=districts), seed=5)
        assert by_name(other).equals(by_name(plain))


def test_an_emptied_district_gets_no_newcomers() -> None:
    """Newcomers settle where the shares say: after the change nobody in the old town."""
    change = {"kind": "district_change", "at": 10.0, "district": "old town", "moving_away": 200.0, "newcomers": 0.0}
    scenario = town({"presence": {"suburb": 0.0}}, change, newcomers_after=1.0)
    bought = happened(simulate(scenario, seed=6), "purchase")
    late = bought[bought["time"] > 70.0]
    assert (late["firm"] == 0).sum() < 0.02 * len(late) and len(late) > 1000
