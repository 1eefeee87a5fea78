"""Key accounts as they are declared, and decisions of theirs that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from sim.game.errors import GameError
from sim.scenario.decisions.account_decision import CHOICES, AccountDecision
from sim.scenario.files.scenario_warnings import scenario_warnings
from sim.scenario.files.validation_errors import ScenarioError
from tests.model.firms.key_accounts import MARKET, account, market, played
from tests.worlds import world

ASKED = account({"kind": "as_customers_do"})


def test_every_field_of_a_decision_says_what_it_stands_for() -> None:
    assert list(CHOICES) == list(AccountDecision.model_fields)
    assert all(choice.meaning and choice.unit and choice.sort for choice in CHOICES.values())


def test_scenarios_that_cannot_be() -> None:
    wrong = [
        account(member=60), account(), account(name="Twin"), account(name="Azure", member=1), account(member=2),
        account(name="Nobody", segment="peple"),
    ]  # fmt: skip
    with pytest.raises(ScenarioError) as told:
        market(wrong)
    for sentence in (
        "key_accounts.Mill: named twice", "60 is not in people, which has 60 customers",
        "Mill is number 3 of people already", "'Azure' is a firm", "unknown segment 'peple'; did you mean 'people'?",
    ):  # fmt: skip
        assert sentence in str(told.value)
    with pytest.raises(ScenarioError, match="arrive over time"):
        market([account()], people={"arrival": {"kind": "over_weeks", "counts": [1.0]}})


def test_it_is_remarked_on_where_nobody_can_visit_her() -> None:
    assert any(
        "nobody visits" in remark for remark in scenario_warnings(market([account()], firms=[{"name": "Azure"}]))
    )
    assert not scenario_warnings(market([account()]))
    assert not scenario_warnings(world(5, **{"horizon": MARKET["horizon"]}))


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"wallet": {"Azur": 1.0}}, "wallet: unknown firm 'Azur'; did you mean 'Azure'?"),
    ({"wallet": {"Azure": 0.5}}, "wallet: the parts sum to 0.5, 0.5 too little; they must sum to 1"),
    ({"wallet": {"Beryl": 1.0}}, "wallet.Beryl: 1 for a firm that the account has left; give it 0, or reopen it first"),
    ({"close": {"Azure": "weather"}}, "close.Azure: unknown exit cause 'weather'"),
    ({"close": {"Azure": "market"}}, "close.Azure: market ends all relations at once"),
    ({"close": {"Beryl": "price"}}, "close.Beryl: the account has left already"),
    ({"says": {"Azure": "price"}}, "says.Azure: the account does not leave Azure now"),
    ({"reopen": ["Azure"]}, "reopen: the account has not left Azure"),
    ({"complain": {"Beryl": 2}}, "complain.Beryl: the account is no customer there"),
    ({"complain": {"Azure": 2}, "close": {"Azure": "price"}}, "complain or leave, not both"),
    ({"wallet": {"Azure": 1.0}, "close": {"Azure": "price"}}, "wallet.Azure: 1 for a firm that the account has left"),
    (
        {"tell": {"Azure": ["unstated"]}},
        "tell.Azure: the account has no unstated need; allowed: stated, real, delight, secret",
    ),
    ({"tell": {"Azure": ["real", "real"]}}, "tell.Azure: a need is named twice"),
    ({"door": {"Cedar": 2}}, "door: unknown firm 'Cedar'"),
]


def test_what_cannot_be_is_refused_with_all_that_is_wrong_and_nothing_changes() -> None:
    line = played(market([ASKED]), {"wallet": {"Azure": 0.5, "Beryl": 0.5}}, {"close": {"Beryl": "price"}}, {})
    before = line.account_view("Mill").plain()
    for decision, sentence in IMPOSSIBLE:
        with pytest.raises(GameError) as told:
            line.refuse_impossible_account("Mill", AccountDecision.model_validate(decision))
        assert sentence in str(told.value) and str(told.value).startswith("Mill: ")
    with pytest.raises(GameError) as told:
        line.refuse_impossible_account("Mill", AccountDecision(wallet={"Azur": 0.5}, reopen=("Azure",)))
    assert str(told.value).count("\n") == 2
    assert line.account_view("Mill").plain() == before
