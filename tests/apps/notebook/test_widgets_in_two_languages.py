"""The widgets of a notebook in the pseudo-language: what stays in plain letters is in no catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
import pytest

import sim
from sim.apps.notebook.counterfactual_view import CounterfactualView
from sim.apps.notebook.debrief_view import DebriefView
from sim.apps.notebook.first_look import Choice, first_look
from sim.apps.notebook.play.exercise_widget import ExerciseWidget
from sim.apps.notebook.play.hot_seat import HotSeat
from sim.game.exercises.exercise_session import ExerciseSession
from sim.language.choice import using_language
from tests.apps.notebook.play.driving import Asking, words_of
from tests.game.games import accounts_game, accounts_scenario, begun, firmly

PLAIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {
    "Azure", "Beryl", "Cedar", "Crimson", "Jade", "North", "South", "north", "head", "desk", "eye", "teacher", "people",
    "main", "small", "guanxi", "Guanxi", "time", "Hush", "hush", "debrief", "html", "scenario", "yaml", "UTC",
    "steering_costs", "research_fixed", "research_each", "player", "handout",
}  # fmt: skip
"""Names of the small game, of files and of Python, the same in each language."""
ELSEWHERE = {
    "all", "rounds", "are", "closed", "round", "Round", "open", "number", "points", "page", "this", "firms",
    "customers", "add", "more", "than", "the", "market", "person", "The", "can", "customer", "several", "and",
}  # fmt: skip
"""Words of the frame of all pages (sim/reports/html_page.py), which belongs to another area."""


def said(widget: Any) -> Iterator[str]:
    """All that a widget and those inside it show or say."""
    for name in ("description", "tooltip", "placeholder"):
        yield str(getattr(widget, name, "") or "")
    if isinstance(widget, ipywidgets.HTML):
        yield re.sub(r"<(style|svg|script).*?</\1>|<[^>]+>", " ", widget.value, flags=re.DOTALL)
    if isinstance(widget, ipywidgets.Dropdown):
        yield from (str(option[0] if isinstance(option, tuple) else option) for option in widget.options)
    yield from (getattr(widget, "titles", None) or ())
    for child in getattr(widget, "children", ()):
        yield from said(child)


def plain_words(widget: Any) -> set[str]:
    return set(PLAIN.findall(" ".join(said(widget)))) - NAMES - ELSEWHERE


@pytest.fixture(autouse=True)
def _pseudo() -> Iterator[None]:
    with using_language("qps"):
        yield


def plain_text(value: object) -> set[str]:
    """Plain words in what a page is sent, or in HTML."""
    return set(PLAIN.findall(words_of(value))) - NAMES - ELSEWHERE


TEXTS = ("title", "teaches", "facts", "text", "heading", "columns", "rows", "who", "role_word", "state", "note", "kept")
"""What of the table and of an exercise is read by people."""


def texts_of(value: Any, name: str = "") -> Iterator[Any]:
    """The texts in what a page is sent."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from texts_of(each, key)
    elif isinstance(value, list) and name not in TEXTS:
        for each in value:
            yield from texts_of(each, name)
    elif name in TEXTS:
        yield value


def test_the_table_and_the_still_of_a_game(tmp_path: Path) -> None:
    asked = accounts_game(rounds=2, advance="instructor")
    session = begun(tmp_path, asked=asked, world=accounts_scenario())
    for seat in ("Beryl", "South"):
        session.seat_bot(seat)
    player = HotSeat(session, tmp_path / "g.guanxi")
    asking = Asking(player)
    for _ in range(2):
        assert plain_text(list(texts_of(asking.table()))) == set()
        assert plain_text(player.still()) == set()
        firmly(session, "head", {"price": 0.95})
        session.close_round()
    assert plain_text(list(texts_of(asking.ask("/api/ending")))) == set()


def test_the_page_on_which_a_game_begins(tmp_path: Path) -> None:
    session = begun(tmp_path, join=False)
    player = HotSeat(session, tmp_path / "g.guanxi")
    assert plain_text(list(texts_of(Asking(player).table()))) == set() and plain_text(player.still()) == set()


@pytest.mark.parametrize("name", ["true_or_false", "well_led_visit"])
def test_the_page_of_an_exercise(tmp_path: Path, name: str) -> None:
    sitting = ExerciseSession.create(tmp_path / "e.guanxi", name)
    player = ExerciseWidget(sitting, tmp_path / "e.guanxi")
    sitting.answer({question.path: question.present for question in sitting.questions()})
    sitting.reveal()
    assert plain_text(list(texts_of(player.state()))) == set()
    assert plain_text(player.still()) == set()


def test_the_controls_of_the_first_look_and_of_two_worlds() -> None:
    market = sim.load("first_look").but({"population.segments.consumers.size": 60}, horizon=40)
    look = first_look(market, Choice())
    assert plain_words(look.panel()) == set()
    worlds = sim.counterfactual_pair(market, {"none": {"firms.Azure.programmes": ()}, "card": {}}, replications=1)
    panel = CounterfactualView(worlds).panel()
    controls = [child.description for child in panel.children[0].children]
    assert all(PLAIN.search(word) is None for word in controls)


def test_the_sections_of_a_debrief(tmp_path: Path) -> None:
    session = begun(tmp_path, rounds=2)
    firmly(session, "Azure", {"price": 0.95})
    session.close_round()
    view = DebriefView(session.debrief())
    assert all(PLAIN.search(name.replace("Azure", "").replace("Beryl", "")) is None for name in view.names)
    assert plain_words(view.panel()) == set()
