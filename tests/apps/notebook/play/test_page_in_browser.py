"""The page of a game in a real browser, with the kernel in this process: played, passed on, busy, gone, dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.apps.notebook.play.hot_seat import HotSeat
from tests.apps.notebook.play.in_browser import shown
from tests.game.games import begun

pytestmark = pytest.mark.slow


def test_one_person_plays_two_rounds_goes_back_and_reads_the_debrief(tmp_path: Path) -> None:
    session = begun(tmp_path, join=False)
    player = HotSeat(session, tmp_path / "g.guanxi")
    with shown(player) as (page, kernel):
        page.get_by_role("button", name="Begin", exact=True).click()
        page.locator("[data-path=churn] input").fill("900")
        page.locator("[data-path=price] input").fill("0.973")
        page.locator("#do-decide").click()
        page.get_by_text("churn: 900% was given").wait_for()
        page.get_by_text("your prediction was not saved").wait_for()
        assert session.lines["main"].round == 0, "a prediction that is asked back keeps the round open"
        page.get_by_role("button", name="Yes, this is what I mean").click()
        page.get_by_text("Prediction saved").wait_for()
        page.locator("#do-decide").click()
        page.get_by_text("Round 1 is closed. Round 2 is open.").wait_for()
        assert session.lines["main"].closed[0]["Azure"].decision.price == 0.973  # type: ignore[union-attr]
        page.screenshot(path=tmp_path / "round_2.png", full_page=True)
        page.locator("#do-decide").click()
        page.get_by_text("Round 2 is closed. Round 3 is open.").wait_for()
        page.get_by_text("Replay and branches").click()
        page.get_by_role("button", name="Play this round again").click()
        page.get_by_text("You now play on the line main again 2").first.wait_for()
        assert session.line("Azure") == "main again 2"
        page.get_by_role("button", name="Stop here and read the debrief").click()
        frame = page.frame_locator("iframe.debrief")
        frame.get_by_role("heading", name="In short").wait_for()
        page.screenshot(path=tmp_path / "debrief.png", full_page=True)
        outside = page.evaluate("() => getComputedStyle(document.getElementById('outside')).color")
        assert outside == "rgb(1, 2, 3)", "the notebook keeps its own styles"
        assert page.evaluate("() => document.documentElement.lang") == "en"
        assert not any("messages" in path for path in kernel.asked)
    session.close()


def test_the_screen_shows_nothing_when_it_changes_hands_and_the_kernel_may_be_slow_or_gone(tmp_path: Path) -> None:
    session = begun(tmp_path, join=False, advance="instructor")
    player = HotSeat(session, tmp_path / "g.guanxi")
    with shown(player, dark=True) as (page, kernel):
        page.get_by_role("checkbox", name="Beryl").check()
        page.get_by_role("button", name="Begin", exact=True).click()
        page.get_by_role("button", name="I am Azure, and nobody else looks").click()
        page.locator("[data-path=price] input").fill("0.987")
        page.get_by_text("Draft saved").wait_for()
        assert page.locator(".guanxi-page").get_attribute("data-theme") == "dark"
        page.screenshot(path=tmp_path / "dark.png", full_page=True)
        kernel.holds = True
        page.locator("#do-decide").click()
        page.get_by_text("Working …").wait_for()
        kernel.release(page)
        page.get_by_text("It is the turn of Beryl").wait_for()
        left = page.evaluate("() => document.querySelector('.guanxi-page').shadowRoot.querySelector('.page').innerHTML")
        assert "0.987" not in left and "<input" not in left
        page.get_by_role("button", name="Back to the table").click()
        page.get_by_text("Not submitted yet: Beryl.").wait_for()
        page.screenshot(path=tmp_path / "table.png", full_page=True)
        page.get_by_role("button", name="Close the round").click()
        page.get_by_text("Not submitted yet: Azure and Beryl.").wait_for()
        assert session.lines["main"].round == 1
        page.evaluate("() => window.kernelGone()")
        page.get_by_text("Run this cell again: the game continues from its file.").first.wait_for()
        page.get_by_role("button", name="Close the round").click()
        assert page.get_by_text("the game continues from its file.").count() == 2, "in the bar and at the button"
        assert session.lines["main"].round == 1
    session.close()
