"""Play in JupyterLab as a person does: join, decide, close three rounds, play one again, read the debrief."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sim
from tests.apps.notebooks.lab import lab, run_all
from tests.apps.notebooks.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow
PATIENCE = 60_000
"""Milliseconds after which something that should have come is missed."""


class Screen:
    """One widget on a page, and a folder for pictures of it."""

    def __init__(self, page: Page, place: int, pictures: Path) -> None:
        self.page, self.pictures = page, pictures
        self.panel: Locator = page.locator(".guanxi-play").nth(place)

    def press(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def turn_to(self, name: str) -> None:
        self.panel.get_by_role("tab", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        box = self.panel.get_by_label(label, exact=True).locator("visible=true")
        box.fill(text)
        box.press("Tab")

    def wait(self, text: str) -> None:
        self.panel.get_by_text(text).first.wait_for(timeout=PATIENCE)

    def picture(self, name: str) -> None:
        self.page.wait_for_timeout(600)
        self.page.screenshot(path=self.pictures / f"{name}.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    shutil.copy(ROOT / "notebooks" / "02_play.ipynb", place)
    return place


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with lab(folder) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        run_all(page, address, "02_play.ipynb")
        yield page
        page.close()


def test_a_game_is_played_in_jupyterlab(page: Page, folder: Path, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    firm = Screen(page, 0, pictures)
    firm.wait("Who plays?")
    firm.panel.scroll_into_view_if_needed()
    firm.picture("01_who_plays")
    firm.press("Begin")
    firm.turn_to("Expect")
    firm.fill("profit", "4000")
    firm.fill("profit, give or take", "1500")
    firm.picture("02_expect")
    firm.press("Send")
    firm.wait("Now decide")
    firm.fill("price", "4")
    firm.press("Decide")
    firm.wait("Is it meant?")
    firm.picture("03_is_it_meant")
    firm.press("No, change it")
    firm.fill("price", "9")
    firm.press("Decide")
    firm.wait("0.2 to 5")
    firm.fill("price", "0.973")
    firm.picture("04_decide")
    firm.press("Decide")
    firm.wait("What round 1 brought")
    firm.picture("05_what_it_brought")
    for number in (1, 2):
        firm.turn_to("Decide")
        firm.press("Decide")
        firm.wait(f"What round {number + 1} brought")
    firm.turn_to("History")
    assert "price 0.973" in firm.panel.inner_text(), "what was typed must count, to the last digit"
    firm.picture("06_history")
    firm.turn_to("Lines of play")
    firm.press("Play this round again")
    firm.wait("on a new line")
    firm.turn_to("Decide")
    firm.fill("price", "1.05")
    firm.press("Decide")
    firm.wait("Round 4 of 12 is open")
    firm.turn_to("Lines of play")
    firm.wait("Lines side by side")
    firm.picture("07_lines")
    firm.press("Stop here and read the debrief")
    firm.turn_to("Debrief")
    firm.panel.get_by_role("heading", name="In short").wait_for()
    firm.picture("08_debrief")
    assert sorted(path.name for path in pictures.iterdir())[-1] == "08_debrief.png"
    _rounds_are_in(folder / "head_of_the_firm.guanxi")


def test_the_screen_is_hidden_when_it_changes_hands(page: Page, tmp_path: Path) -> None:
    race = Screen(page, 1, tmp_path)
    race.panel.scroll_into_view_if_needed()
    race.wait("Who plays?")
    race.panel.get_by_role("checkbox", name="Beryl").check()
    race.press("Begin")
    race.press("I am Azure, and alone")
    race.turn_to("Decide")
    race.fill("price", "0.91")
    race.press("Decide")
    race.wait("Beryl’s turn")
    race.picture("hand_over")
    left = race.panel.evaluate("panel => panel.innerHTML")
    assert "0.91" not in left and "Your offer" not in left and "<input" not in left
    race.press("I am Beryl, and alone")
    race.wait("Public information")
    race.picture("beryl")


def _rounds_are_in(file: Path) -> None:
    """A copy of the game's file, which the kernel still holds, has what was played."""
    copy = file.with_name("copy.guanxi")
    shutil.copy(file, copy)
    with sim.Session.open(copy) as session:
        assert session.lines["main"].round == 3
        assert session.lines[session.line()].round == 3
        assert session.line() != "main"
