"""Ten pages in Chinese in a browser, at a desk and on a phone: every sign has a shape, nothing is cut or too wide."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sim
from sim.charts.style.picture_language import chinese_font
from sim.language.choice import in_language
from sim.reports.debrief.debrief_page import text as debrief_text
from sim.reports.exit_management_page import exit_management_page
from sim.reports.report import report
from tests.apps.classroom.browser import browser
from tests.apps.classroom.classes import made, served_class
from tests.apps.classroom.test_page_languages import opened
from tests.charts.test_languages import CHINESE
from tests.game.games import begun, firmly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not chinese_font(), reason="no font with Chinese characters"),
]
SIZES = ((1280, 900), (390, 844))
BOXES = """() => {
  const draw = (sign) => { const at = document.createElement('canvas'); at.width = at.height = 24;
    const pen = at.getContext('2d'); pen.font = '20px ' + getComputedStyle(document.body).fontFamily;
    pen.fillText(sign, 2, 20); return at.toDataURL(); };
  const none = draw(String.fromCodePoint(0x10FFFD));
  const signs = new Set(document.body.innerText.match(/[\\u3000-\\u9fff\\uff00-\\uffef]/g) || []);
  return [...signs].filter((sign) => sign.trim() && draw(sign) === none);
}"""
"""The Chinese signs of a page that are drawn as a sign that no font has."""
CUT = """() => [...document.querySelectorAll('button, label, th, td, summary, h1, h2, h3, legend')].filter((each) =>
  each.offsetParent && getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1
  && each.clientWidth > 1).map((each) => each.tagName + ': ' + each.textContent.trim().slice(0, 40))"""
"""Labels that are longer than the place they are shown in."""


def faults(page: Page) -> dict[str, object]:
    """What is wrong with a page as it is shown."""
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert CHINESE.search(page.inner_text("body"))
    found = {"boxes": page.evaluate(BOXES), "cut": page.evaluate(CUT), "wide": wide if wide[0] > wide[1] else []}
    return {name: what for name, what in found.items() if what}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, small_results: sim.Results) -> dict[str, Path]:
    """A report, a page on exits and a debrief in Chinese; a sign that a picture cannot draw is an error."""
    folder = tmp_path_factory.mktemp("zh")
    with begun(folder, rounds=1) as session, in_language("zh"), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        for seat in ("Azure", "Beryl"):
            firmly(session, seat, {"price": 0.95})
        pages = {
            "report": report(small_results), "exits": exit_management_page(small_results)._repr_html_(),
            "debrief": debrief_text(session.debrief()),
        }  # fmt: skip
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


def looked_at(chromium: Browser, file: Path, size: tuple[int, int]) -> dict[str, object]:
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(file.as_uri())
    found = faults(page)
    page.close()
    return found


def test_written_pages_are_whole(written: dict[str, Path]) -> None:
    with browser() as chromium:
        found = {
            f"{name} {size[0]}": looked_at(chromium, file, size) for name, file in written.items() for size in SIZES
        }
    assert {name: what for name, what in found.items() if what} == {}


def test_class_pages_are_whole(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=2)) as served, browser() as chromium:
        file = served.file
        links = {"join": ("", "#do-join-class"), "console": (f"#enter={file.instructor_code}", "#markets td"),
                 "projector": (f"#enter={file.projector_code}", "#board h3"),
                 "seat": (f"#market=1&seat=Azure&code={served.sessions['1'].codes['Azure']}", "body[data-round]"),
                 "second seat": (f"#market=2&seat=Beryl&code={served.sessions['2'].codes['Beryl']}",
                                 "body[data-round]")}  # fmt: skip
        found = {}
        for name, (link, ready) in links.items():
            for size in SIZES:
                page = opened(chromium, served.address, link, "zh", size)
                page.wait_for_selector(ready, state="attached")
                found[f"{name} {size[0]}"] = faults(page)
                page.context.close()
        page = opened(chromium, served.address, links["seat"][0], "zh", SIZES[1])
        page.wait_for_selector("body[data-round]")
        page.click("#decide .head-of-step")
        found["decision"] = faults(page)
        page.context.close()
    assert {name: what for name, what in found.items() if what} == {}
