"""Odd inputs: each is refused with a sentence or read as it is meant, and so is any content whatever."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import sim
from sim.game.game import Game
from sim.game.load_game import is_exercise, load_game
from sim.scenario.decisions.decision import Decision
from sim.scenario.files.load import dump, from_text
from sim.scenario.files.source_positions import document
from sim.scenario.files.validation_errors import LONGEST, LONGEST_PATH
from sim.scenario.scenario import Scenario

MARKET = """name: odd
title: Odd
teaches: A case for checking.
horizon: 26
population:
  segments:
    - {name: people, size: 60WORD}
firms:
  - name: Azure
    programmes: [{kind: frequency, launch: 4}]
    departmentsBESIDE: [{kind: service_desk, servers: 2}]
  - name: Beryl
"""
SOUND = MARKET.replace("WORD", "").replace("BESIDE", "")
DESK = "{kind: service_desk, servers: 2}"
HUGE = "9" * 400
NFC, NFD = "Caf\u00e9", "Cafe\u0301"


def faults_of(text: str, model: Any = Scenario) -> list[str]:
    """The faults of a text, each as one line."""
    with pytest.raises(sim.ScenarioError) as caught:
        from_text(model, text, "odd.yaml")
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("given", ["{a: 1}", "[a]", "[]", "{}"])
@pytest.mark.parametrize("key", ["first_purchase", "residence"])
def test_a_mapping_for_a_word_is_refused_with_its_place_beside_a_second_fault(key: str, given: str) -> None:
    text = MARKET.replace("WORD", f", {key}: {given}").replace("BESIDE", "z")
    found = faults_of(text)
    assert len(found) == 2
    assert found[0].startswith(f"odd.yaml:7:{len('    - {name: people, size: 60, : ') + len(key) + 1}: population.seg")
    assert "where one word is wanted; give one of: " in found[0]
    assert found[1].startswith("odd.yaml:11:5: firms.Azure.departmentsz: unknown key; did you mean 'departments'?")


def words(schema: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Owners and names of all fields that hold one word of a list."""
    found = []
    for owner, part in schema["$defs"].items():
        for name, field in part.get("properties", {}).items():
            choices = [field, *field.get("anyOf", ())]
            if any("enum" in choice for choice in choices):
                found.append((owner, name))
    return found


def test_every_field_of_one_word_refuses_a_mapping_in_a_sentence() -> None:
    from sim.scenario.files.allowed_keys import keys_of

    fields = words(keys_of(Scenario).whole)
    models = {model.__name__: model for model in _declarations(Scenario)}
    tried = 0
    for owner, name in fields:
        if owner not in models:
            continue
        tried += 1
        with pytest.raises(sim.ScenarioError) as caught:
            from_text(models[owner], f"{name}: {{a: {{b: 1}}}}")
        assert any(fault.steps[:1] == (name,) for fault in caught.value.faults), (owner, name, str(caught.value))
    assert tried >= 15


def _declarations(model: Any) -> list[Any]:
    from sim.scenario.declaration import Declaration

    found, waiting = [], list(Declaration.__subclasses__())
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += one.__subclasses__()
    return found


def test_a_decision_with_a_mapping_for_a_word_says_what_is_wrong() -> None:
    with pytest.raises(sim.ScenarioError, match="priority: a mapping was given where one word is wanted; give one of"):
        Decision().but(priority={"a": 1})


@pytest.mark.parametrize("number", [HUGE, f"-{HUGE}", "9" * 5_000, f"0x{'f' * 5_000}", "1e400"])
@pytest.mark.parametrize(
    "key", ["size", "purchase_rate", "spend", "spend_shape", "norm", "sensitivity", "newcomers_after"]
)
def test_a_number_of_hundreds_of_digits_is_refused_with_its_place(key: str, number: str) -> None:
    text = SOUND.replace("size: 60}", f"size: 60, {key}: {number}}}").replace("size: 60, size:", "size:")
    found = faults_of(text)
    assert len(found) == 1
    assert found[0].startswith("odd.yaml:7:")
    assert f"population.segments.people.{key}: " in found[0]
    assert len(found[0]) < 500


def test_no_whole_number_without_bounds_is_beyond_what_a_run_can_count() -> None:
    at_purchase = "exits: {rows: [{name: price, at_purchase: {chance: 0.1, from_purchase: 10000000000000}}]}"
    (found,) = faults_of(f"{SOUND}{at_purchase}\n")
    assert "from_purchase: 10,000,000,000,000 was given" in found


@pytest.mark.parametrize(
    ("old", "new", "second"),
    [
        ("  - name: Beryl", f"  - name: {NFC}\n  - name: {NFD}", "line 12, column 5"),
        ("  - name: Beryl", "  - name: Azure", "line 9, column 5"),
        ("  - name: Beryl", "  - name: Azu\u200dre", "line 9, column 5"),
        ("60}", f"60}}\n    - {{name: {NFC}, size: 3}}\n    - {{name: {NFD}, size: 3}}", "line 8, column 7"),
        ("horizon: 26", f"horizon: 26\nexits: {{rows: [{{name: {NFC}}}, {{name: {NFD}}}]}}", "line 5, column 16"),
        ("launch: 4}", "launch: 4}, {kind: frequency}", "line 10, column 18"),
        (f"[{DESK}]", f"[{DESK}, {DESK}]", "line 11, column 19"),
        ("horizon: 26", f"horizon: 26\nkey_accounts: [{{name: {NFC}, segment: people, member: 1}}, "
         f"{{name: {NFD}, segment: people, member: 2}}]", "line 5, column 16"),
    ],
)  # fmt: skip
def test_names_that_look_the_same_are_refused_with_both_places(old: str, new: str, second: str) -> None:
    (found,) = faults_of(SOUND.replace(old, new))
    assert found.endswith(f"; the other one is in {second}")
    assert found.startswith("odd.yaml:")
    assert not found.startswith(f"odd.yaml:{second.split(',')[0].removeprefix('line ')}:{second.split()[-1]}:")


def test_seats_that_look_the_same_are_refused_with_both_places() -> None:
    seats = f"[{{name: {NFC}, role: firm, firm: Azure}}, {{name: {NFD}, role: observer}}]"
    found = faults_of(f"name: g\ntitle: G\nteaches: x\nscenario: first_look\nrounds: 2\nseats: {seats}\n", Game)
    assert len(found) == 1
    assert found[0].endswith("; the other one is in line 6, column 9")


def test_a_cause_that_looks_like_one_of_the_course_is_refused() -> None:
    (found,) = faults_of(f"{SOUND}exits: {{rows: [{{name: pri\u200dce, base: 1}}]}}\n")
    assert "the name looks the same as that of the cause 'price'" in found


@pytest.mark.parametrize(
    "text",
    [
        f"{'k' * 200_000}: 1\n{SOUND}",
        SOUND.replace("Beryl", "B" * 5_000),
        SOUND.replace("kind: frequency", f"kind: {'f' * 5_000}"),
        SOUND + f"focus: {'f' * 5_000}\n",
        SOUND + f"behaviour: {{choice_weights: {{{'w' * 5_000}: 1}}}}\n",
        SOUND + f"interviews: {{stated: {{{'w' * 5_000}: {{price: 1}}}}}}\n",
        SOUND + "focus: nobody\n" + "".join(f"  - name: {'f' * 36}{n:03d}\n" for n in range(58)),
        SOUND.replace("horizon: 26", "horizon: !" + "t" * 5_000 + " 26"),
    ],
)
def test_no_message_is_longer_than_a_thousand_characters(text: str) -> None:
    if "focus: nobody" in text:
        text = text.replace("focus: nobody\n", "") + "focus: nobody\n"
    found = faults_of(text)
    assert found
    assert all(len(fault) <= LONGEST + LONGEST_PATH + 30 <= 1_000 for fault in found)


@pytest.mark.parametrize(
    "text", ["[" * 5_000, '{"a":' * 5_000, "- " * 3_000 + "x", SOUND + "shocks: " + "[" * 60 + "]" * 60]
)
def test_content_that_is_nested_deeply_is_refused_with_its_place(text: str) -> None:
    (found,) = faults_of(text)
    assert "nested more than 40 levels deep" in found
    assert found.startswith("odd.yaml:") and found.split(":")[1].isdecimal()


def test_deep_content_from_python_is_refused_too(small: sim.Scenario) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(sim.ScenarioError, match="shocks: nested more than 40 levels deep"):
        small.but(shocks=deep)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", 1j, "\ud800", {1: 2}])
def test_values_that_no_file_can_hold_are_refused_with_their_path(value: Any, small: sim.Scenario) -> None:
    with pytest.raises(sim.ScenarioError) as caught:
        small.but({"title": value, "horizon": -1})
    assert {str(fault).split(":")[0] for fault in caught.value.faults} == {"title", "horizon"}


@pytest.mark.parametrize("name", ["a" * 5_000, "a" * 5_000 + ".yaml", "b/" * 3_000 + "c.yaml", "a\0b", "a\0b.yaml"])
def test_names_that_no_file_can_have_are_refused_in_one_sentence(name: str) -> None:
    for load in (sim.load, load_game):
        with pytest.raises(sim.ScenarioError) as caught:
            load(name)
        assert len(caught.value.faults) == 1
        assert len(str(caught.value)) <= 1_000
    assert not is_exercise(name)


@pytest.mark.parametrize("tick", ["1e-9", "0.004", "0"])
def test_a_tick_too_short_to_run_is_refused_with_its_place(tick: str) -> None:
    (found,) = faults_of(SOUND.replace("horizon: 26", f"horizon: 26\ntick: {tick}"))
    assert found.startswith("odd.yaml:5:7: tick: ")
    assert "give a number of 0.005 or more" in found


def test_the_text_of_these_tests_is_sound() -> None:
    assert document(SOUND).content
    assert from_text(Scenario, SOUND).name == "odd"
    assert Path(__file__).name == "test_odd_inputs.py"


SOUND_CONTENT: Any = document(Path(__file__).with_name("market.yaml").read_text(encoding="utf-8")).content
KEYS = ("name", "kind", "family", "firms", "share", "mean", "shape", "price", "rows", "at", "zzz")

plain = some.none() | some.booleans() | some.integers(-3, 10**30) | some.floats() | some.text(max_size=6)
anything = some.recursive(
    plain | some.sampled_from(["gamma", "frequency", "club", "course", "Azure"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(KEYS), inner, max_size=3),
    max_leaves=5,
)


def places(content: Any, steps: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All ways into a content."""
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [steps, *(place for step, member in inner for place in places(member, (*steps, step)))]


@given(data=some.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_change_of_a_sound_file_gives_a_scenario_or_faults_with_places(data: Any, tmp_path: Path) -> None:
    content = copy.deepcopy(SOUND_CONTENT)
    for _ in range(data.draw(some.integers(1, 4))):
        *around, last = data.draw(some.sampled_from(places(content)[1:]))
        parent = content
        for step in around:
            parent = parent[step]
        action = data.draw(some.sampled_from(["replace", "remove", "add", "double"]))
        if action == "remove":
            del parent[last]
        elif action == "replace":
            parent[last] = data.draw(anything)
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]) if action == "double" else data.draw(anything))
        else:
            parent[data.draw(some.sampled_from(KEYS))] = data.draw(anything)
        if not content:
            break
    file = tmp_path / "market.yaml"
    text = json.dumps(content, indent=1, ensure_ascii=True, default=str)
    file.write_text(text.replace("NaN", ".nan").replace("-Infinity", "-.inf").replace("Infinity", ".inf"))
    try:
        read = sim.load(file)
    except sim.ScenarioError as error:
        assert error.faults
        assert all(fault.line > 0 and fault.column > 0 and fault.message for fault in error.faults)
        assert len(set(map(str, error.faults))) == len(error.faults)
    else:
        assert sim.load(_written(dump(read), tmp_path)) == read


def _written(text: str, folder: Path) -> Path:
    (folder / "again.yaml").write_text(text, encoding="utf-8")
    return folder / "again.yaml"
