"""Bad scenario files: every fault at once, with place and allowed values; and the schema by which editors mark them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sim
from sim.scenario.files.json_schema import schema_text
from sim.scenario.files.load import shipped_scenarios
from sim.scenario.files.source_positions import document
from tests.conftest import ROOT

SOUND = Path(__file__).with_name("market.yaml").read_text(encoding="utf-8")


def faults_of(text: str | bytes, tmp_path: Path) -> list[str]:
    """The faults of a file with this content, as lines without the name of the folder."""
    file = tmp_path / "market.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(sim.ScenarioError) as caught:
        sim.load(file)
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return str(caught.value).replace(f"{tmp_path}/", "").split("\n")


def test_a_fault_names_file_line_column_path_and_the_nearest_right_name(tmp_path: Path) -> None:
    text = SOUND.replace("  segments:", "  segmnts:")
    line = text.split("\n").index("  segmnts:") + 1
    found = faults_of(text, tmp_path)
    assert found == [
        f"market.yaml:{line}:3: population.segmnts: unknown key; did you mean 'segments'? allowed: segments"
    ]


def test_a_missing_key_is_reported_where_it_belongs(tmp_path: Path) -> None:
    text = SOUND.replace("      size: 2000\n", "")
    line = text.split("\n").index("    - name: consumers") + 1
    assert faults_of(text, tmp_path) == [
        f"market.yaml:{line}:7: population.segments.consumers.size: is missing; give a whole number from 1 to "
        "20,000,000 (Number of customers, counting all who may ever arrive)"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("horizon: 104", "horizon: -3", "horizon: -3 was given; give a number above 0 and up to 5,200"),
        ("horizon: 104", "horizon: true", "horizon: true was given; give a number above 0 and up to 5,200"),
        ("horizon: 104", 'horizon: "104"', "horizon: the text '104' was given; give a number above 0 and up to 5,200"),
        ("horizon: 104", "horizon: .inf", "horizon: inf was given; give a number above 0 and up to 5,200"),
        ("horizon: 104", "horizon:", "horizon: nothing was given; give a number above 0 and up to 5,200"),
        ("horizon: 104", "horizn: 104", "horizn: unknown key; did you mean 'horizon'?"),
        ("horizon: 104", "horizon: 104\nstart: 2025-13-01", "start: the text '2025-13-01' was given; give a date"),
        ("horizon: 104", "horizon: 104\ntick: 200", "tick: 200 weeks is longer than the horizon of 104"),
        ("size: 2000", "size: 10.5", "consumers.size: 10.5 was given; give a whole number from 1 to 20,000,000"),
        ("size: 2000", "size: many", "consumers.size: the text 'many' was given; give a whole number"),
        ("mean: 0.3}", "mean: -0.3}", "consumers.purchase_rate.mean: -0.3 was given; give a number of 0 or more"),
        ("{family: gamma, shape: 1.5, mean: 0.3}", "-0.3", "purchase_rate: must not be negative, but -0.3 was given"),
        ("family: gamma, shape: 1.5", "family: gama, shape: 1.5", "unknown family 'gama'; did you mean 'gamma'?"),
        ("shape: 1.5, mean: 0.3", "shape: 1.5", "purchase_rate: a gamma distribution takes a shape and either"),
        ("kind: frequency", "kind: frequncy", "unknown kind 'frequncy'; did you mean 'frequency'? allowed: club,"),
        ("threshold: 300", "thresold: 300", "programmes.frequency.thresold: unknown key; did you mean 'threshold'?"),
        ("- name: Crimson", "- name: Azure", "firms.Azure: named twice; names must differ"),
        ("- name: Crimson", "- name: Crimson\n    share: 0.5", "firms: some firms have a share and some have none"),
        ("- name: Crimson", "- name: '%'", "firms.%.name: the text '%' was given; give a name of up to 40 letters"),
        ("- name: Crimson", "- name: 7", "name: 7 was given; give a name of up to 40 letters"),
        ("focus: Azure", "focus: Azur", "focus: unknown firm 'Azur'; did you mean 'Azure'?"),
        ("{price: 0.97, service: 0.62}", "cheap", "firms.Crimson.offer: the text 'cheap' was given; give a mapping"),
        ("seed: 1", "seed: 1\nexits: {rows: [{name: mood, compared_with: best_rival}]}", "exits.rows.mood: to compare"),
        ("seed: 1", "seed: 1\nexits: {preset: curse}", "exits.preset: unknown value 'curse'; did you mean 'course'?"),
        ("seed: 1", "seed: 1\nseed: 2", "seed: the key is given twice, first in line"),
        ("seed: 1", "seed: 1\nbehaviour: {choice_weights: {prise: 1}}", "attribute 'prise'; did you mean 'price'"),
    ],
)  # fmt: skip
def test_one_fault_gives_one_clear_message(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert SOUND.count(old) == 1
    found = faults_of(SOUND.replace(old, new), tmp_path)
    assert len(found) == 1, found
    assert expected in found[0]
    place, line, column = found[0].split(": ")[0].split(":")
    assert place == "market.yaml"
    text = SOUND.replace(old, new).split("\n")[int(line) - 1]
    assert text[int(column) - 1 :].strip(), "the column points at something"


def test_all_faults_at_once_those_between_fields_too(tmp_path: Path) -> None:
    text = (
        SOUND.replace("horizon: 104", "horizon: 104\nhorizn: 1")
        .replace("mean: 0.3}", "mean: -0.3}")
        .replace("kind: frequency", "kind: points")
        .replace("- name: Azure", "- name: Azure\n    share: 0.5")
        .replace("- name: Crimson", "- name: Azure\n    share: 0.2")
        .replace("- name: Jade", "- name: Jade\n    share: 0.2")
    )
    found = "\n".join(faults_of(text, tmp_path))
    for expected in (
        "horizn: unknown key",
        "purchase_rate.mean: -0.3 was given",
        "unknown kind 'points'",
        "firms: the shares sum to 0.9; they must sum to 1",
        "firms.Azure: named twice",
    ):
        assert found.count(expected) == 1, found
    assert found.count("\n") == 4, found
    lines = [int(row.split(":")[1]) for row in found.split("\n")]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "market.yaml:1:1: the file is empty; give a mapping with the keys name, title"),
        ("# nothing but a remark\n", "market.yaml:1:1: the file is empty"),
        ("- a\n- b\n", "market.yaml:1:1: a list of 2 was given; give a mapping with the keys name, title"),
        ("just words\n", "market.yaml:1:1: the text 'just words' was given; give a mapping"),
        (bytes(range(256)) * 9, "market.yaml:1:1: this is a binary file; a scenario is text in UTF-8"),
        ("name: x\ntitle: Küche\n".encode("latin-1"), "market.yaml:2:9: byte 0xfc is not UTF-8"),
        ("name: x\n\ttitle: y\n", "market.yaml:2:1: not valid YAML: "),
        ("name: [x\n", "not valid YAML: "),
        ("name: x\n---\nname: y\n", "market.yaml:2:1: a second document begins here"),
        ("%YAML 1.1\n---\nname: no\n", "scenario files are YAML 1.2"),
        ("name: &it x\ntitle: *it\n", "market.yaml:1:7: anchors (&) and aliases (*) are not used"),
        ("name: !!python/object/apply:os.getcwd []\n", "market.yaml:1:7: the tag tag:yaml.org,2002:python/object"),
        ("? [a, b]\n: x\n", "market.yaml:1:3: a list or mapping cannot be a key"),
        ("[" * 100_000, "market.yaml:1:41: nested more than 40 levels deep"),
        ("- " * 5_000 + "x", "market.yaml:1:81: nested more than 40 levels deep"),
    ],
)  # fmt: skip
def test_files_that_are_no_scenario_are_refused_in_one_sentence(
    content: str | bytes, expected: str, tmp_path: Path
) -> None:
    found = faults_of(content, tmp_path)
    assert len(found) == 1
    assert expected in found[0]


def test_a_file_of_10_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    started = time.process_time()
    found = faults_of(b"a: 1\n" * 2_000_000, tmp_path)
    assert found == [
        "market.yaml: the file has 10,000,000 bytes; at most 1,000,000 are read; "
        "give a scenario file that ends in .yaml"
    ]
    assert time.process_time() - started < 1.0  # reading it would take twenty times as long


def test_numbers_in_the_notations_of_yaml_1_2(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text(SOUND.replace("build_cost: 2000", "build_cost: 2e3").replace("name: Crimson", "name: no"))
    read = sim.load(file)
    assert read.firms[0].programmes[0].build_cost == 2000
    assert read.firms[1].name == "no"


def test_names_and_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "imitation_rase.yaml").write_text(SOUND)
    for given, expected in (
        ("first_lok", "first_lok: unknown scenario; did you mean 'first_look'? allowed: "),
        (str(tmp_path / "imitation_race.yaml"), f"there is no such file; did you mean {tmp_path}/imitation_rase.yaml?"),
        (str(tmp_path / "nowhere" / "market.yaml"), "there is no such file; check the path"),
        (str(tmp_path), "this is a folder; give a scenario file that ends in .yaml"),
        ("/dev/zero", "this is not an ordinary file"),
        ("", "unknown scenario"),
    ):
        with pytest.raises(sim.ScenarioError) as caught:
            sim.load(given)
        assert expected in str(caught.value)
    monkeypatch.chdir(tmp_path)
    assert sim.load("imitation_rase.yaml").name == "market"
    assert sim.load("first_look") == sim.load(ROOT / "scenarios" / "first_look.yaml")


FILE = ROOT / "scenarios" / "scenario.schema.json"


def content(path: Path) -> Any:
    """The content of a scenario file as JSON has it."""
    return json.loads(json.dumps(document(path.read_text(encoding="utf-8")).content, default=str))


def test_the_schema_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), "run: make schema"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_are_sound_and_name_their_schema(name: str) -> None:
    path = shipped_scenarios()[name]
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=./scenario.schema.json\n")
    found = sim.load(name)
    assert found.name == name
    assert found.teaches and found.sources and found.course
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(content(path))


def test_the_schema_refuses_what_the_check_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    sound = content(Path(__file__).with_name("market.yaml"))
    assert validator.is_valid(sound)
    for change in ({"horizn": 3}, {"horizon": -1}, {"horizon": True}, {"firms": []}, {"firms": [{"name": "%"}]}):
        assert not validator.is_valid(sound | change), change


def test_every_key_says_what_it_means() -> None:
    schema = json.loads(schema_text())
    owners = {"Scenario": schema, **schema["$defs"]}
    keys = [(owner, key) for owner, part in owners.items() for key in part.get("properties", {})]
    described = [(owner, key) for owner, key in keys if "description" in owners[owner]["properties"][key]]
    assert len(described) > 0.6 * len(keys)
    assert all("description" in part for part in schema["$defs"].values() if part.get("type") == "object")
