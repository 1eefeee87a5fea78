"""Rates of leaving, cause by cause, against the formula written plainly; bonds that shield."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.model.customers.bonds import cost_of_points, decayed, financial_bond, goal_pull, reward_rate
from sim.model.customers.choice import evaluate_offers, perceived_service, rank_offers
from sim.model.customers.hazard_rates import date_number, leaving_rate, schedule_firm_events, schedule_next_event
from sim.model.events import RANK
from sim.model.state.columns import ASSOCIATE, CUSTOMER, FULL, LEFT, PROSPECT
from sim.model.state.market import EXPIRY, MOVING, RENEWAL, REVIEW
from sim.scenario.market.exit_causes import COURSE_CAUSES
from sim.scenario.scenario import Scenario
from tests.model.customers.by_hand import Opened, opened, runs
from tests.worlds import world

FIRMS = [
    {"name": "A", "offer": {"price": 1.2, "product": 0.9, "technology": 0.8, "conduct": 0.7, "service": 0.4}},
    {"name": "B", "offer": {"further": {"convenience": 1.5}}},
]
SHIELDS = {"financial": 0.5, "social": 0.7, "structural": 0.9}
ADDED = {
    "name": "inconvenience",
    "base": 0.004,
    "attribute": "convenience",
    "compared_with": "best_rival",
    "slope": 2.0,
    "shields": SHIELDS,
}
SEGMENT = {"size": 8, "idiosyncrasy": 0.3, "norm": 0.75, "purchase_rate": 0.4, "spend": 25.0}


def a_market(firms: list[dict[str, object]] = FIRMS) -> tuple[Scenario, Opened]:
    scenario = world(SEGMENT, firms, exits={"rows": [ADDED]})
    place = opened(scenario)
    for i in range(8):
        for k in range(len(firms)):
            place.m.relation[i, k].status = CUSTOMER
    return scenario, place


def test_each_cause_against_the_formula() -> None:
    """h = base × sensitivity × exp(slope × gap − Σ shield × bond), for the course's causes and an added one."""
    scenario, (m, desk) = a_market()
    own = {"price": -math.log(1.2), "product": math.log(0.9), "technology": math.log(0.8), "convenience": 0.0}
    rival = {"price": 0.0, "product": 0.0, "technology": 0.0, "convenience": math.log(1.5)}
    checked = set()
    for i in range(8):
        relation = m.relation[i, 0]
        relation.satisfaction, relation.social, relation.structural = 0.2 + 0.1 * i, 0.1 * i, 0.05 * i
        evaluate_offers(m, desk, i)
        rank_offers(m, desk, i)
        for c in range(m.n_market_exits, len(m.cause)):
            cause = scenario.exits.causes[m.cause[c].number]
            gap = {
                "best_rival": lambda a: rival[a] - own[a],
                "norm": lambda a, i=i: perceived_service(0.75) - perceived_service(0.2 + 0.1 * i),
                "blameless": lambda a: 0.3,
            }[cause.compared_with](cause.attribute)
            sensitivity = m.sensitivity[i, scenario.attributes.index(str(cause.attribute))]
            bonds = {"financial": 0.25, "social": 0.1 * i, "structural": 0.05 * i}
            held = sum(getattr(cause.shields, bond) * strength for bond, strength in bonds.items())
            expected = cause.base.average * sensitivity * math.exp(cause.slope * gap - held)
            assert leaving_rate(m, desk, i, 0, c, 0.25) == pytest.approx(expected, rel=1e-12)
            checked.add(cause.name)
    assert checked == {cause.name for cause in COURSE_CAUSES} - {"market"} | {"inconvenience"}


def test_nothing_a_firm_does_prevents_moving_away() -> None:
    """The rate of moving away reads neither offer nor bond."""
    _, (m, desk) = a_market()
    schedule_next_event(m, desk, 0, 0.0)
    before = m.clock[0, MOVING].rate
    m.relation[0, 0].social = m.relation[0, 0].structural = 1.0
    m.offer[0] += 3.0
    schedule_next_event(m, desk, 0, 1.0)
    assert before > 0 and m.clock[0, MOVING].rate == before and m.clock[0, MOVING].since == 0.0


def test_a_cause_that_compares_stands_still_without_a_rival() -> None:
    """One firm: nobody is cheaper or better; a cause of slope 0 and those that look at the firm alone go on."""
    _, (m, desk) = a_market(FIRMS[:1])
    evaluate_offers(m, desk, 0)
    rank_offers(m, desk, 0)
    for c in range(m.n_market_exits, len(m.cause)):
        rate = leaving_rate(m, desk, 0, 0, c, 0.0)
        assert (rate == 0.0) == (m.cause[c].compared == 1)
        m.cause[c].slope = 0.0
        assert leaving_rate(m, desk, 0, 0, c, 0.0) == m.base[0, c] > 0.0


def test_exit_clocks_run_for_customers_only() -> None:
    """A prospect cannot leave, nor one who has left."""
    _, (m, desk) = a_market()
    for status, running in ((0, False), (CUSTOMER, True), (LEFT, False)):
        m.clock[0]["rate"] = 0.0
        m.relation[0, 0].status, m.relation[0, 1].status = status, 0
        schedule_next_event(m, desk, 0, 0.0)
        own = m.clock[0, MOVING + m.n_market_exits : MOVING + len(m.cause)]["rate"]
        assert (own > 0).all() == running and (own > 0).any() == running


amount = some.floats(0.0, 1e6)


@given(
    points=amount,
    worth=amount,
    threshold=some.floats(0.01, 1e4),
    tier=some.integers(0, 2),
    benefit=amount,
    bonus=some.floats(0.0, 3.0),
    club=some.sampled_from([0, ASSOCIATE, FULL, -1]),
)
def test_the_financial_bond_lies_between_nothing_and_everything(  # noqa: PLR0913 (one for each strategy of Hypothesis)
    points: float, worth: float, threshold: float, tier: int, benefit: float, bonus: float, club: int
) -> None:
    """1 − exp(−forfeited / quarterly spend): 0 where nothing is forfeited, never above 1, more with more points."""
    _, (m, _) = A_MARKET
    relation = m.relation[0, 0]
    relation.collects, relation.points, relation.tier, relation.club = 1, points, tier, club
    runs(
        m,
        0,
        {
            "points_open": 1.0,
            "threshold": threshold,
            "reward_worth": worth,
            "reward_chance": 1.0,
            "tier_bonus": bonus,
            "points_per_spend": 1.0,
            "benefit_worth": benefit,
            "associate_part": 0.3,
        },
    )
    bond = financial_bond(m, 0, 0)
    assert 0.0 <= bond <= 1.0
    relation.points = points * 2
    assert financial_bond(m, 0, 0) >= bond
    quarterly = 0.4 * 25.0 * 13 * float(m.price[0])
    forfeited = points * worth / threshold + {FULL: 0.5, ASSOCIATE: 0.15}.get(club, 0.0) * benefit
    if tier == 0:
        assert bond == pytest.approx(1 - math.exp(-forfeited / quarterly))
    relation.collects, relation.club = 0, 0
    assert financial_bond(m, 0, 0) == 0.0


A_MARKET = a_market()


def test_the_financial_bond_of_a_usual_card_is_below_one() -> None:
    """Half a card of 15 on a quarter's spend of 130 at price 1 binds by a twentieth; what she pays counts."""
    _, (m, _) = a_market()
    m.relation[0, 0].collects, m.relation[0, 0].points = 1, 150.0
    runs(m, 0, {"points_open": 1.0, "threshold": 300.0, "reward_worth": 15.0, "reward_chance": 1.0})
    assert financial_bond(m, 0, 0) == pytest.approx(1 - math.exp(-7.5 / (130 * float(m.price[0]))))


@given(progress=some.floats(0.0, 2.0), pull=some.floats(0.0, 3.0), shape=some.floats(0.05, 5.0))
def test_goal_pull(progress: float, pull: float, shape: float) -> None:
    """1 + pull × progress ^ shape, from 1 for an empty card to 1 + pull for a full one."""
    _, (m, _) = A_MARKET
    runs(m, 1, {"threshold": 10.0, "goal_pull": pull, "goal_shape": shape})
    relation = m.relation[0, 1]
    relation.collects, relation.points = 1, 10.0 * progress
    found = goal_pull(relation, m.terms[1])
    if progress > 0 and relation.points > 0:
        assert found == pytest.approx(1 + pull * min(1.0, progress) ** shape, rel=1e-9)
    else:
        assert found == 1.0
    relation.collects = 0
    assert goal_pull(relation, m.terms[1]) == 1.0


@pytest.mark.parametrize(
    ("terms", "spend", "tier", "expected"),
    [
        ({"points_per_spend": 1.0}, 30.0, 0, 0.05),
        ({"points_per_spend": 1.0, "reward_chance": 0.1}, 30.0, 0, 0.005),
        ({"points_per_visit": 30.0}, 30.0, 0, 0.05),
        ({"points_per_spend": 1.0, "tier_bonus": 0.5}, 30.0, 2, 0.10),
        ({"points_per_spend": 100.0}, 30.0, 0, 0.5),  # never more than half
        ({"points_per_spend": 1.0, "points_open": 0.0}, 30.0, 0, 0.0),
        ({"points_per_visit": 1.0}, 0.0, 0, 0.0),  # nothing spent, nothing back
    ],
)
def test_reward_rate(terms: dict[str, float], spend: float, tier: int, expected: float) -> None:
    """Part of what is spent that comes back."""
    _, (m, _) = a_market()
    runs(m, 0, {"points_open": 1.0, "threshold": 300.0, "reward_worth": 15.0, "reward_chance": 1.0, **terms})
    assert reward_rate(m.terms[0], spend, tier) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("terms", "points", "expected"),
    [({}, 1.0, 0.05), ({}, 300.0, 15.0), ({"reward_chance": 0.1}, 60.0, 0.3), ({"threshold": 0.0}, 60.0, 0.0)],
)
def test_points_cost_chance_times_cost_of_a_reward_by_threshold(
    terms: dict[str, float], points: float, expected: float
) -> None:
    _, (m, _) = a_market()
    runs(m, 0, {"threshold": 300.0, "reward_cost": 15.0, "reward_chance": 1.0, **terms})
    assert cost_of_points(m.terms[0], points) == pytest.approx(expected)


def test_dates_of_one_instant_are_met_in_the_order_of_their_events() -> None:
    """Points that expire, a tier that is reviewed and a membership that is renewed, all in week 5."""
    _, (m, desk) = a_market()
    runs(m, 0, {"points_open": 1.0, "threshold": 300.0, "points_expiry": 2.0, "tier_period": 52.0, "club_open": 2.0})
    relation = m.relation[0, 0]
    for each in m.relation[0]:
        each.status = PROSPECT  # so that only dates are due
    relation.collects, relation.club = 1, FULL
    relation.points, relation.opened, relation.tier_review, relation.renewal = 7.0, 3.0, 5.0, 5.0
    met = []
    for date, event in ((EXPIRY, "expiry"), (REVIEW, "tier"), (RENEWAL, "renewal")):
        found = schedule_firm_events(m, desk, 0, 5.0, math.inf, -1)
        assert found == (5.0, date_number(m, 0, date))
        met.append(RANK[event])
        if date == EXPIRY:
            relation.points = 0.0
        else:
            relation.tier_review = 57.0
    assert met == sorted(met)


@given(bond=some.floats(0.0, 1.0), factor=some.floats(0.0, 1.0))
def test_bonds_fade_and_end(bond: float, factor: float) -> None:
    """By the factor, until hardly anything is left, which is nothing."""
    left = decayed(bond, factor)
    assert left == (bond * factor if bond * factor > 1e-3 else 0.0)
