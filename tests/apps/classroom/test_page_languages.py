"""The page in a browser in other languages: a switch at once, nothing untranslated, no violation that axe knows of, and
engines without what came in the last five years."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.apps.classroom.browser import browser
from tests.apps.classroom.classes import made, served_class
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
COURSE = "#test-chapter, #task-to-open"
"""Titles of the course, which is in English and Chinese only."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OLD_ENGINE = (
    "delete AbortSignal.timeout; delete Object.hasOwn; delete Array.prototype.at; delete String.prototype.replaceAll;"
)
WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = {"Azure", "Beryl", "Cedar", "Guanxi", "eye", "people", "teacher", "main"}
"""Words that are the same in each language: names of firms, seats, segments and branches."""


def opened(chromium: Browser, address: str, link: str, language: str, size: tuple[int, int] = (1280, 900)) -> Page:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
    context.add_init_script(
        f"{OLD_ENGINE} localStorage.getItem('guanxi language') || localStorage.setItem('guanxi language', '{language}')"
    )
    page = context.new_page()
    page.goto(f"{address}/{link}")
    return page


def plain_words(page: Page, skip: str = ".appearance") -> set[str]:
    """Words in plain letters on a page and in its labels, but for names."""
    text = page.evaluate(
        """(skip) => [...document.querySelectorAll('body *')].filter((each) => !each.closest(skip)).flatMap((each) => [
          ...[...each.childNodes].filter((part) => part.nodeType === 3).map((part) => part.textContent),
          ...['aria-label', 'placeholder', 'title'].map((name) => each.getAttribute(name) || ''),
        ]).join(' ')""",
        skip,
    )
    return set(WORD.findall(re.sub(r"https?://\S+", " ", text))) - NAMES


def violations(page: Page) -> list[str]:
    if not AXE.is_file():
        pytest.skip("axe-core is not here; npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[Any] = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_every_page_is_whole_in_the_pseudo_language_and_accessible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.apps.classroom.web.request_language.languages", lambda: ("en", "zh", "qps"))
    with served_class(made(tmp_path, markets=2)) as found, browser() as chromium:
        file, faults = found.file, dict[str, object]()
        links = {"join": "", "console": f"#enter={file.instructor_code}", "projector": f"#enter={file.projector_code}",
                 "seat": f"#market=1&seat=Azure&code={found.sessions['1'].codes['Azure']}"}  # fmt: skip
        ready = {
            "join": "#do-join-class",
            "console": "#markets td",
            "projector": "#board h3",
            "seat": "body[data-round]",
        }
        for name, link in links.items():
            page = opened(chromium, found.address, link, "qps")
            page.wait_for_selector(ready[name], state="attached")
            page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
            faults[name] = (
                plain_words(page, f".appearance, code, .own-link a, #links a, {COURSE}") - {file.join_code},
                violations(page),
            )
            assert page.evaluate("document.documentElement.lang") == "en-x-qps"
            page.context.close()
        assert faults == dict.fromkeys(links, (set(), []))


def test_a_switch_of_language_takes_effect_at_once_keeps_what_is_typed_and_is_remembered(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=2)) as found, browser() as chromium:
        code = found.sessions["2"].codes["Azure"]
        page = opened(chromium, found.address, f"#market=2&seat=Azure&code={code}", "en", (390, 800))
        page.wait_for_selector("body[data-round]")
        page.click("#decide .head-of-step")
        page.fill("[id='field-price']", "0.93")
        page.click("[data-language=zh]")
        assert page.inner_text("#do-decide") == "提交决策" and page.input_value("[id='field-price']") == "0.93"
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"
        page.wait_for_selector("label:has-text('价格')", state="attached")
        page.reload()
        page.wait_for_selector("body[data-round]")
        assert "离开席位" in page.inner_text("header")
        page.evaluate(f"location.hash = 'market=1&seat=Beryl&code={found.sessions['1'].codes['Beryl']}'")
        page.wait_for_selector(".who h1:has-text('Beryl')")
        assert "code=" not in page.url
        page.context.close()
