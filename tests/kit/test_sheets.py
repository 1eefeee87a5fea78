"""Sheets of the kit: both languages have the same shape, plans add up, and a missing figure is an error."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sim.course.figure_text import MissingFigureError, with_figures
from sim.kit.chapter_material import lesson_minutes, read_words
from sim.kit.exercises import read_exercises
from sim.kit.pages import sheet_page
from sim.kit.paper_game.materials import read_cards
from sim.kit.sheet import PLACE, Part, Sheet, Table, filled_sheet, kit_folder, places_of, read_sheet
from sim.language.choice import in_language
from sim.scenario.files.source_positions import document

NAMES = sorted(path.stem for path in kit_folder().glob("*.yaml") if "." not in path.stem)
SHEETS = [name for name in NAMES if "parts:" in (kit_folder() / f"{name}.yaml").read_text(encoding="utf-8").split("\n")]
LANGUAGES = ("en", "zh")
ONLY_IN_CHINESE = {"accounts"}
"""Keys of a side file that English takes from the scenario."""


def content(name: str, language: str) -> Any:
    ending = "" if language == "en" else f".{language}"
    return document((kit_folder() / f"{name}{ending}.yaml").read_text(encoding="utf-8")).content


def shape(value: Any) -> Any:
    """A content without its words: keys, lengths, numbers and the figures of each text."""
    if isinstance(value, dict):
        return {key: shape(held) for key, held in value.items() if key not in ONLY_IN_CHINESE}
    if isinstance(value, list):
        return [shape(held) for held in value]
    return sorted(PLACE.findall(value)) if isinstance(value, str) else value


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_parts_numbers_and_figures(name: str) -> None:
    assert shape(content(name, "en")) == shape(content(name, "zh"))


@pytest.mark.parametrize("name", NAMES)
def test_chinese_is_punctuated_as_chinese(name: str) -> None:
    text = (kit_folder() / f"{name}.zh.yaml").read_text(encoding="utf-8")
    assert re.findall(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]", text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_becomes_a_page(name: str, language: str) -> None:
    with in_language(language):
        sheet = read_sheet(name)
        page = sheet_page(filled_sheet(sheet, dict.fromkeys(places_of(sheet), "17")))
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page
    assert page.count("<h2>") == sum(bool(part.heading) for part in sheet.parts)
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_a_figure_that_is_not_computed_is_named() -> None:
    with pytest.raises(MissingFigureError, match=r"\{gain\} is not computed; known: loss"):
        with_figures("{loss} and {gain}", {"loss": "3"})


def test_a_plan_whose_minutes_do_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="add up to 40, not to 45"):
        Table(columns=("minutes", "what"), rows=((15, "a"), (25, "b")), minutes=45)


def test_plans_have_the_five_lengths_that_are_promised() -> None:
    tables = [part.table for part in read_sheet("plans").parts if part.table is not None and part.table.minutes]
    assert [table.minutes for table in tables] == [45, 90, 360, 16 * 60, 26 * 60]


def test_the_paper_game_takes_thirty_minutes_and_the_exam_forty_five() -> None:
    lengths = {
        name: [part.table.minutes for part in read_sheet(name).parts if part.table is not None and part.table.minutes]
        for name in ("paper_debrief", "exam")
    }
    assert lengths == {"paper_debrief": [30], "exam": [45]}


def test_what_is_put_in_is_escaped() -> None:
    page = sheet_page(filled_sheet(Sheet(title="t", parts=(Part(text="{name}"),)), {"name": "<b>"}))
    assert "&lt;b&gt;" in page


def test_a_lesson_is_filled_to_the_minute() -> None:
    from sim.course.chapters.reader import course_chapters

    words = read_words()
    for chapter in course_chapters("en"):
        for steps, whole in ((words.plan_90, 90), (words.plan_45, 45)):
            minutes = lesson_minutes(steps, chapter, whole)
            assert sum(minutes) == whole, chapter.name
            assert min(minutes) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_and_exercises_are_read(language: str) -> None:
    with in_language(language):
        cards, found = read_cards(), read_exercises()
    assert [role.seat for role in cards.roles].count("bank") == 1 and len(cards.roles) == 11
    assert [one.id for one in found.exercises] == [f"D{number}" for number in range(1, 10)]
    assert {one.id for one in found.exercises if one.rubric} == {"D2", "D3", "D8"}
