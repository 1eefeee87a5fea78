"""Prices by belief: when a war begins, when it ends, and what a truce does."""

from __future__ import annotations

from typing import Any

import pytest

from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.scenario import Scenario
from tests.worlds import world

PEOPLE: dict[str, object] = {"size": 30, "purchase_rate": 0.5, "taste_concentration": 2.0}
MANY: dict[str, object] = {"size": 2000, "purchase_rate": 0.4, "taste_concentration": 2.0}
CUT_OF_HALF_A_YEAR = {"kind": "script", "rounds": [{}, {}, {"price": 0.9}, {}, {"price": 1.0}]}


def reckoning(**price: Any) -> dict[str, object]:
    beliefs = price.pop("beliefs", {})
    return {"kind": "reckoning", "beliefs": beliefs, "price": price}


def three(
    people: dict[str, object], azure: dict[str, object] | None, others: dict[str, object], weeks: float
) -> Scenario:
    firms = [
        {"name": "Azure", "policy": azure},
        {"name": "Beryl", "policy": others},
        {"name": "Cedar", "policy": others},
    ]
    return world(people, firms, exits={}, horizon=weeks, behaviour={"forgetting": 39.0})


def prices(results: Results, firm: str) -> list[tuple[float, float]]:
    """Week and price of each change of a firm's price that its policy decided, in the first replication."""
    return [
        (row.week, float(row.detail.split()[1]))
        for row in results.runs[0].estimates
        if row.firm == firm and row.chosen and row.detail.startswith("price ")
    ]


@pytest.mark.parametrize("answered", [0.0, 0.25, 0.5, 1.0])
@pytest.mark.parametrize("elasticity", [2.0, 2.62, 4.0, 6.0])
def test_firms_cut_their_price_if_and_only_if_belief_says_that_it_pays(elasticity: float, answered: float) -> None:
    """(1 - chance of being answered) × elasticity × margin > 1, at a margin of 0.4."""
    beliefs = {"price_elasticity": elasticity, "answered": answered}
    policy = reckoning(rule="profit", initiative=True, learns=False, beliefs=beliefs)
    results = simulate(three(PEOPLE, None, policy, 14.0), scheduler="reference")
    cut = [price for _, price in prices(results, "Beryl")]
    assert (len(cut) == 1 and cut[0] < 1.0) == ((1.0 - answered) * elasticity * 0.4 > 1.0)


def test_two_matchers_with_a_truce_are_back_within_six_rounds_and_without_it_never() -> None:
    """Azure's price is 0.9 in weeks 26 to 52."""
    with_truce = simulate(three(MANY, CUT_OF_HALF_A_YEAR, reckoning(rule="match"), 156.0), seed=2)
    without = simulate(three(MANY, CUT_OF_HALF_A_YEAR, reckoning(rule="match", truce=False), 156.0), seed=2)
    for firm in ("Beryl", "Cedar"):
        first, *_, last = prices(with_truce, firm)
        assert first[1] == 0.9 and last[1] == 1.0 and last[0] <= 52 + 6 * 13
        assert [price for _, price in prices(without, firm)] == [0.9]


def test_undercutting_ends_at_the_floor_or_by_a_truce() -> None:
    no_truce = prices(
        simulate(three(PEOPLE, CUT_OF_HALF_A_YEAR, reckoning(rule="undercut", truce=False), 208.0)), "Beryl"
    )
    assert min(price for _, price in no_truce) == pytest.approx(0.6 / 0.9, abs=0.002)
    truce = prices(simulate(three(PEOPLE, CUT_OF_HALF_A_YEAR, reckoning(rule="undercut"), 130.0)), "Beryl")
    assert truce[0] == (39.0, 0.873) and truce[-1] == (104.0, 1.0)


def test_an_aggressor_learns_that_cuts_are_answered_and_makes_peace() -> None:
    """Believing in 4 and 0.1 it cuts; answered once it believes 0.4, by which a further cut does not pay."""
    aggressor = reckoning(rule="profit", initiative=True, beliefs={"price_elasticity": 4.0, "answered": 0.1})
    results = simulate(three(MANY, aggressor, reckoning(rule="match"), 156.0), seed=2)
    azure = prices(results, "Azure")
    assert azure[0] == (13.0, 0.9) and azure[-1][1] == 1.0 and azure[-1][0] < 120
    assert min(price for _, price in azure) == 0.9
    unteachable = {**aggressor, "price": {"rule": "profit", "initiative": True, "learns": False}}
    again = simulate(three(MANY, unteachable, reckoning(rule="match"), 156.0), seed=2)
    cuts = [
        sum(row.firm == "Azure" and row.chosen and row.option == "price" for row in one.runs[0].estimates)
        for one in (results, again)
    ]
    assert cuts[0] == 1 < cuts[1], "who does not learn cuts again"


def test_a_war_by_retaliation_begins_and_ends() -> None:
    card = {"kind": "frequency", "launch": 26.0, "threshold": 300.0, "reward_worth": 30.0}
    firms = [
        {"name": "Azure", "programmes": [card], "policy": {**reckoning(rule="match"), "review_after": None}},
        {"name": "Beryl", "policy": {**reckoning(rule="match", retaliates=True), "instruments": []}},
        {"name": "Cedar", "policy": {**reckoning(rule="match"), "instruments": []}},
    ]
    asked = world(MANY, firms, exits={}, horizon=182.0, behaviour={"forgetting": 39.0})
    results = simulate(asked, seed=2)
    beryl = prices(results, "Beryl")
    assert beryl[0][1] == 0.9 and beryl[-1][1] == 1.0
    assert {row.option for row in results.runs[0].estimates if row.firm == "Beryl" and row.chosen} >= {
        "retaliation", "price back"
    }  # fmt: skip
    peaceful = simulate(asked.but({"firms.Beryl.policy.price.retaliates": False}), seed=2)
    assert all(not prices(peaceful, firm) for firm in ("Azure", "Beryl", "Cedar"))
