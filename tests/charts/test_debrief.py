"""The debrief drawn: a page that stands by itself and can be read in every frame, and a view in a notebook."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import sim
from sim.charts.debrief.course_charts import course_chart, lead_chart
from sim.charts.debrief.decision_charts import effects_chart, hidden_chart, hidden_levers, keeping_chart
from sim.charts.debrief.judgement_charts import beliefs_chart, luck_chart
from sim.charts.style.canvas import headline_text
from sim.game.debrief.debrief import Debrief
from sim.game.errors import GameError
from sim.game.session.session import Session
from sim.registry import UnknownNameError
from sim.reports.debrief.debrief_page import text
from sim.reports.debrief.debrief_sections import sections
from sim.reports.debrief.debrief_tables import card_table, decision_table, keeping_table
from sim.reports.debrief.decision_frames import grouped, use_table
from sim.scenario.decisions.lever import FRAMES
from tests.game.debrief.conftest import play_on
from tests.game.games import begun, scenario


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with begun(tmp_path_factory.mktemp("drawn")) as session:
        play_on(session)
        session.close_round(by="teacher")
        yield session


@pytest.fixture(scope="module")
def found(session: Session) -> Debrief:
    return session.debrief().with_luck(4, workers=1, quiet=True)


@pytest.fixture(scope="module")
def html(found: Debrief) -> str:
    return text(found)


class Closed(HTMLParser):
    """Reads a page, and remembers what stands open at the end."""

    void = ("meta", "input", "br", "use", "path", "rect", "image")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.void:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_page_stands_by_itself(html: str) -> None:
    assert not re.search(r"https?:|src=|@import|url\((?!#)|<script", html)
    reader = Closed()
    reader.feed(html)
    assert (reader.open, reader.wrong) == ([], [])


def test_every_section_is_there_with_its_question(html: str, found: Debrief) -> None:
    for number, (name, question, _) in enumerate(sections(found), start=1):
        assert f">{number} {name}</h2>" in html
        assert f'<p class="ask">{question}</p>' in html
    assert "counterfactual" in html and "might have decided otherwise" in html


@pytest.mark.parametrize("frame", FRAMES)
def test_decisions_are_grouped_in_every_frame(frame: str, html: str, found: Debrief) -> None:
    assert f'id="in-{frame}"' in html and f'class="framed in-{frame}"' in html
    groups = grouped(found.moves, frame)
    assert sum(map(len, groups.values())) == len(found.moves)
    assert list(groups)[: len(FRAMES[frame])] == list(FRAMES[frame])
    table = use_table(found, frame)
    counted = sum(int(cell) for firm in table.columns[1:] for cell in table[firm] if cell != "·")
    assert counted == len(found.moves)


def test_one_frame_is_chosen_to_begin_with(html: str) -> None:
    assert re.findall(r'id="in-(\w+)" checked', html) == ["4P"]


def test_every_picture_says_what_it_shows(found: Debrief) -> None:
    assert found.luck is not None
    drawn: list[Figure] = [
        *(course_chart(found, of) for of in ("share", "churn", "profit")),
        effects_chart(found),
        *(hidden_chart(found, lever) for lever in hidden_levers(found)),
        beliefs_chart(found),
        *(lead_chart(found, race) for race in found.races),
        *(keeping_chart(found, team) for team in found.teams),
        luck_chart(found.luck),
    ]
    assert all(len(headline_text(figure)) > 10 for figure in drawn)


def test_who_launched_together_is_not_called_the_first(found: Debrief) -> None:
    race = dataclasses.replace(found.races[0], together=("Beryl",), copies=())
    written = [text.get_text() for axes in lead_chart(found, race).axes for text in axes.texts]
    assert any("together" in text for text in written) and not any("first" in text for text in written)


def test_effects_stand_in_their_cells(found: Debrief) -> None:
    grid = np.asarray(effects_chart(found).axes[0].images[0].get_array().filled(np.nan))
    for one in found.effects:
        assert grid[found.teams.index(one.firm), one.round] == pytest.approx(one.profit_more)
    assert np.isfinite(grid).sum() == len(found.effects)


def test_tables_hold_what_was_found(found: Debrief) -> None:
    table = decision_table(found)
    assert len(table) == len({(move.round, move.firm) for move in found.moves if move.firm in found.teams})
    assert list(card_table(found).columns) == ["criterion", "Azure", "Beryl"]
    assert len(keeping_table(found)) == len(found.keeping)


@pytest.mark.slow
def test_it_is_written_to_a_file_or_a_folder(session: Session, found: Debrief, html: str, tmp_path: Path) -> None:
    assert sim.debrief_page(found, tmp_path) == tmp_path / "debrief.html"
    assert (tmp_path / "debrief.html").read_text(encoding="utf-8") == html
    page = sim.debrief_page(session, tmp_path / "mine.html", by="Azure").read_text(encoding="utf-8")
    assert "for <b>Azure</b>" in page and "Azure could not see" in page and "--luck 200" in page


@pytest.mark.slow
def test_a_game_in_progress_says_so_and_is_not_for_players(tmp_path: Path) -> None:
    with begun(tmp_path) as going:
        play_on(going)
        with pytest.raises(GameError, match="when the game is over"):
            sim.debrief_page(going, tmp_path, by="Azure")
        with pytest.raises(GameError, match="when the game is over"):
            sim.debrief_view(going, by="Azure")
        page = sim.debrief_page(going, tmp_path).read_text(encoding="utf-8")
    assert "looks back on rounds 0 to 3" in page and "4 of 5" in page


def test_one_round_is_enough(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as going:
        going.decide("Azure", {"price": 0.97}, reason="<script>it & was</script>")
        going.close_round(by="teacher")
        page = sim.debrief_page(going, tmp_path / "one.html").read_text(encoding="utf-8")
    assert "rounds 0 to 0" in page and "price 1 → 0.97" in page
    assert "&lt;script&gt;it &amp; was&lt;/script&gt;" in page and "<script" not in page


def test_a_game_in_which_nobody_moves_has_a_debrief_too(tmp_path: Path) -> None:
    bots = [{"name": name, "role": "firm", "bot": {"kind": "hold"}} for name in ("Azure", "Beryl")]
    with begun(tmp_path, seats=bots, advance="instructor", world=scenario().but({"firms.Cedar.policy": None})) as going:
        going.close_round()
        page = sim.debrief_page(going, tmp_path / "still.html", luck=2).read_text(encoding="utf-8")
    for words in ("Nothing was moved.", "Everything that was moved could be seen", "nobody could be first", "no skill"):
        assert words in page


def test_the_notebook_shows_every_section_in_every_frame(found: Debrief) -> None:
    view = sim.debrief_view(found)
    box = view.panel()
    (section, frame), shown, trouble = box.children[1].children, box.children[2], box.children[3]
    for name in section.options:
        section.value = name
        assert name in shown.value
    section.value = "What was decided, and what it did"
    before = shown.value
    for name in FRAMES:
        frame.value = name
        assert f"Read as {name}" in shown.value
    frame.value = "4P"
    assert shown.value == before and trouble.outputs == ()
    with pytest.raises(UnknownNameError, match="did you mean 'How it went'"):
        view.section("How it want")
    with pytest.raises(UnknownNameError, match="unknown frame"):
        view.section("How it went", "5P")
