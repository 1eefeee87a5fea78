"""The page in a real browser: a phone and a desk play, an instructor leads, and all see what happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from sim.game.session.session import Session
from tests.apps.classroom.browser import browser
from tests.apps.classroom.served import served
from tests.game.games import begun

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


class Screens:
    """Pages of several seats, each in a context of its own, and what went wrong in them."""

    def __init__(self, running: Browser, session: Session, address: str) -> None:
        self.browser, self.session, self.address, self.faults = running, session, address, list[str]()

    def open(self, seat: str, size: Any = DESK) -> Page:
        page = self.browser.new_context(viewport=size).new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{seat}: {error}"))
        page.on("console", lambda said: self.faults.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{self.address}/#seat={quote(seat)}&code={self.session.codes[seat]}")
        page.wait_for_selector("body[data-round]")
        assert self.session.codes[seat] not in page.url
        return page


def open_step(page: Page, step: str) -> None:
    """Open a step of the round that is folded."""
    head = page.locator(f"#{step} .head-of-step")
    if head.get_attribute("aria-expanded") == "false":
        head.click()


def in_round(page: Page, number: int) -> None:
    page.wait_for_selector(f"body[data-round='{number}']")


def test_two_pages_see_a_closed_round(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session, served(session) as address:
        screens = Screens(chromium, session, address)
        azure, beryl, teacher = screens.open("Azure", PHONE), screens.open("Beryl"), screens.open("teacher")
        for page in (azure, beryl):
            in_round(page, 0)
        teacher.click("#do-close")
        begin = time.perf_counter()
        for page in (azure, beryl):
            in_round(page, 1)
        seen = time.perf_counter() - begin
        for page in (azure, beryl):
            assert "Round 1 is closed. Round 2 is open." in page.inner_text("#news")
        assert not screens.faults
        print(f"both pages showed the closed round {seen * 1000:.0f} ms after the press")


def test_a_phone_plays_a_round(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session, served(session) as address:
        screens = Screens(chromium, session, address)
        page, teacher = screens.open("Azure", PHONE), screens.open("teacher", PHONE)
        open_step(page, "expect")
        page.fill("[id='field-profit']", "300")
        page.fill("[id='field-profit_within']", "100")
        page.click("#do-predict")
        page.wait_for_selector("#expect.done")
        open_step(page, "decide")
        page.fill("[id='field-price']", "50")
        page.click("#do-decide")
        assert "give a number from 0.2 to 5" in page.inner_text("#decide .said.refused")
        page.fill("[id='field-price']", "4")
        page.click("#do-decide")
        assert "Is it meant?" in page.inner_text("#decide .said.asked")
        page.click("text=No, change it")
        page.fill("[id='field-price']", "0.95")
        page.locator("details.group summary").evaluate_all(
            "all => all.forEach((each) => { each.parentNode.open = true; })"
        )
        page.fill("[id='field-communication.advertising']", "12")
        page.fill("#reason", "to be <b>seen</b>")
        page.click("#do-decide")
        page.wait_for_selector("text=Decision submitted.")
        page.wait_for_selector("#do-withdraw:visible")
        said = session.lines["main"].standing["Azure"]
        assert said.decision.model_dump(exclude_unset=True) == {"price": 0.95, "communication": {"advertising": 12.0}}
        assert said.entry.reason == "to be <b>seen</b>"
        page.reload()
        page.wait_for_selector("body[data-round='0']")
        open_step(page, "decide")
        assert page.input_value("[id='field-price']") == "0.95"
        page.click("#do-withdraw")
        page.wait_for_selector("text=Decision withdrawn.")
        assert "Azure" not in session.lines["main"].standing
        page.click("#do-decide")
        page.wait_for_selector("text=Decision submitted.")
        page.click("#hide")
        assert page.is_visible("#cover") and not page.is_visible("#screen") and "0.95" not in page.inner_text("body")
        page.click("#cover")
        page.click("summary:has-text('Everything you did')")
        assert "to be <b>seen</b>" in page.inner_text("details.acts")
        teacher.fill("#message", "<script>alert(1)</script> look")
        teacher.click("#do-say")
        page.wait_for_selector("text=<script>alert(1)</script> look")
        for shown in (page, teacher):
            for tab in [*shown.query_selector_all(".tabs button:visible"), *shown.query_selector_all(".head-of-step")]:
                tab.click()
                assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not screens.faults


def test_an_instructor_leads_from_her_page(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=4) as session, served(session) as address:
        screens = Screens(chromium, session, address)
        teacher, azure = screens.open("teacher"), screens.open("Azure")
        assert session.codes["Azure"] not in teacher.inner_text("body")
        teacher.click("#do-codes")
        teacher.wait_for_selector(f"text={session.codes['Azure']}")
        teacher.click("tr:has-text('Beryl') >> text=Put a bot on this seat")
        teacher.wait_for_selector("text=bot: imitate")
        teacher.click("#do-close")
        in_round(azure, 1)
        teacher.click("tr:has-text('Beryl') >> text=Give the seat back")
        teacher.wait_for_selector("tr:has-text('Beryl') >> text=Put a bot on this seat")
        teacher.select_option("#what", "scandal")
        teacher.check("#lead input[value=Beryl]")
        teacher.click("#do-shock")
        teacher.wait_for_selector("text=The event begins in round 2.")
        teacher.fill("#money", "250")
        teacher.click("#do-give")
        teacher.wait_for_selector("text=The money is in the books of this round.")
        teacher.click("#do-close")
        in_round(azure, 2)
        teacher.select_option("#reopen", "0")
        teacher.fill("#line-name", "once more")
        teacher.click("#do-reopen")
        azure.wait_for_selector("body[data-line='once more'][data-round='0']")
        teacher.click("tr:has-text('main') >> text=Change to it")
        azure.wait_for_selector("body[data-line='main'][data-round='2']")
        with teacher.expect_download() as home:
            teacher.click("text=Download the whole game")
        assert home.value.path().stat().st_size > 1000
        assert len(session.lines["main"].shocks) == 2 and not screens.faults


def test_a_lost_connection_is_said_and_what_was_sent_counts_once(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session, served(session) as address:
        screens = Screens(chromium, session, address)
        page = screens.open("Azure")
        passed: list[str] = []

        def swallow(route: Any) -> None:
            """The server gets it, the answer is lost."""
            passed.append(route.request.post_data)
            route.fetch()
            route.abort()

        page.route("**/api/act/decide", swallow, times=1)
        page.click("#do-decide")
        page.wait_for_selector("#lost:visible")
        page.wait_for_selector("text=Decision submitted.")
        page.wait_for_selector("#lost", state="hidden")
        assert len(passed) == 1
        assert len([entry for entry in session.entries if entry.act == "decided"]) == 1 and not screens.faults


def test_a_page_goes_on_when_the_server_is_there_again(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        with served(session) as address:
            screens = Screens(chromium, session, address)
            page = screens.open("Azure", PHONE)
            open_step(page, "decide")
            page.fill("[id='field-price']", "0.93")
        page.wait_for_selector("#lost:visible")
        page.click("#do-decide")
        session.close_round()
    with Session.open(tmp_path / "g.guanxi") as session, served(session, port=int(address.rpartition(":")[2])):
        page.wait_for_selector("#lost", state="hidden")
        in_round(page, 1)
        page.wait_for_selector("text=Too late, and not counted: round 1 is closed")
        page.wait_for_selector("text=Round 1 is closed. Round 2 is open.")
        assert page.input_value("[id='field-price']") == "1"
        assert not screens.faults and "Azure" not in session.lines["main"].standing


def test_a_stranger_is_told_and_a_wrong_code_refused(chromium: Browser, tmp_path: Path) -> None:
    with begun(tmp_path, join=False) as session, served(session) as address:
        page = chromium.new_context(viewport=PHONE).new_page()
        page.goto(address)
        page.select_option("#seat", "Beryl")
        page.fill("#code", "wrong")
        page.click("#do-join")
        assert "not the pass code of Beryl" in page.inner_text(".said.refused")
        page.fill("#code", f" {session.codes['Beryl'].upper()} ")
        page.click("#do-join")
        in_round(page, 0)
        assert page.inner_text(".who h1") == "Beryl"
        kept = "{token: 'x', seat: 'Beryl', role: 'rival'}"
        page.evaluate(f"sessionStorage.setItem('guanxi seat', JSON.stringify({kept}))")
        page.reload()
        page.wait_for_selector("text=Please join again with the code of the seat.")
