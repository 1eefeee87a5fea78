"""Odd texts wherever a game or a player can give one: on the debrief, in a notebook and on the class page."""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.apps.classroom.seats.seat_state import state_of
from sim.apps.notebook.debrief_view import DebriefView
from sim.apps.notebook.play.hot_seat import HotSeat
from sim.escaped_html import DIRECTION_MARKS, displayable
from sim.game.debrief.debrief import Debrief
from sim.game.session.session import Session
from sim.reports.debrief.debrief_page import text
from sim.reports.html_page import page, paragraph
from sim.scenario.scenario import Scenario
from tests.apps.classroom.browser import browser
from tests.apps.notebook.play.driving import Asking
from tests.game.games import PEOPLE, begun, firmly
from tests.reports.test_odd_texts import LONG, PARTS_OF_A_DRAWING, SHORT, TAGS_OF_A_REPORT, Outline
from tests.strategies.steered import firm, market

WIDE = "W" * 40
HEBREW = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED} 12"
CAUSE = "M" * 30
TAGS_OF_A_GAME = TAGS_OF_A_REPORT | PARTS_OF_A_DRAWING | {"section", "h4", "i", "label", "input", "small", "pattern"}


def odd_market() -> Scenario:
    firms = [firm(WIDE, None), firm(HEBREW, None), firm("Cedar", "price_cut")]
    causes = {"rows": [{"name": "price", "base": 0.02}, {"name": CAUSE, "base": 0.03}]}
    return market(firms, PEOPLE, round=4.0, horizon=40.0, exits=causes, title=SHORT, teaches=LONG, sources=[LONG])


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Two rounds of a game in which everything that can be written is odd."""
    seats = [
        {"name": WIDE, "role": "firm", "brief": LONG},
        {"name": HEBREW, "role": "rival", "brief": LONG},
        {"name": "teacher", "role": "instructor", "brief": LONG},
    ]
    folder = tmp_path_factory.mktemp("odd")
    with begun(folder, world=odd_market(), seats=seats, rounds=2, title=SHORT, teaches=LONG) as session:
        session.strategy(WIDE, "service", LONG)
        session.say(LONG, by="teacher")
        session.say(LONG, to=HEBREW, by="teacher")
        for _ in range(2):
            session.predict(WIDE, {"share": 0.3, "share_within": 0.1, "churn": 0.5})
            opening = {"price": 0.95, "open": ["club"]} if session.view(WIDE).round == 0 else {}
            firmly(session, WIDE, opening, reason=LONG)
            firmly(session, HEBREW, {"service": 0.75}, reason=SHORT)
        yield session


@pytest.fixture(scope="module")
def found(over: Session) -> Debrief:
    return over.debrief()


@pytest.fixture(scope="module")
def html(found: Debrief) -> str:
    return text(found)


def plain(html: str) -> Outline:
    """The outline of a page or a part of one that holds what was written as text, and nothing that steers direction."""
    outline = Outline(html)
    assert outline.tags <= TAGS_OF_A_GAME, outline.tags - TAGS_OF_A_GAME
    assert not {name for name in outline.attributes if name.startswith("on")}
    assert not set(html) & set(DIRECTION_MARKS)
    return outline


@pytest.mark.slow
def test_debrief_holds_odd_texts_as_text(html: str) -> None:
    outline = plain(html)
    assert outline.text.count("alert('x')") >= 6, "title, lesson, reasons, messages, strategy"
    assert HEBREW in outline.text and WIDE in outline.text and "{{7*7}}" in outline.text


@pytest.mark.slow
def test_notebook_shows_odd_texts_as_text(over: Session, found: Debrief, tmp_path: Path) -> None:
    view = DebriefView(found)
    for name in view.names:
        plain(view.section(name))
    player = HotSeat(over, tmp_path / "g.guanxi")
    still = player.still()
    assert "alert(" in still
    plain(re.sub(r"(?s)<style>.*?</style>", "", still))
    state = Asking(player, WIDE).state()
    assert state["title"] == SHORT and LONG in state["messages"]


def test_class_page_gets_texts_as_values_and_never_reads_them_as_html(over: Session) -> None:
    state = json.loads(json.dumps(state_of(over, WIDE)))
    assert state["title"] == SHORT and LONG in state["messages"]
    folders = [importlib.resources.files("sim.apps") / app / "page" for app in ("classroom", "notebook")]
    scripts = [file for folder in folders for file in folder.iterdir()]
    for file in scripts:
        if file.name.endswith((".js", ".html")):
            source = file.read_text(encoding="utf-8")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source), file.name


@given(st.text(), st.sampled_from(DIRECTION_MARKS))
def test_marks_of_direction_are_taken_out_and_letters_stay(words: str, mark: str) -> None:
    shown = Outline(page("a", [paragraph(f"{words}{mark}b")])).text
    assert not set(shown) & set(DIRECTION_MARKS)
    assert displayable(f"{words}{mark}b") == displayable(words) + "b"
    assert [sign for sign in words if sign.isalnum()] == [sign for sign in displayable(words) if sign.isalnum()]


WIDER_THAN_THE_SCREEN = """() => [...document.body.querySelectorAll("*")].filter((each) =>
  each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll, svg, .wide, .framed")
).map((each) => each.tagName + "." + each.className + ": " + each.textContent.slice(0, 60))"""


@pytest.mark.slow
def test_long_words_stay_within_a_telephone_screen_and_within_their_cells(html: str, tmp_path: Path) -> None:
    (tmp_path / "debrief.html").write_text(html, encoding="utf-8")
    with browser() as running:
        for width in (390, 1280):
            shown = running.new_page(viewport={"width": width, "height": 900})
            shown.goto((tmp_path / "debrief.html").as_uri())
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
            assert shown.evaluate(WIDER_THAN_THE_SCREEN) == []
