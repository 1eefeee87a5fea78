"""The people of the firm who win and keep customers: skill, incentive, a say, and what leaves with those who leave."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from sim.charts.key_accounts.workforce_chart import workforce_chart
from sim.charts.style.canvas import headline_text
from sim.metrics.key_accounts.workforce import workforce, workforce_by_week
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.decisions.apply_decision import apply_decision
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.departments.service import InternalMarketing
from sim.scenario.firm.departments.workforce import Workforce
from sim.scenario.scenario import Scenario
from tests.worlds import by_name, world

PEOPLE: dict[str, object] = {"size": 300, "purchase_rate": 0.5, "spend": 100.0, "first_purchase": "on_arrival"}
STAY: dict[str, object] = {"turnover": 0.0, "people": 4}


def market(settings: dict[str, object] | None, *others: dict[str, object], **rest: object) -> Scenario:
    """Two equal firms, of which the first has a workforce, and other departments where they are given."""
    mine = [{"kind": "workforce", **settings}] if settings is not None else []
    firms = [{"name": "Azure", "departments": [*mine, *others]}, {"name": "Beryl"}]
    people = {**PEOPLE, **{key: rest.pop(key) for key in ("size", "first_purchase", "purchase_rate") if key in rest}}
    return world(people, firms, horizon=rest.pop("horizon", 40.0), **rest)


def events(scenario: Scenario, seed: int = 1) -> pd.DataFrame:
    return by_name(simulate(scenario, seed=seed))


def test_a_workforce_without_people_changes_nothing_that_customers_do() -> None:
    pd.testing.assert_frame_equal(
        events(market(None)), events(market({"people": 0})).query("event != 'workforce'").reset_index(drop=True)
    )


@pytest.mark.parametrize(("winning", "keeping"), [(0.0, 0.0), (30.0, 0.0), (0.0, 30.0), (15.0, 40.0)])
def test_time_is_divided_as_the_best_answer_to_the_incentive(winning: float, keeping: float) -> None:
    """The part w that maximises b × sqrt(w) + c × sqrt(1 - w), tried on a fine grid."""
    asked = Workforce(people=1, incentive={"winning": winning, "keeping": keeping}, appraisal=5.0)
    part = np.linspace(0, 1, 100_001)
    gains = (asked.interest + winning) * np.sqrt(part)
    gains += (asked.interest + keeping * asked.seen) * np.sqrt(1 - part)
    assert asked.winning_part == pytest.approx(part[np.argmax(gains)], abs=1e-4)


def test_contacts_are_as_many_as_the_people_can_make() -> None:
    """Four people at morale one half make 10 contacts a week, 5 of them to keep; a novice dares half of the others."""
    told = events(market({**STAY, "skill": 0.0, "practice": 0.0}, first_purchase="by_clock", size=500))
    count = told[told["event"] == "contact"].groupby("detail").size()
    assert count["keeping"] == 4 * 5 * 39
    assert count["winning"] <= 4 * 2.5 * 39
    of_week = told[(told["event"] == "contact") & (told["time"] == 1.0)]
    assert (of_week["detail"] == "winning").sum() == 4 * 2


def test_nobody_is_contacted_twice_a_week_and_those_in_trouble_come_first() -> None:
    told = events(market({**STAY, "contacts": 200}, size=60))
    contacts = told[told["event"] == "contact"]
    assert not contacts.duplicated(["time", "customer_id"]).any()


def test_skill_grows_by_practice_and_training_as_the_closed_form_says() -> None:
    """Skill = 1 - (1 - skill at first) × exp(-(practice + trained) × weeks) while nobody leaves."""
    settings = {**STAY, "skill": 0.2, "training": 20.0}
    results = simulate(market(settings), seed=1)
    told = workforce_by_week(results).query("firm == 'Azure'").set_index("week")["skill"]
    rate = Workforce(people=4).practice + Workforce(people=4, training=20.0).trained
    for week in (0, 4, 36):
        assert told[week] == pytest.approx(1 - 0.8 * math.exp(-rate * week), abs=1e-4)


def test_skill_leaves_with_those_who_leave_and_settles_where_learning_and_leaving_are_equal() -> None:
    """Mean over the last two thirds of a long run of 200 posts; |z| < 4 with a standard error of some 0.01."""
    settings = {"people": 200, "turnover": 0.1, "hiring": 0.0, "contacts": 0.1, "practice": 0.03}
    results = simulate(market(settings, horizon=156.0, size=20), seed=2)
    told = workforce_by_week(results).query("firm == 'Azure' and week > 52")["skill"]
    assert told.mean() == pytest.approx(Workforce(people=200, turnover=0.1, practice=0.03).settles_at(0.5), abs=0.04)


def test_those_who_leave_are_a_poisson_count_and_are_replaced_at_a_cost() -> None:
    settings = {"people": 100, "turnover": 0.05, "hiring": 2.0, "hiring_cost": 500.0, "contacts": 0.1}
    results = simulate(market(settings, size=20, horizon=52.0), seed=3)
    told = by_name(results)
    left = told[(told["event"] == "employee") & (told["detail"] == "left")]
    hired = told[(told["event"] == "employee") & (told["detail"] == "hired")]
    rate = Workforce(people=100, turnover=0.05).leaving_rate(0.5)
    mean = 100 * 52 * rate / (1 + 2.5 * rate)
    assert abs(len(left) - mean) < 4 * math.sqrt(mean)
    assert (hired["monetary_value"] == 500.0).all() and 0 <= len(left) - len(hired) < 12
    assert len(left) > 0


def test_morale_and_a_say_keep_people() -> None:
    asked = Workforce(people=1)
    assert asked.leaving_rate(0.9) < asked.leaving_rate(0.5) < asked.leaving_rate(0.1)
    assert asked.but(autonomy=1.0).leaving_rate(0.5) < asked.but(autonomy=0.0).leaving_rate(0.5)


def test_under_orders_all_contacts_are_alike_and_with_a_say_they_differ_with_skill() -> None:
    settings = {"people": 10, "turnover": 0.05, "hiring": 0.0}
    orders, say = (
        workforce(simulate(market({**settings, "autonomy": autonomy}, horizon=60.0), seed=4)).set_index("firm")
        for autonomy in (0.0, 1.0)
    )
    assert orders.loc["Azure", "spread"] == 0.0 and orders.loc["Azure", "quality"] == pytest.approx(0.7)
    assert say.loc["Azure", "spread"] > 0.05
    assert np.isnan(say.loc["Beryl", "quality"])


def test_customers_are_more_satisfied_where_skill_is_high_and_there_is_a_say() -> None:
    """Fewer leave for the service: the same random draws, so only the contacts differ."""
    exits = {"rows": [{"name": "service", "base": 0.01}]}
    lost = {}
    for skill in (0.0, 1.0):
        settings = {**STAY, "skill": skill, "practice": 0.0, "autonomy": 1.0, "contacts": 40}
        told = events(market(settings, horizon=60.0, exits=exits))
        lost[skill] = int(((told["event"] == "exit") & (told["firm"] == "Azure")).sum())
    assert lost[1.0] < 0.8 * lost[0.0]


def test_approaches_bring_first_purchases_to_the_firm() -> None:
    """Between equal firms each has half of the first purchases; with people who win, more; z > 4."""
    settings = {**STAY, "incentive": {"winning": 40.0}, "contacts": 40, "skill": 1.0}
    rest = {"first_purchase": "by_clock", "purchase_rate": 0.1, "size": 1000, "behaviour": {"pulls": {"social": 3.0}}}
    told = events(market(settings, **rest))
    first = told[told["event"] == "purchase"].drop_duplicates("customer_id")["firm"]
    assert ((first == "Azure").mean() - 0.5) * 2 * math.sqrt(len(first)) > 4


def test_a_newcomer_who_goes_along_learns_faster_and_contacts_nobody_at_first() -> None:
    settings = {"people": 8, "turnover": 0.08, "hiring": 0.0, "novice": 0.0}
    alone, along = (
        workforce(simulate(market({**settings, "accompanied": weeks}, horizon=80.0), seed=5)).set_index("firm")
        for weeks in (0.0, 8.0)
    )
    assert along.loc["Azure", "skill"] > alone.loc["Azure", "skill"] + 0.02
    assert along.loc["Azure", "keeping"] < alone.loc["Azure", "keeping"]
    assert along.loc["Azure", "left"] == alone.loc["Azure", "left"]


def test_every_cost_is_booked_for_those_who_are_there() -> None:
    costs = {"wage": 100.0, "training": 10.0, "appraisal": 5.0, "incentive": {"winning": 3.0, "keeping": 2.0}}
    books = weekly(simulate(market({**STAY, **costs}), seed=1)).query("firm == 'Azure'")
    assert books["relations_cost"].to_numpy() == pytest.approx(4 * 120.0)


def test_internal_marketing_counts_the_workforce_and_its_morale_makes_more_contacts() -> None:
    care = {"kind": "internal_marketing", "spend": 90.0, "slowness": 4.0}
    scenario = market({**STAY, "people": 6}, care)
    assert InternalMarketing(spend=1.0).staff(scenario.firms[0]) == 6
    cared, plain = workforce(simulate(scenario)), workforce(simulate(market({**STAY, "people": 6})))
    assert cared["keeping"].sum() > 1.2 * plain["keeping"].sum()


def test_a_decision_moves_training_appraisal_incentive_and_autonomy() -> None:
    scenario = market({**STAY, "incentive": {"winning": 5.0}})
    decision = Decision(training=12.0, appraisal=3.0, incentive={"keeping": 7.0}, autonomy=0.9)
    after = apply_decision(decision, scenario.firms[0], scenario, (), 13.0).department(Workforce)
    assert after is not None and after.incentive == {"winning": 5.0, "keeping": 7.0}
    assert (after.training, after.appraisal, after.autonomy) == (12.0, 3.0, 0.9)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"people": 1, "segments": ["nobody"]}, "unknown segment 'nobody'"),
        ({"people": 1, "segments": []}, "leaves nobody to contact"),
        ({"people": 1, "least_quality": 0.9, "best_quality": 0.5}, "best_quality: 0.5 is below least_quality"),
        ({"people": 1, "incentive": {"selling": 1}}, "incentive"),
        ({"people": 1, "autonomy": 2}, "1"),
        ({"people": -1}, "people"),
    ],
)
def test_wrong_settings_are_told(settings: dict[str, object], told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        market(settings)


def test_the_picture_shows_skill_and_names_the_best_firm() -> None:
    results = simulate(market(STAY), seed=7)
    picture = workforce_chart(results)
    assert headline_text(picture).startswith("Contacts of Azure with its customers are worth most: ")
    last = workforce_by_week(results).query("week == 39 and firm == 'Azure'")["skill"].iloc[0]
    assert picture.axes[0].lines[0].get_ydata()[-1] == pytest.approx(100 * last)
    assert (
        headline_text(workforce_chart(simulate(market(None)))) == "No firm has a workforce that contacts its customers"
    )
