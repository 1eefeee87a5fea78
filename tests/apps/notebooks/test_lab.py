"""Play in JupyterLab as a person does: decide, close two rounds, play one again, restart the kernel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sim
from tests.apps.notebooks.lab import ALL_RUN, lab, run_all
from tests.apps.notebooks.running import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow
CONNECTED = """() => {
  const host = document.querySelector(".guanxi-page");
  const lost = host && host.shadowRoot.querySelector("#lost");
  return !!(lost && lost.hidden && host.shadowRoot.querySelector("#do-decide"));
}"""
"""Whether the first page of the notebook has a kernel, and a seat that can decide."""
PATIENCE = 60_000
"""Milliseconds after which something that should have come is missed."""


class Screen:
    """One page in a notebook, and a folder for pictures of it."""

    def __init__(self, page: Page, place: int, pictures: Path) -> None:
        self.page, self.pictures = page, pictures
        self.panel: Locator = page.locator(".guanxi-page").nth(place)

    def press(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def fill(self, path: str, text: str) -> None:
        """Fill in the field of this path, key by key, as a person does: the keys are no commands of the notebook."""
        box = self.panel.locator(f'[data-path="{path}"] input')
        box.fill("")
        box.press_sequentially(text)

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
    cells = page.locator(".jp-Cell").count()
    firm.press("Begin")
    firm.wait("Save prediction")
    firm.fill("profit", "4000")
    firm.fill("profit_within", "1500")
    firm.press("Save prediction")
    firm.wait("Prediction saved")
    firm.fill("price", "4")
    firm.press("Submit decision")
    firm.wait("Is it meant?")
    firm.picture("02_is_it_meant")
    firm.press("No, change it")
    firm.fill("price", "9")
    firm.press("Submit decision")
    firm.wait("0.2 to 5")
    firm.fill("price", "0.973")
    firm.press("Submit decision")
    firm.wait("Round 1 is closed. Round 2 is open.")
    firm.picture("03_what_it_brought")
    firm.press("Submit decision")
    firm.wait("Round 2 is closed. Round 3 is open.")
    assert "price 0.973" in firm.panel.locator(".acts").text_content(), "what was typed counts, to the last digit"
    assert page.locator(".jp-Cell").count() == cells, "keys that are typed here are no commands of the notebook"
    firm.panel.get_by_text("Replay and branches").click()
    firm.press("Play this round again")
    firm.wait("You now play on the line")
    firm.press("Stop here and read the debrief")
    firm.panel.frame_locator("iframe.debrief").get_by_role("heading", name="In short").wait_for()
    firm.picture("04_debrief")
    assert sorted(path.name for path in pictures.iterdir())[-1] == "04_debrief.png"
    _rounds_are_in(folder / "head_of_the_firm.guanxi")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    firm.wait("Run this cell again: the game continues from its file.")
    page.evaluate(ALL_RUN)
    page.wait_for_function(CONNECTED)
    firm.panel.locator("#where").get_by_text("round 2 of 12").wait_for()
    firm.panel.scroll_into_view_if_needed()
    firm.picture("05_after_a_restart")


def test_the_screen_is_hidden_when_it_changes_hands(page: Page, tmp_path: Path) -> None:
    race = Screen(page, 1, tmp_path)
    race.panel.scroll_into_view_if_needed()
    race.wait("Who plays?")
    race.panel.get_by_role("checkbox", name="Beryl").check()
    race.press("Begin")
    race.press("I am Azure, and nobody else looks")
    race.wait("Submit decision")
    race.fill("price", "0.91")
    race.press("Submit decision")
    race.wait("It is the turn of Beryl")
    race.picture("hand_over")
    left = race.panel.evaluate("panel => panel.shadowRoot.querySelector('.page').innerHTML")
    assert "0.91" not in left and "Your offer" not in left and "<input" not in left
    race.press("I am Beryl, and nobody else looks")
    race.wait("Public information")
    race.picture("beryl")


def _rounds_are_in(file: Path) -> None:
    """A copy of the game's file, which the kernel still holds, has what was played."""
    copy = file.with_name("copy.guanxi")
    shutil.copy(file, copy)
    with sim.Session.open(copy) as session:
        assert session.lines["main"].round == 2
        assert session.lines[session.line()].round == 1
        assert session.line() != "main"
