"""A page in two languages: one file, a switch, nothing kept twice."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.language.choice import in_language, page_languages
from sim.language.messages import translate
from sim.reports.html_page import heading, page, paragraph
from sim.reports.page_languages import in_page_languages
from sim.scenario.scenario import Scenario

PICTURE = "<svg><path d='M0 0'/></svg>"


def made() -> str:
    from markupsafe import Markup

    return page(translate("Arguments"), [heading(translate("Arguments")), Markup(PICTURE)])


def test_one_language_leaves_the_page_as_it_is() -> None:
    assert in_page_languages(made) == made()
    with in_language("zh"):
        assert in_page_languages(made) == made()


def test_two_languages_are_held_with_the_first_shown_and_a_picture_kept_once() -> None:
    with in_language("zh,en"):
        assert page_languages() == ("zh", "en")
        both = in_page_languages(made)
    assert both.startswith("<!DOCTYPE html>") and '<html lang="zh-Hans">' in both
    assert both.index("参数") < both.index('<template lang="en"') < both.index("Arguments</h2>")
    assert both.count(PICTURE) == 1 and '<span data-picture="0"></span>' in both
    with in_language("zh,en"), in_language("en"):
        assert in_page_languages(made) == made()


def test_a_text_that_looks_like_a_page_stays_text() -> None:
    with in_language("en,zh"):
        both = in_page_languages(lambda: page("<body>", [paragraph("</body><script>alert(1)</script>")]))
    assert "<script>alert(1)" not in both and both.count("<body>") == 1


@pytest.mark.slow
def test_the_switch_takes_effect_at_once_and_is_remembered(small: Scenario, tmp_path: Path) -> None:
    from tests.apps.classroom.browser import browser as chromium

    place = tmp_path / "report.html"
    with in_language("en,zh"):
        sim.write_report(sim.simulate(small), place)
    with chromium() as running:
        context = running.new_context(viewport={"width": 390, "height": 800})
        shown = context.new_page()
        shown.goto(place.as_uri())
        assert shown.locator("html").get_attribute("lang") == "en" and shown.title().endswith("Guanxi")
        spent = shown.evaluate(
            "() => { const from = performance.now(); document.querySelectorAll('.languages button')[1].click();"
            " document.body.offsetHeight; return performance.now() - from; }"
        )
        assert shown.locator("html").get_attribute("lang") == "zh-Hans" and spent >= 0
        assert shown.locator("main h2").first.inner_text() in {"本页内容", *shown.locator("main h2").all_inner_texts()}
        assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shown.reload()
        assert shown.locator("html").get_attribute("lang") == "zh-Hans"
        assert shown.locator(".languages button[aria-pressed=true]").inner_text() == "中文"
        shown.locator(".languages button").first.click()
        assert shown.locator("html").get_attribute("lang") == "en"
        context.close()
