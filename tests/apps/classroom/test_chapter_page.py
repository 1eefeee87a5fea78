"""A chapter in a real browser, with the keyboard, on a phone, in both languages: nothing axe knows of, no overflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.apps.classroom.chapters.kept_results import Followed, KeptResults
from sim.apps.classroom.classes.class_folder import Settings, new_class
from tests.apps.classroom.browser import browser
from tests.apps.classroom.classes import Served, served_class
from tests.apps.classroom.test_class_chapters import drawn
from tests.apps.classroom.test_page_languages import opened, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
ALL_STEPS = ("question", "predict", "try_out", "happened", "follow", "ideas", "case", "check", "reflect", "reading")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Chapters 2 and 7, with drawn figures and pictures of one colour in place of those of runs."""
    import io

    from PIL import Image

    held = io.BytesIO()
    Image.new("RGB", (704, 400), "white").save(held, "PNG")

    def tried(self: KeptResults, _work: object, values: dict[str, float]) -> tuple[str, str]:
        return self.shelf.put(held.getvalue()), f"with {sorted(values.values())}"

    def followed(self: KeptResults, _work: object, customer: str) -> Followed:
        offered = [("saved", ["a-1", "a-2"]), ("lost", ["a-3"])]
        return Followed(customer or "a-1", offered, self.shelf.put(held.getvalue()), f"two lives of {customer}")

    monkeypatch.setattr(KeptResults, "make", drawn)
    monkeypatch.setattr(KeptResults, "tried", tried)
    monkeypatch.setattr(KeptResults, "followed", followed)
    new_class(tmp_path / "class", Settings(game="course", markets=1, chapters=(2, 7)))
    with served_class(tmp_path / "class") as found:
        yield found


def unfold(page: Page) -> None:
    """Open every step."""
    for name in ALL_STEPS:
        head = page.locator(f"#{name} .head-of-step")
        if head.get_attribute("aria-expanded") == "false":
            head.click()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_chapter_is_worked_through_with_the_keyboard_on_a_phone(course: Served, language: str) -> None:
    with browser() as chromium:
        page = opened(chromium, course.address, f"#class={course.file.join_code}", language, (390, 800))
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.fill("#name", "Li")
        page.fill("#number", "20261234")
        page.keyboard.press("Enter")
        page.wait_for_selector("#chapter-steps section")
        page.focus("#question .buttons button")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('section').id") == "predict", "the focus goes along"
        for _field in ("value", "low", "high"):
            page.keyboard.press("Tab")
            page.keyboard.type({"value": "3", "low": "1", "high": "6"}[_field])
        for _choice in range(2):
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#predict.done")
        page.wait_for_selector("#try_out img")
        page.focus("#try_out input[type=range]")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("#try_out img[alt*='30']")
        page.wait_for_selector("#happened .body-of-step img", state="attached")
        unfold(page)
        page.wait_for_selector("#follow img")
        page.select_option("#follow-outcome", "1")
        page.wait_for_selector("#follow img[alt*='a-3']")
        page.locator("#check input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.locator("#check .buttons button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#check .said")
        assert all(page.locator("#chapter img").evaluate_all("all => all.map((each) => each.alt)"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(page) == [] and not faults
        page.fill("#reflection", "not saved yet")
        page.click("[data-language=en]" if language == "zh" else "[data-language=zh]")
        page.wait_for_selector("text=检查答案" if language == "en" else "text=Check answer", state="attached")
        assert page.input_value("#reflection") == "not saved yet"
        page.select_option("#chapter-choice", "7")
        page.wait_for_selector("#chapter h2:has-text('7')")
        page.reload()
        page.wait_for_selector("#chapter h2:has-text('7')")
        page.context.close()
        console = opened(chromium, course.address, f"#enter={course.file.instructor_code}", language)
        console.wait_for_selector("#solvers td")
        assert violations(console) == []
        console.context.close()
