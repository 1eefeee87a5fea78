"""The same, but: changes by path, and what is said of changes that cannot be made."""

from __future__ import annotations

import datetime

import pytest

import sim
from sim.scenario.files.load import changes, dump
from sim.scenario.market.population import AtStart, Segment


def test_a_change_leaves_the_original_as_it_was(small: sim.Scenario) -> None:
    before = small.model_dump_json()
    changed = small.but({"firms.Azure.offer.price": 0.9, "firms.Azure.programmes.frequency.threshold": 10}, horizon=7)
    assert (changed.horizon, changed.firms[0].offer.price) == (7, 0.9)
    assert changed.firms[0].programmes[0].terms()["threshold"] == 10
    assert small.model_dump_json() == before
    assert (
        changed.but({"firms.Azure.offer": {}, "firms.Azure.programmes.frequency.threshold": 300}, horizon=30) == small
    )


def test_defaults_are_filled_in_on_the_way(small: sim.Scenario) -> None:
    assert small.but({"behaviour.pulls.social": 0.1}).behaviour.pulls.social == 0.1
    assert small.but({"behaviour.pulls.social": 0.1}).behaviour.pulls.financial == small.behaviour.pulls.financial


def test_a_kind_that_was_left_to_its_default_survives_a_change() -> None:
    segment = Segment(name="a", size=3, arrival=AtStart())
    assert segment.but(size=4).arrival == AtStart()


def test_dates_and_declarations_are_taken_as_they_are(small: sim.Scenario) -> None:
    assert small.but(start=datetime.date(1997, 1, 1)).start == datetime.date(1997, 1, 1)
    assert small.but(firms=small.firms[:2]).firms == small.firms[:2]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("firms.Azur.offer.price", 1, "firms.Azur.offer.price: unknown member 'Azur'; did you mean 'Azure'?"),
        ("firms.Azure.ofer.price", 1, "firms.Azure.ofer.price: unknown key 'ofer'; did you mean 'offer'?"),
        ("firms.Azure.offer.prise", 1, "firms.Azure.offer.prise: unknown key; did you mean 'price'?"),
        ("firms.Azure.offer.price", "cheap", "offer.price: the text 'cheap' was given; give a number above 0"),
        ("firms.Azure.offer.price", True, "firms.Azure.offer.price: true was given; give a number above 0"),
        ("horizon.weeks", 3, "horizon.weeks: 30.0 is a plain value, so there is no 'weeks' in it"),
        ("outside.price", 3, "outside.price: nothing is given here, so there is no 'price' in it; give"),
        ("firms.Azure.share", 0.5, "firms: some firms have a share and some have none"),
        ("focus", "Nobody", "focus: unknown firm 'Nobody'; allowed: Azure, Crimson, Jade"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_made_is_explained(
    path: str, value: object, expected: str, small: sim.Scenario
) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        small.but({path: value})
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_all_faulty_changes_are_reported_at_once(small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        small.but({"firms.Azur.share": 1, "tick": -1}, seed="x")
    assert len(caught.value.faults) == 3


def test_changes_from_the_command_line_are_read_as_yaml() -> None:
    assert changes(["a.b=1e-3", "c=[1, x]", "d=no", "e=", "f=a=b"]) == {
        "a.b": 0.001, "c": [1, "x"], "d": "no", "e": None, "f": "a=b",
    }  # fmt: skip
    with pytest.raises(sim.ScenarioError) as caught:
        changes(["horizon", "seed=[1", "=3"])
    assert [str(fault).split(":")[0] for fault in caught.value.faults] == ["horizon", "=3", "seed"] or len(
        caught.value.faults
    ) == 3


@pytest.mark.parametrize("name", ["no", "1e3", "0x10", "2025-01-06", "null", "关系 AG", "x - y", "12"])
def test_names_that_look_like_something_else_survive_writing(name: str, small: sim.Scenario, tmp_path: object) -> None:
    from pathlib import Path

    renamed = small.but({"firms.Azure.name": name, "focus": name})
    file = Path(str(tmp_path)) / "again.yaml"
    file.write_text(dump(renamed), encoding="utf-8")
    assert sim.load(file) == renamed
