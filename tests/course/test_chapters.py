"""The chapters of the course: their files, what they cover, their sentences, and the notebooks made from them."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest

from docs.course_notebooks import FOLDERS, contents
from sim import charts
from sim.course.chapters.chapter import CourseChapter, scenario_of
from sim.course.chapters.figures import sentence
from sim.course.chapters.parts import Told
from sim.course.chapters.reader import chapter_files, course_chapters, read_course_chapter
from sim.course.text import LANGUAGES, Language
from sim.scenario.contrasts import BASE
from sim.scenario.files.load import load
from sim.scenario.files.validation_errors import ScenarioError
from tests.conftest import ROOT
from tests.course.drawn_figures import SIGN, drawn_figures

IDS = [f"{letter}{n}" for letter, last in (("A", 18), ("B", 7), ("C", 11), ("D", 9)) for n in range(1, last + 1)]
CHAPTERS = course_chapters()
FILE = chapter_files()[2]
SIDE = FILE.with_name(f"{FILE.stem}.zh.yaml")


def copied(folder: Path, old: str, new: str, *, side: bool = False) -> Path:
    """Chapter 2 with one change, in the file or in its side file."""
    for path, changed in ((FILE, not side), (SIDE, side)):
        text = path.read_text(encoding="utf-8")
        assert not changed or old in text
        (folder / path.name).write_text(text.replace(old, new, 1) if changed else text, encoding="utf-8")
    return folder / FILE.name


@pytest.mark.parametrize("number", sorted(chapter_files()))
def test_a_shipped_chapter_has_no_faults_and_a_chinese_twin(number: int) -> None:
    path = chapter_files()[number]
    english, chinese = (read_course_chapter(path, language, names=language == "en") for language in LANGUAGES)
    assert english.number == chinese.number == number
    assert path.stem == f"{number:02}_{english.name}"
    assert 60 <= english.minutes.total <= 90
    assert [type(one) for one in english.check] == [type(one) for one in chinese.check]
    assert re.search("[\u4e00-\u9fff]", chinese.title) and not re.search("[\u4e00-\u9fff]", english.title)


def test_there_are_eight_chapters_which_cover_all_ids() -> None:
    assert [one.number for one in CHAPTERS] == list(range(1, 9))
    covered = {name for one in CHAPTERS for name in one.course}
    assert [name for name in [*IDS, "F"] if name not in covered] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reading", SIGN)
def test_every_sentence_reads_well_however_the_figures_come_out(language: Language, reading: str) -> None:
    for chapter in course_chapters(language):
        figures = drawn_figures(chapter, 1, language, reading)  # type: ignore[arg-type]
        told = [*chapter.happened, *(idea.seen for idea in chapter.ideas)]
        said = [sentence(one, figures) for one in told]
        assert all(said) and not any("{" in one for one in said)
        chosen = [one.sentences[reading] for one in told if one.by is not None]
        assert len(chosen) == sum(one.by is not None for one in told)


def test_ideas_and_results_hold_figures_of_the_run() -> None:
    for chapter in CHAPTERS:
        told = [*chapter.happened, *(idea.seen for idea in chapter.ideas)]
        with_figures = [one for one in told if any("{" in said for said in one.sentences.values())]
        assert len(with_figures) >= 0.75 * len(told), f"chapter {chapter.number} tells too much without a figure"


def test_chinese_sentences_hold_the_same_figures() -> None:
    def names(told: Told) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{([\w.]+)\}", said)) for key, said in told.sentences.items()}

    for english, chinese in zip(CHAPTERS, course_chapters("zh"), strict=True):
        pairs = [*zip(english.happened, chinese.happened, strict=True)]
        pairs += [(one.seen, other.seen) for one, other in zip(english.ideas, chinese.ideas, strict=True)]
        for one, other in pairs:
            assert {key: set(found) for key, found in names(one).items()} == {
                key: set(found) for key, found in names(other).items()
            }, one


FAULTS = {
    "a scenario": (
        "scenario: imitation_race\n",
        "scenario: imitation_rase\n",
        r":20:15: .*did you mean 'imitation_race'",
    ),
    "a contrast": ("[no_card, sleepy_rivals, ", "[no_kard, sleepy_rivals, ", r":22:17: .*did you mean 'no_card'"),
    "a measure": ("on: early, between", "on: earli, between", r": figures.early_gain.on: .*did you mean 'early'"),
    "a figure in a sentence": ("{early_gain.size}.", "{erly_gain.size}.", r"happened.0.more: .*mean 'early_gain'"),
    "a question": ("id: c2_fades", "id: c2_fate", r"check.0.id: .*c2_fades"),
    "an id without an idea": ("course: [A2, ", "course: [A2, A9, ", r"course: A9: no entry in 'ideas'"),
    "a key": ("objectives:", "objective:", r": objective: unknown key; did you mean 'objectives'"),
    "a picture": ("    picture: 3\n", "    picture: 9\n", r"there is no picture 9"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    old, new, told = FAULTS[name]
    path = copied(tmp_path, old, new)
    with pytest.raises(ScenarioError) as caught:
        read_course_chapter(path)
    text = str(caught.value)
    assert re.search(told, text), text
    assert all(re.match(rf"{re.escape(str(path))}:\d+:\d+: ", line) for line in text.splitlines())


SIDE_FAULTS = {
    "missing": ("title: 三个层次的联系与模仿竞赛\n", "", "title: no text in zh"),
    "not in the chapter": ("title: ", "titel: 甲\ntitle: ", "titel: the chapter has no such key"),
    "too few": ("  - {label: 竞争者模仿所需的周数}\n".replace("  - ", "    - "), "", "entries; the chapter has 2 here"),
    "no text": ("title: ", "number: 3\ntitle: ", "number: only texts have a translation"),
}


@pytest.mark.parametrize("name", SIDE_FAULTS)
def test_a_fault_of_the_side_file_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    old, new, told = SIDE_FAULTS[name]
    path = copied(tmp_path, old, new, side=True)
    with pytest.raises(ScenarioError) as caught:
        read_course_chapter(path, "zh", names=False)
    text = str(caught.value)
    assert told in text
    assert re.match(rf"{re.escape(str(tmp_path / SIDE.name))}:\d+:\d+: ", text)


def code_of(text: str) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def test_the_notebooks_are_those_of_the_chapters() -> None:
    """``python -m docs.course_notebooks`` writes them anew."""
    there = {
        path.relative_to(ROOT): path.read_text(encoding="utf-8")
        for path in (ROOT / "notebooks/course").rglob("*.ipynb")
    }
    assert {path for path in there if "checkpoint" not in str(path)} == set(contents())
    assert all(there[path] == text for path, text in contents().items())


def test_twins_have_the_same_code_and_short_cells() -> None:
    made = contents()
    for chapter in CHAPTERS:
        name = f"{chapter.number:02}_{chapter.name}.ipynb"
        english, chinese = (code_of(made[Path(FOLDERS[language]) / name]) for language in LANGUAGES)
        assert english == chinese and len(english) == 9
        assert all(0 < len(cell.splitlines()) <= 5 for cell in english)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_sliders_change_the_market_at_both_ends(chapter: CourseChapter) -> None:
    from sim.reports.chapters.trial import with_value
    from sim.scenario.contrasts import world

    asked = scenario_of(chapter.experiments[chapter.try_out.run])
    base = world(asked, "base")
    for slider in chapter.try_out.sliders:
        ends = [
            base.but({path: with_value(content, value) for path, content in slider.set.items()})
            for value in (slider.low, slider.high)
        ]
        assert ends[0] != ends[1]


def test_cases_and_games_that_are_named_are_there() -> None:
    games = {path.stem for path in (ROOT / "scenarios" / "games").glob("*.yaml")}
    for chapter in CHAPTERS:
        assert chapter.case.scenario is None or load(chapter.case.scenario)
        assert chapter.case.game is None or chapter.case.game in games


def test_charts_their_options_and_measures_are_there() -> None:
    for chapter in CHAPTERS:
        for picture in chapter.pictures:
            assert picture.chart in charts.__all__
            first, *others = inspect.signature(getattr(charts, picture.chart)).parameters
            assert set(picture.options) <= set(others)
            assert "without" not in others or picture.contrast != BASE
            measures = [one.name for one in scenario_of(chapter.experiments[picture.run]).measures]
            assert picture.options.get("measure", measures[0]) in measures
            assert first in ("results", "found")
