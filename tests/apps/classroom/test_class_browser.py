"""A class in a real browser: a phone joins with the code of the class, the console acts in all markets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps.classroom.browser import browser
from tests.apps.classroom.classes import made, served_class

pytestmark = pytest.mark.slow
PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 800}


def test_a_phone_joins_and_the_console_leads_all_markets(tmp_path: Path) -> None:
    faults: list[str] = []
    with served_class(made(tmp_path)) as found, browser() as chromium:

        def page(link: str, size: dict[str, int]):  # type: ignore[no-untyped-def]
            opened = chromium.new_context(viewport=size).new_page()
            opened.on("pageerror", lambda error: faults.append(str(error)))
            opened.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
            opened.goto(f"{found.address}/{link}")
            return opened

        phone = page(f"#class={found.file.join_code}", PHONE)
        phone.fill("#name", "<b>Li</b>")
        phone.click("#do-places")
        phone.wait_for_selector("#where-to option:nth-child(7)", state="attached")
        phone.select_option("#where-to", label="Market 2: Beryl")
        phone.click("#do-join-class")
        phone.wait_for_selector("text=The instructor has not opened this market yet.")
        assert found.file.join_code not in phone.url and "market 2" in phone.inner_text("#where")
        console = page(f"#enter={found.file.instructor_code}", DESK)
        console.wait_for_selector("#markets tr:has-text('Market 3')")
        assert found.file.join_code not in console.inner_text("body")
        screen = page(f"#enter={found.file.projector_code}", DESK)
        screen.wait_for_selector(".qr path")
        console.click("#do-class-bots")
        console.click("text=Yes, go on")
        console.wait_for_selector("text=bots seated")
        console.click("#do-class-open")
        phone.wait_for_selector("#waiting", state="detached")
        console.click("#do-class-close")
        console.wait_for_selector("text=Market 2, round 1 of 3: Beryl has not submitted.")
        phone.click("#decide .head-of-step")
        phone.click("#do-decide")
        phone.wait_for_selector("text=Decision submitted.")
        screen.wait_for_selector(".boards .dot.missing", state="detached")
        console.wait_for_selector("text=Close the round in 3 markets >> visible=true")
        console.click("#do-class-close")
        phone.wait_for_selector("body[data-round='1']")
        console.click("summary:has-text('People')")
        assert "<b>Li</b>" in console.inner_text("#look")
        console.click("#markets >> text=Market 2")
        console.wait_for_selector("#do-close")
        console.click("#do-all-markets")
        console.wait_for_selector("#markets tr")
        for shown, width in ((phone, 320), (console, 1280), (screen, 1280)):
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
        link = phone.get_attribute(".own-link a", "href")
        again = page(link.removeprefix(f"{found.address}/"), PHONE)
        again.wait_for_selector("body[data-round='1']")
        assert "Beryl" in again.inner_text("header") and not faults
