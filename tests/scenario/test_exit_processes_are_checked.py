"""Stories, districts, seasons and answers that cannot be: refused with the place, and what is allowed."""

from __future__ import annotations

import pytest

from sim.scenario.files.load import from_text
from sim.scenario.files.validation_errors import ScenarioError
from sim.scenario.scenario import Scenario

TEXT = """name: odd
title: Odd
teaches: A case for checking.
horizon: 26
population:
  segments:
    - name: people
      size: 60
      SEGMENT
districts: [{name: near, share: 0.5}, {name: far, share: SHARE}]
firms:
  - name: Azure
    departments: [DEPARTMENT]
shocks:
  - SHOCK
"""
SOUND = {
    "SEGMENT": "norm: 0.7",
    "SHARE": "0.5",
    "DEPARTMENT": "",
    "SHOCK": "{kind: relocation, at: 1, factor: 2, lasts: 3}",
}
SPILL = "kind: scandal, at: 3, firm: Azure, severity: 0.5"
MONTHS = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]"
CASES = [
    ("SEGMENT", f"season: {MONTHS}", "9:15", "the mean of a season is 1, but that of these factors is 1.083; divide"),
    ("SEGMENT", "season: [1, 1]", "9:15", "a season has 12 factors (months) or 52 (weeks), but 2 were given"),
    ("SEGMENT", "regularity: 0.5", "9:19", "regularity k is 1 (purely random) or more, but 0.5 was given"),
    ("SEGMENT", "regularity: {family: gamma, shape: 1, mean: 0.5}", "9:19", "k is 1 (purely random) or more, but 0.5"),
    ("SEGMENT", "regularity: {family: uniform, low: 0.5, high: 3}", "9:19", "k is 1 (purely random) or more, but 0.5"),
    ("SHARE", "0.2", "10:12", "the shares sum to 0.7; they must sum to 1"),
    ("SHOCK", "{" + SPILL + ", indignation_half_life: -2}", "15:", "-2 was given; give a number above 0"),
    ("SHOCK", "{" + SPILL.replace("Azure", "Azur") + "}", "15:", "unknown firm 'Azur'; did you mean 'Azure'?"),
    ("SHOCK", "{" + SPILL + ", care: {peple: 2}}", "15:", "unknown segment 'peple'; did you mean 'people'?"),
    ("SHOCK", "{kind: invention, at: 1, advance: 0}", "15:", "0 was given; give a number above 0"),
    ("SHOCK", "{kind: invention, at: 1, advance: 1, attribute: conduct}", "15:", "an invention cannot raise conduct"),
    ("SHOCK", "{kind: invention, at: 1, advance: 1, builds_on: steam}", "15:", "unknown earlier invention 'steam'"),
    ("SHOCK", "{kind: invention, at: 1, advance: 1, sold_outside: 2}", "15:", "there is no outside alternative"),
    ("SHOCK", "{kind: district_change, at: 1, district: fra}", "15:", "unknown district 'fra'; did you mean 'far'?"),
    ("SHOCK", "{kind: district_change, at: 1, district: far, flows: {far: 1}}", "15:", "unknown other district 'far'"),
    ("SHOCK", "{" + SPILL + "}\n  - {" + SPILL + "}", "16:", "another story is called 'scandal'; give this one a name"),
    ("DEPARTMENT", "{kind: technology, adopts: [{invention: steam, at: 1}]}", "13:", "unknown invention 'steam'"),
    ("DEPARTMENT", "{kind: branches, presence: {fa: 0}}", "13:", "unknown district 'fa'; did you mean 'far'?"),
    ("DEPARTMENT", "{kind: branches, presence: {far: 2}}", "13:", "2 was given; give a number from 0 to 1"),
    ("DEPARTMENT", "{kind: public_affairs, answers: [{what: sorry}]}", "13:", "unknown value 'sorry'"),
    ("DEPARTMENT", "{kind: public_affairs, answers: [{what: denial, story: spill}]}", "13:", "unknown scandal of this"),
]  # fmt: skip


def text_with(**given: str) -> str:
    text = TEXT
    for key, value in {**SOUND, **given}.items():
        text = text.replace(key, value)
    return text


def test_the_sound_text_loads() -> None:
    assert from_text(Scenario, text_with(), "odd.yaml").districts[1].name == "far"


@pytest.mark.parametrize(("key", "value", "place", "sentence"), CASES, ids=[sentence[:40] for *_, sentence in CASES])
def test_it_is_refused_with_its_place(key: str, value: str, place: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        from_text(Scenario, text_with(**{key: value}), "odd.yaml")
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"odd.yaml:{place}") and sentence in str(fault), str(fault)
    assert len(str(fault)) < 1000


def test_districts_need_a_cause_by_which_people_are_lost() -> None:
    with pytest.raises(ScenarioError, match="no exit cause ends all relations"):
        from_text(Scenario, text_with() + "exits: {preset: none}\n", "odd.yaml")
