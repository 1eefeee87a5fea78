"""The rules of a club with an anatomy, one by one and with any settings: worth, use, belief, chance of paying."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.customers import club_anatomy as rules
from sim.model.state.columns import ASSOCIATE, FULL
from sim.model.state.initialise import initialise_market
from sim.model.state.market import Market, with_named_fields
from sim.scenario.firm.programmes.club import Club
from tests.worlds import world

BASE = {"preset": "none", "rows": [{"name": "price", "base": 0.002}, {"name": "service", "base": 0.001}]}


def market(anatomy: dict[str, object], *, sociability: float = 1.0, **club: object) -> Market:
    """One person and one firm whose club is open, with the terms that the settings give."""
    programme = {"kind": "club", "period": 52.0, "benefit_worth": 20.0, "belonging_worth": 30.0, "fee": 15.0,
                 "associate_part": 0.3, "anatomy": anatomy, **club}  # fmt: skip
    m = with_named_fields(initialise_market(
        world(1, [{"name": "Only", "programmes": [programme]}], exits=BASE), (1, 0)
    ))  # fmt: skip
    for term, value in Club.model_validate(programme).terms().items():
        m.terms[0][term] = value
    m.terms[0].standing, m.terms[0].acquaintance, m.terms[0].events_found = 0.8, 0.5, 10.0
    m.person[0].sociability, m.person[0].purchase_rate = sociability, 0.1
    m.relation[0, 0].propensity = 0.5
    m.base[0, :] = 0.002, 0.001
    return m


def test_worth_of_a_period_is_the_formula() -> None:
    m = market({"devotion": 2.0, "company_worth": 15.0, "event_worth": 8.0})
    found = rules.period_worth(m, 0, 0, FULL, 1.5, 0.6, 3.0)
    assert found == pytest.approx((20 * 0.6 + 1.5 * (30 * 0.8 + 15 * 0.5 + 8 * 3)) * math.exp(-2 * 52 * 0.003))


def test_an_associate_has_a_part_of_it() -> None:
    m = market({"devotion": 0.0, "company_worth": 0.0, "event_worth": 0.0})
    assert rules.period_worth(m, 0, 0, ASSOCIATE, 1.0, 1.0, 0.0) == pytest.approx(0.3 * (20 + 30 * 0.8))


def test_expected_worth_foresees_use_and_half_of_sociability() -> None:
    """Purchases expected here: 0.1 × 0.5 × 52 = 2.6 of 4; sociability taken to be 0.5 × 3 + 0.5 = 2."""
    m = market({"devotion": 0.0, "usual_purchases": 4.0, "event_worth": 8.0}, sociability=3.0)
    attended = min(1.0, 0.2 * 2.0) * 10.0
    assert rules.expected_worth(m, 0, 0, FULL) == pytest.approx(
        20 * 2.6 / 4 + 2.0 * (30 * 0.8 + 15 * 0.5 + 8 * attended)
    )


def test_belief_moves_towards_what_was_lived() -> None:
    m = market({"devotion": 0.0, "usual_purchases": 0.0, "learning": 0.25})
    m.relation[0, 0].club = FULL
    m.membership[0, 0].belief, m.membership[0, 0].attended = 100.0, 2
    rules.learn_from_period(m, 0, 0)
    lived = 20 + 30 * 0.8 + 15 * 0.5 + 8 * 2
    assert m.membership[0, 0].belief == pytest.approx(100 + 0.25 * (lived - 100))


@pytest.mark.parametrize(("belief", "chance"), [(15.0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_chance_of_paying_is_logistic_and_has_its_ends(belief: float, chance: float) -> None:
    m = market({"renewal_noise": 12.0})
    m.membership[0, 0].belief = belief
    assert rules.chance_of_paying(m, 0, 0, 15.0) == pytest.approx(chance)


def test_without_noise_paying_is_certain_or_not() -> None:
    m = market({"renewal_noise": 0.0})
    for belief, chance in ((15.0, 1.0), (14.9, 0.0)):
        m.membership[0, 0].belief = belief
        assert rules.chance_of_paying(m, 0, 0, 15.0) == chance


@pytest.mark.parametrize(("attended", "before", "part"), [(0, 0, 0.3), (1, 0, 0.65), (1, 1, 1.0), (9, 9, 1.0)])
def test_contact_feeds_the_bond_of_those_who_attended(attended: int, before: int, part: float) -> None:
    m = market({"event_bond": 0.7})
    m.membership[0, 0].attended, m.membership[0, 0].attended_before = attended, before
    assert rules.contact_by_events(m, 0, 0) == pytest.approx(part)


AMOUNT = st.floats(0.0, 1e6)
PART = st.floats(0.0, 1.0)


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({
        "company_worth": AMOUNT, "event_worth": AMOUNT, "honour": AMOUNT, "foresight": PART, "usual_purchases": AMOUNT,
        "foreseen_use": st.booleans(), "devotion": AMOUNT, "learning": PART, "renewal_noise": AMOUNT,
        "sunk_fee": AMOUNT, "event_bond": PART,
    }),
    AMOUNT, st.floats(0.0, 50.0), st.integers(0, 1000),
)  # fmt: skip
def test_no_settings_give_a_worth_below_nothing_or_a_chance_beyond_its_bounds(
    anatomy: dict[str, object], fee: float, sociability: float, attended: int
) -> None:
    m = market(anatomy, sociability=sociability, fee=fee)
    m.relation[0, 0].club, m.membership[0, 0].attended, m.membership[0, 0].paid = FULL, attended, fee
    for level in (ASSOCIATE, FULL):
        worth = rules.expected_worth(m, 0, 0, level)
        assert worth >= 0 and math.isfinite(worth)
    rules.learn_from_period(m, 0, 0)
    assert np.isfinite(m.membership[0, 0].belief) and m.membership[0, 0].belief >= 0
    assert 0 <= rules.chance_of_paying(m, 0, 0, fee) <= 1
    assert 0 <= rules.contact_by_events(m, 0, 0) <= 1
