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
from sim.charts.debrief.luck_bars import luck_bars_chart, luck_bars_claim
from sim.charts.style.canvas import headline_text
from sim.game.debrief.debrief import Debrief
from sim.game.errors import GameError
from sim.game.presentation.round_outcome import game_totals
from sim.game.session.session import Session
from sim.number_text import money
from sim.registry import UnknownNameError
from sim.reports.debrief.debrief_page import text
from sim.reports.debrief.debrief_sections import sections
from sim.reports.debrief.debrief_tables import card_table, decision_table, forecast_table, keeping_table
from sim.reports.debrief.decision_frames import grouped, use_table
from sim.scenario.decisions.lever import FRAMES
from tests.game.debrief.conftest import play_on
from tests.game.games import begun, scenario


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with begun(tmp_path_factory.mktemp("drawn")) as session:
        session.say("Ten minutes left.", by="teacher")
        play_on(session)
        session.subsidise("Beryl", 50.0, rounds=1, by="teacher")
        session.say("Mind your desk.", to="Beryl", by="teacher")
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


def test_first_page_has_three_findings_with_pictures(html: str, found: Debrief) -> None:
    first = html[html.index('id="in-short"') : html.index('class="contents"')]
    assert first.count('class="finding"') == first.count("<figure>") == 3
    best = max(game_totals(found.outcomes), key=lambda total: total.profit)
    assert f"{best.firm} earned {money(best.profit)} in 5 rounds" in first
    most = max(found.effects, key=lambda one: abs(one.profit_more))
    assert f"{most.firm}&#39;s in round {most.round + 1}" in first and money(abs(most.profit_more)) in first


def test_contents_lead_to_every_section(html: str, found: Debrief) -> None:
    listed = re.findall(r'<a href="#(section-\d+)">', html)
    assert listed == re.findall(r'<h2 id="(section-\d+)"', html) and len(listed) == len(list(sections(found)))


def test_every_seat_has_a_page_and_a_seat_sees_its_own_only(html: str, found: Debrief) -> None:
    assert [name for name, _, _ in sections(found) if name.startswith("The page of")] == [
        "The page of Azure", "The page of Beryl",
    ]  # fmt: skip
    own = dataclasses.replace(found, seat="Beryl")
    assert [name for name, _, _ in sections(own) if name.startswith("The page of")] == ["The page of Beryl"]
    azure, beryl = html.split('class="seat"')[1:]
    assert "because of 3" in azure and "because of 3" not in beryl
    assert "Mind your desk." in beryl and "Mind your desk." not in azure and "Ten minutes left." in azure


def test_forecasts_of_share_stand_beside_those_of_profit(found: Debrief) -> None:
    table = forecast_table(found)
    assert list(zip(table["seat"], table["figure"], table["inside"], strict=True)) == [
        ("Azure", "share of revenue", "0 of 4"), ("Azure", "profit of the round", "4 of 4"),
    ]  # fmt: skip


def test_events_and_messages_are_marked_where_they_fell(html: str, found: Debrief) -> None:
    assert [(mark.label, mark.round, mark.to) for mark in found.marks] == [
        ("A", 4, ""),
        ("1", 0, ""),
        ("2", 4, "Beryl"),
    ]
    for of in ("share", "churn", "profit"):
        axes = course_chart(found, of).axes[0]
        upright = {float(line.get_xdata()[0]) for line in axes.lines if list(line.get_ydata()) == [0, 1]}  # type: ignore[arg-type, index]
        assert upright == {0.7, 4.5}
        assert {"1", "A 2"} <= {text.get_text() for text in axes.texts}
    assert "A · round 5 · " in html and "message to Beryl: " in html and "Mind your desk." in html


def test_bars_of_luck_and_skill_are_those_of_the_figures(found: Debrief) -> None:
    assert found.luck is not None
    widths = [bar.get_width() for bar in luck_bars_chart(found.luck).axes[0].patches]  # type: ignore[attr-defined]
    expected = [figure for team in found.luck.teams for figure in (team.skill.mean, team.luck)]
    assert widths == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "mean", "high", "words"),
    [
        (100.0, 200.0, 300.0, "Azure's decisions brought 200 (100 to 300); luck helped Azure by 50"),
        (-300.0, -200.0, -100.0, "Azure's decisions cost 200 (100 to 300); luck helped Azure by 50"),
        (-100.0, 20.0, 140.0, "No clear effect of any team's decisions; luck helped Azure by 50"),
    ],
)
def test_headline_of_luck_and_skill_says_what_is_clear(
    low: float, mean: float, high: float, words: str, found: Debrief
) -> None:
    assert found.luck is not None
    skill = found.luck.teams[0].skill._replace(mean=mean, low=low, high=high)
    team = dataclasses.replace(found.luck.teams[0], skill=skill, luck=50.0)
    assert luck_bars_claim((team,)) == words


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
        luck_bars_chart(found.luck),
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
    assert "looks back on rounds 1 to 4" in page and "4 of 5" in page


def test_one_round_is_enough(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor") as going:
        going.decide("Azure", {"price": 0.97}, reason="<script>it & was</script>")
        going.close_round(by="teacher")
        page = sim.debrief_page(going, tmp_path / "one.html").read_text(encoding="utf-8")
    assert "rounds 1 to 1" in page and "price 1 → 0.97" in page
    assert "&lt;script&gt;it &amp; was&lt;/script&gt;" in page and "<script" not in page


@pytest.mark.slow
def test_a_game_in_which_nobody_moves_has_a_debrief_too(tmp_path: Path) -> None:
    bots = [{"name": name, "role": "firm", "bot": {"kind": "hold"}} for name in ("Azure", "Beryl")]
    with begun(tmp_path, seats=bots, advance="instructor", world=scenario().but({"firms.Cedar.policy": None})) as going:
        going.close_round()
        page = sim.debrief_page(going, tmp_path / "still.html", luck=2).read_text(encoding="utf-8")
    for words in ("Nothing was moved.", "Everything that was moved could be seen", "nobody could be first", "no skill"):
        assert words in page


@pytest.mark.slow
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
