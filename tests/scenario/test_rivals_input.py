"""Bad settings of rivals: refused with file, line and column, and with what is allowed."""

from __future__ import annotations

import pytest

import sim
from sim.scenario.files.load import from_text
from sim.scenario.scenario import Scenario

MARKET = """name: odd
title: Odd
teaches: A case for checking.
horizon: 26
population:
  segments:
    - {name: people, size: 60}
firms:
  - name: Azure
    programmes: [{kind: frequency, launch: 4}]
  - name: Beryl
"""
CASES = {
    "a preset misspelt": (
        "imitation: overnigth",
        "odd.yaml:12:16: firms.Beryl.imitation: unknown value 'overnigth'; did you mean 'overnight'? allowed: course, "
        "never, overnight, passive, reckoning, slow",
    ),
    "a belief about a programme that does not exist": (
        "policy: {kind: reckoning, beliefs: {strengths: {clubb: 1}}}",
        "odd.yaml:12:60: firms.Beryl.policy.beliefs.strengths.clubb: unknown programme 'clubb'; did you mean 'club'? "
        "allowed: club, customised, frequency, none",
    ),
    "an instrument that does not exist": (
        "policy: {kind: reckoning, instruments: [copy, pray]}",
        "odd.yaml:12:51: firms.Beryl.policy.instruments.1: unknown value 'pray'; allowed: another programme, "
        "better copy, copy, product, service",
    ),
    "a rule of price that does not exist": (
        "policy: {kind: reckoning, price: {rule: macth}}",
        "odd.yaml:12:45: firms.Beryl.policy.price.rule: unknown value 'macth'; did you mean 'match'? allowed: match, "
        "none, profit, undercut",
    ),
    "a chance beyond 1": (
        "policy: {kind: reckoning, sureness: 7}",
        "odd.yaml:12:41: firms.Beryl.policy.sureness: 7 was given; give a number from 0 to 1",
    ),
    "a chance of answering below 0": (
        "imitation: {rows: {}, chance: -0.5}",
        "odd.yaml:12:35: firms.Beryl.imitation.chance: -0.5 was given; give a number from 0 to 1",
    ),
    "a policy beside the word that is one": (
        "imitation: reckoning\n    policy: {kind: hold}",
        "imitation: reckoning steers the firm by the policy 'reckoning', and the policy 'hold' is given besides; leave "
        "one of them out",
    ),
    "a settlement that does not exist": (
        "policy: {kind: script, rounds: [{close: {club: payy}}]}",
        "odd.yaml:12:52: firms.Beryl.policy.rounds.0.close.club: unknown value 'payy'; did you mean 'pay'? allowed: "
        "forfeit, pay, run_off",
    ),
    "an error of trade figures below 0": (
        "intelligence: {trade_error: -1}",
        "odd.yaml:12:33: firms.Beryl.intelligence.trade_error: -1 was given; give a number from 0 to 1",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_its_place_and_what_is_allowed(case: str) -> None:
    given, words = CASES[case]
    with pytest.raises(sim.ScenarioError) as caught:
        from_text(Scenario, f"{MARKET}    {given}\n", "odd.yaml")
    said = [str(fault) for fault in caught.value.faults]
    assert len(said) == 1 and said[0].startswith("odd.yaml:") and words in said[0]


def test_the_word_reckoning_is_the_policy_as_it_comes_and_goes_with_the_word() -> None:
    asked = from_text(Scenario, f"{MARKET}    imitation: reckoning\n", "odd.yaml")
    beryl = asked.firms[1]
    assert beryl.policy is not None and beryl.policy.kind == "reckoning" and beryl.copying is None
    assert asked.but({"firms.Beryl.imitation": "never"}).firms[1].policy is None
    assert asked.but(horizon=20).firms[1].policy == beryl.policy
    asked = asked.but({"firms.Beryl.policy.sureness": 0.9})
    assert asked.firms[1].policy.sureness == 0.9  # type: ignore[union-attr]
    rows = {"imitation": "course", "policy": {"kind": "reckoning"}}
    both = asked.but({"firms.Beryl": {"name": "Beryl", **rows}}).firms[1]
    assert both.copying is None and set(both.copying_skill.rows) == {"financial", "social", "structural"}
