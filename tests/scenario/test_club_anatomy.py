"""The anatomy of a club as it is declared: benefits that add up, and what is refused."""

from __future__ import annotations

import pytest

from sim.scenario.files.load import from_text, load
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.firm.programmes.club import Club
from sim.scenario.scenario import Scenario

ROWS = [
    {"name": "magazine", "worth": 10.0, "cost": 4.0, "bond": "social", "gain": 0.02, "associates": True},
    {"name": "insurance", "worth": 60.0, "cost": 20.0, "take_up": 0.5},
    {"name": "workshop", "worth": 20.0, "cost": 8.0, "take_up": 0.5, "bond": "structural", "gain": 0.1},
]


def club(**rest: object) -> Club:
    return Club.model_validate({"kind": "club", "anatomy": {"benefits": ROWS}, **rest})


def test_benefits_add_up_to_worth_and_cost() -> None:
    assert (club().benefit_worth, club().benefit_cost) == (10 + 30 + 10, 4 + 10 + 4)


def test_a_changed_benefit_changes_the_sum() -> None:
    assert club().but({"anatomy.benefits.insurance.take_up": 0}).benefit_worth == 20


def test_a_given_worth_scales_all_benefits() -> None:
    plain, double = club().terms(), club(benefit_worth=100.0).terms()
    for term in ("benefit_worth", "forfeited_benefits", "associate_benefits"):
        assert double[term] == pytest.approx(2 * plain[term])


def test_each_benefit_feeds_its_bond() -> None:
    terms = club().terms()
    assert terms["forfeited_benefits"] == pytest.approx(30.0)
    assert terms["contact_gain"] == pytest.approx(club().contact_gain + 0.02)
    assert terms["club_structural_gain"] == pytest.approx(0.05)
    assert (terms["associate_benefits"], terms["associate_forfeited"]) == (pytest.approx(10.0), 0.0)
    assert terms["associate_benefit_cost"] == pytest.approx(4.0)


def test_without_rows_the_lump_feeds_the_financial_bond() -> None:
    terms = Club(kind="club", benefit_worth=30.0, associate_part=0.2).but(anatomy={}).terms()
    assert (terms["forfeited_benefits"], terms["associate_benefits"]) == (30.0, pytest.approx(6.0))


def test_a_club_without_an_anatomy_has_the_terms_of_before() -> None:
    assert "anatomy" not in Club(kind="club").terms()


def test_a_copy_has_the_benefits_and_part_of_the_company() -> None:
    copy, own = club().copied(0.5), club()
    assert copy.anatomy is not None and own.anatomy is not None
    assert copy.benefit_worth == own.benefit_worth
    assert copy.anatomy.company_worth == own.anatomy.company_worth / 2


@pytest.mark.parametrize(
    ("anatomy", "says"),
    [
        ("{benefits: [{name: a, worth: 1, gain: 0.1}]}", "needs the bond social or structural"),
        ("{benefits: [{name: a, worth: 1}, {name: a, worth: 2}]}", "named twice"),
        ("{benefits: [{name: a, worth: -1}]}", "give a number of 0 or more"),
        ("{benefits: [{name: a, worth: 1, take_up: 1.5}]}", "give a number from 0 to 1"),
        ("{benefits: [{name: a, worth: 1, bond: golden}]}", "golden"),
        ("{learning: 2}", "give a number from 0 to 1"),
        ("{return_after: 0}", "give a number above 0"),
        ("{sunk_fees: 1}", "did you mean 'sunk_fee'"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(anatomy: str, says: str) -> None:
    text = (
        "name: a\ntitle: A\nteaches: nothing\nhorizon: 5\npopulation: {segments: [{name: p, size: 5}]}\n"
        f"firms:\n  - name: F\n    programmes:\n      - kind: club\n        anatomy: {anatomy}\n"
    )
    with pytest.raises(ScenarioError, match=says) as refused:
        from_text(Scenario, text, "market.yaml")
    assert "market.yaml:10:" in str(refused.value)


def test_shipped_clubs_of_the_cases_have_an_anatomy() -> None:
    for name in ("harley_owners_group", "haier_club"):
        own = load(name).firms[0].programmes[0]
        assert isinstance(own, Club) and own.anatomy is not None and len(own.anatomy.benefits) >= 5
