"""The notebooks of the course run in both languages: locked before the predictions, whole after them."""

from __future__ import annotations

import html
from pathlib import Path

import nbformat
import pytest

from docs.course_notebooks import FOLDERS
from sim.course.chapters.parts import NumberPrediction
from sim.course.chapters.predictions import Predicted, options_of
from sim.course.chapters.progress import Progress
from sim.course.chapters.reader import course_chapter, course_chapters
from sim.course.text import LANGUAGES, Language
from tests.apps.notebooks.running import MOVE_EVERYTHING, ROOT, errors, run

NOTHING = "import json\nprint(json.dumps({}))"
CHAPTERS = [(one.number, one.name) for one in course_chapters()]


def notebook_of(number: int, name: str, language: Language) -> tuple[nbformat.NotebookNode, Path]:
    path = ROOT / FOLDERS[language] / f"{number:02}_{name}.ipynb"
    return nbformat.read(path, as_version=4), path.parent


def shown_in(notebook: nbformat.NotebookNode) -> list[str]:
    """What stays of each cell of code in the saved file."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return ["".join(out.get("data", {}).get("text/html", "") for out in cell.get("outputs", ())) for cell in code]


def predict(folder: Path, number: int) -> None:
    """Record a prediction for each question, as a student does."""
    progress = Progress(folder)
    progress.student = "20261234"
    for one in course_chapter(number).predict:
        if isinstance(one, NumberPrediction):
            given = Predicted(value=(one.low + one.high) / 2, low=one.low, high=one.high)
        else:
            given = Predicted(choice=next(iter(options_of(one))))
        progress.chapter(number).predictions[one.id] = given
    progress.save()


@pytest.mark.slow
def test_before_the_predictions_nothing_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_COURSE", str(tmp_path))
    notebook, folder = notebook_of(2, "imitation_race", "zh")
    done, _ = run(notebook, folder, then=NOTHING)
    assert errors(done) == []
    head, asked, *locked, reflect, _, _ = shown_in(done)
    assert "不填学号时使用访客的市场" in head and "Azure" in asked
    assert len(locked) == 5 and all("尚未开放" in part for part in locked)
    assert "尚未开放" not in reflect


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("number", "name"), CHAPTERS)
def test_after_the_predictions_every_part_is_shown(
    number: int, name: str, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each chapter runs in each language; its controls are moved in one of them, by turns."""
    monkeypatch.setenv("GUANXI_COURSE", str(tmp_path))
    predict(tmp_path, number)
    notebook, folder = notebook_of(number, name, language)
    moved = LANGUAGES[number % len(LANGUAGES)] == language
    done, _ = run(notebook, folder, then=MOVE_EVERYTHING if moved else NOTHING)
    assert errors(done) == []
    chapter = course_chapter(number, language)
    page = html.unescape("\n".join(shown_in(done)))
    assert page.count('src="data:image/png;base64,') >= len(chapter.pictures) + 2
    assert all(one.alt in page for one in chapter.pictures)
    assert all(one.says.split(";")[0][:20] in page for one in chapter.ideas)
    kept = Progress(tmp_path).chapter(number)
    assert set(kept.outcomes) == {one.id for one in chapter.predict}
