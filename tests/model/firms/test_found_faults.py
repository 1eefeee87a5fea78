"""Faults that were found by trying what nobody had tried, each with the smallest market that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from sim import charts
from sim.charts.style.canvas import headline_text
from sim.metrics.purchasing.orders import orders
from sim.number_text import percent
from sim.results.simulate import simulate
from sim.scenario.files.load import load
from sim.scenario.files.validation_errors import ScenarioError
from tests.worlds import world


def refused(departments: list[dict[str, Any]], **rest: Any) -> list[str]:
    """The faults of a firm with these departments, as they are said."""
    with pytest.raises(ScenarioError) as caught:
        world(20, [{"name": "Only", "departments": departments}], **rest)
    return str(caught.value).split("\n")


TEAM = {"kind": "relationship_managers", "managers": 2, "accounts_each": 10, "visits_a_week": 5}


@pytest.mark.parametrize(("field", "wrong"), [("visits_a_week", -1), ("accounts_each", 0), ("accounts_each", "many")])
def test_a_wrong_number_is_said_once_and_nothing_is_said_of_the_number_put_in_its_place(field: str, wrong: Any) -> None:
    """Two further faults told of 1 visit a week, or 1 account, that nobody had written."""
    assert len(refused([{**TEAM, field: wrong}])) == 1


def test_a_plan_that_asks_too_much_is_still_said_beside_another_fault() -> None:
    said_of = refused([{**TEAM, "plan": {"weekly": 9, "monthly": 1}, "wage": -1}])
    assert len(said_of) == 2 and "9.23 visits a week" in said_of[1]


PARTNERSHIP = {"kind": "contact", "degrees": {"people": "partnership"}}


def test_the_assumed_partnership_is_refused_where_ticks_are_too_long_for_it() -> None:
    """Of 26 contacts a year it made 13 and said nothing."""
    assert "give meaning.partnership.contacts: 13" in refused([PARTNERSHIP], tick=4.0)[0]
    world(20, [{"name": "Only", "departments": [{**PARTNERSHIP, "degrees": {"people": "proactive"}}]}], tick=4.0)
    fewer = {**PARTNERSHIP, "meaning": {"partnership": {"contacts": 13}}}
    world(20, [{"name": "Only", "departments": [fewer]}], tick=4.0)
    warmer = {**PARTNERSHIP, "meaning": {"partnership": {"warmth": 0.1}}}
    assert "26 a year is more than one a tick" in refused([warmer], tick=4.0)[0]


@pytest.mark.parametrize("scarce", [{"team": 1e-300}, {"team": 0.001, "scarcity": 90}])
def test_people_so_scarce_that_a_contact_costs_more_than_can_be_written_down(scarce: dict[str, float]) -> None:
    """The first wrote nonsense into the books, the second ended the run with an error of Python's."""
    assert "give a larger team or a smaller scarcity" in refused([{**PARTNERSHIP, **scarce}])[0]


def test_amounts_that_cents_cannot_hold_are_refused_before_the_run() -> None:
    """They ended it with an error of Python's."""
    assert "wage: 1e+300 was given" in refused([{**TEAM, "wage": 1e300}])[0]
    with pytest.raises(ScenarioError, match=r"spend\.value: 1e\+300 was given"):
        world({"size": 5, "spend": 1e300})
    assert world({"size": 5, "spend": 1e12}).population.size == 5


def test_who_took_another_kind_ordered_once() -> None:
    """The headline counted her twice, as one who found none and as one who took one."""
    results = simulate(load("made_to_order_bicycle").but(horizon=104), seed=1, replications=1)
    table = orders(results).set_index("firm").loc["Roadster"]
    assert table["another"] > 0.03 * table["orders"]
    part = (table["lost"] + table["another"]) / table["orders"]
    assert f"{percent(part)} of orders found none of their kind" in headline_text(charts.stock_chart(results))


def test_of_one_run_it_is_said_who_earned_most() -> None:
    """Nobody was said to lead, however far ahead, where there was one replication."""
    results = simulate(
        world(200, [{"name": "Dear", "unit_cost": 0.9}, {"name": "Cheap", "unit_cost": 0.3}], horizon=104)
    )
    assert headline_text(charts.yearly_profit_chart(results)).startswith(
        "In this one run Cheap earned most in year 1, and still in year 2"
    )
