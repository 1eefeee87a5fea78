"""Scenarios and games in Chinese: a file beside each, which leaves the scenario as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sim
from sim.game.load_game import exercise_names, exercises_without_file, shipped_games
from sim.language.choice import in_language
from sim.scenario.files.load import shipped, shipped_scenarios
from sim.scenario.files.side_texts import SideTexts, scenario_text, side_file, side_texts, texts_side_by_side
from tests.language.test_catalogues import HALF_WIDTH

PLACE = re.compile(r"\{(\w*)\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def translated(name: str, folder: str = "") -> SideTexts:
    with in_language("zh"):
        return side_texts(name, folder)


def test_every_scenario_has_its_title_question_and_lesson_in_chinese() -> None:
    lacking = []
    for name, path in shipped_scenarios().items():
        texts, scenario = translated(name), sim.load(name)
        wanted = [texts.title, texts.teaches, *([texts.question] if scenario.question else [])]
        if not (side_file(path, "zh").exists() and all(map(CHINESE.search, wanted))):
            lacking.append(name)
        elif set(texts.contrasts) - set(scenario.contrasts):
            lacking.append(f"{name} has no contrasts {set(texts.contrasts) - set(scenario.contrasts)}")
    assert lacking == []


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_text_of_a_scenario_has_its_chinese_with_the_same_places(name: str) -> None:
    scenario, side = sim.load(name), translated(name)
    assert len(side.findings) == len(scenario.findings) and len(side.pictures) == len(scenario.pictures)
    assert len(side.sources) == len(scenario.sources)
    assert set(side.measures) == {measure.name for measure in scenario.measures if measure.label}
    assert set(side.contrasts) == set(scenario.contrasts)
    for english, chinese in texts_side_by_side(scenario, side):
        if english:
            assert CHINESE.search(chinese), english
            assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(chinese)), english
            assert not HALF_WIDTH.search(chinese), chinese


def test_a_text_is_translated_by_what_it_says_and_a_changed_one_stays() -> None:
    scenario = sim.load("first_look")
    with in_language("zh"):
        assert scenario_text(scenario, scenario.title) == "初识三家企业的市场"
        assert scenario_text(scenario, "My own title") == "My own title"
        assert scenario_text(sim.load("first_look").but(name="own"), scenario.title) == scenario.title
    assert scenario_text(scenario, scenario.title) == scenario.title


def test_every_game_has_its_title_and_lesson_in_chinese() -> None:
    names = {*shipped_games(), *exercise_names()} - set(exercises_without_file())
    assert [
        name for name in sorted(names)
        if not all(map(CHINESE.search, (translated(name, "games").title, translated(name, "games").teaches)))
    ] == []  # fmt: skip


def test_a_side_file_belongs_to_a_scenario_and_is_none_itself() -> None:
    assert not any("." in name for name in (*shipped_scenarios(), *shipped_games()))
    sides = [*shipped().glob("*.zh.yaml"), *(shipped() / "games").glob("*.zh.yaml")]
    assert sides and all(path.with_name(path.name.replace(".zh.", ".")).exists() for path in sides)


def test_texts_are_empty_in_english_and_where_there_is_no_file(tmp_path: Path) -> None:
    assert side_texts("first_look") == SideTexts()
    assert translated(str(tmp_path / "own.yaml")) == SideTexts()


def test_a_side_file_beside_an_own_scenario_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.zh.yaml").write_text("title: 我的市场\n", encoding="utf-8")
    assert translated(str(tmp_path / "own.yaml")).title == "我的市场"


def test_an_unknown_key_of_a_side_file_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "own.zh.yaml").write_text("titel: 我的市场\n", encoding="utf-8")
    with pytest.raises(sim.ScenarioError, match=r"own\.zh\.yaml:1"):
        translated(str(tmp_path / "own.yaml"))
