"""A chapter that was worked through, exported to HTML: readable without Python and network, on light and dark pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbconvert import HTMLExporter

from sim.course.chapters.progress import Progress
from sim.course.chapters.reader import course_chapter
from sim.course.quiz import Attempt
from tests.apps.notebooks.running import errors, run
from tests.apps.notebooks.test_course_notebooks import NOTHING, notebook_of, predict

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
SHOWN = """() => {
  const seen = (element) => element.getClientRects().length > 0;
  const pictures = [...document.querySelectorAll('.gx-chapter img, .guanxi-static img')].filter(seen);
  const luminance = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const page = luminance(getComputedStyle(document.body).backgroundColor);
  const contrasts = [...document.querySelectorAll('.gx-chapter p, .gx-chapter td')].filter(seen).map((element) => {
    const text = luminance(getComputedStyle(element).color);
    return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
  });
  return {
    pictures: pictures.filter((one) => one.naturalWidth > 100).length, all: pictures.length, page,
    alts: pictures.map((one) => one.alt), contrast: Math.min(...contrasts), text: document.body.innerText,
  };
}"""
"""What a reader sees: pictures, the colour of the page, the least contrast of a text with it, all words."""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_exported_chapter_is_readable_with_pictures_and_answers(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setenv("GUANXI_COURSE", str(tmp_path))
    predict(tmp_path, 2)
    progress = Progress(tmp_path)
    progress.student = "20261234"
    done = progress.chapter(2)
    done.attempts.append(Attempt(question="c2_fades", typed="1", points=0.0))
    done.reflection = "Nobody copies a neighbour. 邻居无法模仿。"
    progress.save()
    notebook, folder = notebook_of(2, "imitation_race", language)  # type: ignore[arg-type]
    ran, _ = run(notebook, folder, then=NOTHING)
    assert errors(ran) == []
    ran.cells.pop()
    chapter = course_chapter(2, language)  # type: ignore[arg-type]
    for theme in ("light", "dark"):
        page_file = tmp_path / f"{language}_{theme}.html"
        page_file.write_text(exported(ran, theme), encoding="utf-8")
        context = browser.new_context(viewport={"width": 1000, "height": 900}, offline=True)
        page = context.new_page()
        page.goto(page_file.as_uri(), wait_until="load")
        seen = page.evaluate(SHOWN)
        page.screenshot(path=tmp_path / f"{language}_{theme}.png", full_page=True)
        context.close()
        assert seen["pictures"] == seen["all"] == len(chapter.pictures) + 2, "all pictures, the trial and two lives"
        assert all(one.alt in seen["alts"] for one in chapter.pictures) and all(seen["alts"])
        assert (seen["page"] > 0.5) == (theme == "light")
        assert seen["contrast"] >= 4.5, "text can be read on this page (WCAG 2.2, 1.4.3)"
        assert "邻居无法模仿" in seen["text"]
        assert ("Your answer: " if language == "en" else "你的回答：") in seen["text"]
        assert ("Attempts: 1." if language == "en" else "作答次数：1。") in seen["text"]


def exported(notebook: nbformat.NotebookNode, theme: str) -> str:
    """The notebook as nbconvert exports it."""
    page, _resources = HTMLExporter(theme=theme).from_notebook_node(
        nbformat.from_dict(json.loads(json.dumps(notebook)))
    )
    return str(page)
