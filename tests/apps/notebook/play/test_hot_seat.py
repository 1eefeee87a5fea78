"""A game at one screen: what comes next, what is hidden, what is asked again, and what the time does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.apps.notebook.play.hot_seat import HotSeat
from sim.game.session.session import Session
from tests.apps.notebook.play.driving import Person
from tests.game.games import Hands, accounts_game, accounts_scenario, begun


def played(folder: Path, *people: str, **rest: Any) -> tuple[Person, Session]:
    """A game at a screen, with people at these seats."""
    session = begun(folder, join=False, **rest)
    player = HotSeat(session, folder / "g.guanxi")
    if people:
        player.begin(people)
    return Person(player), session


def test_who_plays_is_asked_first_and_bots_take_the_rest(tmp_path: Path) -> None:
    person, session = played(tmp_path)
    assert "Who plays?" in person.text
    assert [person.value(seat) for seat in ("Azure", "Beryl", "eye", "teacher")] == [True, False, False, False]
    person.fill("Azure", False)
    person.press("Begin")
    assert "Nobody would decide anything" in person.text
    person.fill("Azure", True)
    person.press("Begin")
    assert person.player.people == ("Azure",)  # type: ignore[attr-defined]
    assert list(session.playing.record.bots) == ["Beryl"]
    session.close()


def test_one_person_goes_through_all_rounds_to_the_debrief(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure", rounds=2)
    assert person.page == "Look"
    assert "Run Azure." in person.text
    person.fill("profit", "100")
    person.fill("profit, give or take", "1e6")
    person.press("Send")
    assert person.page == "Decide"
    person.fill("price", 0.973)
    person.fill("because", "to be seen")
    person.press("Decide")
    assert "What round 1 brought" in person.text and "you expected" in person.text
    said = session.lines["main"].closed[0]["Azure"]
    assert (said.decision.moved, said.decision.price, said.entry.reason) == (("price",), 0.973, "to be seen")  # type: ignore[union-attr]
    person.press("Decide")
    assert "The game is over." in person.text
    assert person.pages == ("What it came to", "Debrief", "Lines of play")
    assert "In short" in person.text
    person.press("Write everything out")
    assert {path.name for path in (tmp_path / "g_tables").iterdir()} >= {
        "debrief.html",
        "decisions.csv",
        "scenario.yaml",
    }
    person.press("Play this round again")
    assert "on a new line" in person.text and person.page == "Look"
    session.close()


def test_what_cannot_be_is_refused_where_it_is_and_slips_are_asked_again(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure")
    person.fill("price", 9.0)
    assert person.value("price") == 9.0, "what was typed is not corrected in silence"
    person.press("Decide")
    assert "0.2 to 5" in person.text
    person.fill("price", 4.0)
    person.press("Decide")
    assert "Is it meant?" in person.text and session.lines["main"].round == 0
    person.press("No, change it")
    assert "Is it meant?" not in person.text and "Yes, I mean it" not in person.buttons
    person.press("Decide")
    person.press("Yes, I mean it")
    assert session.lines["main"].closed[0]["Azure"].decision.price == 4.0  # type: ignore[union-attr]
    session.close()


def test_the_screen_shows_nothing_when_it_changes_hands(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure", "Beryl", advance="instructor")
    assert "Azure’s turn" in person.text
    person.press("I am Azure, and alone")
    closed = person.widgets()
    person.fill("price", 0.987)
    person.press("Decide")
    assert "Beryl’s turn" in person.text and "0.987" not in person.text
    assert person.buttons == ["I am Beryl, and alone", "Back to the table"]
    gone = [widget for widget in closed if widget not in person.widgets()]
    assert len(gone) > 50
    assert all(widget.comm is None for widget in gone), "a scene that ends is closed, so that no notebook saves it"
    person.press("Back to the table")
    assert "Still to decide: Beryl." in person.text and "0.987" not in person.text
    session.close()


def test_a_decision_can_be_changed_and_taken_back_until_the_round_closes(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure", "Beryl", advance="instructor")
    for number, price in enumerate((0.95, 0.96)):
        person.player.sit("Azure")  # type: ignore[attr-defined]
        assert person.value("price") == (1.0, 0.95)[number], "what stands is what the form shows"
        person.fill("price", price)
        person.press("Decide anew" if number else "Decide")
    person.player.sit("Azure")  # type: ignore[attr-defined]
    assert "price 0.95" in person.text and "price 0.96" in person.text, "the history has both"
    person.press("Take back")
    assert session.view("Azure").standing is None
    person.press("Decide")
    person.press("Back to the table")
    person.press("Close the round")
    assert session.lines["main"].round == 1
    assert "Azure’s turn" in person.text
    session.close()


def test_an_instructor_leads_from_her_own_screen(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure", "teacher", advance="instructor")
    person.player.table()  # type: ignore[attr-defined]
    assert "Close the round" not in person.buttons, "where someone leads it is she who closes rounds"
    person.press("teacher")
    person.press("I am teacher, and alone")
    assert person.pages == ("Look", "Rounds", "Shocks", "Seats", "Messages", "Lines of play")
    person.fill("what happens", "scandal")
    person.press("Trigger event")
    assert len(session.lines["main"].shocks) == 1
    person.fill("what happens", "relocation")
    person.press("Trigger event")
    assert "factor" in person.text and len(session.lines["main"].shocks) == 1
    person.fill("factor", "3")
    person.fill("lasts", "4")
    person.press("Trigger event")
    assert len(session.lines["main"].shocks) == 2
    person.press("A bot sits in")
    assert list(session.playing.record.bots) == ["Beryl", "Azure"]
    person.press("Give it to a person")
    assert list(session.playing.record.bots) == ["Beryl"]
    box = next(box for box in person.widgets() if getattr(box, "placeholder", "") == "what they are to read")
    box.value = "Hurry."
    person.press("Send")
    person.press("Close the round")
    assert session.lines["main"].round == 1
    person.press("I am Azure, and alone")
    assert "Hurry." in person.text
    session.close()


def test_time_that_is_up_closes_the_round_and_stands_still_at_the_start(tmp_path: Path) -> None:
    hands = Hands()
    person, session = played(tmp_path, advance="timer", seconds=60.0, clock=hands)
    hands.move(600)
    person.player.clock.tick()  # type: ignore[attr-defined]
    assert session.lines["main"].round == 0, "nobody has sat down yet"
    person.press("Begin")
    assert "1:00 left" in person.text
    person.player.table()  # type: ignore[attr-defined]
    person.press("Pause")
    hands.move(50)
    person.press("Go on")
    person.press("Add one minute")
    assert "2:00 left" in person.text
    hands.move(121)
    person.player.clock.tick()  # type: ignore[attr-defined]
    assert session.lines["main"].round == 1 and "The time was up" in person.text
    session.close()


def test_seats_of_all_sorts_get_their_own_form(tmp_path: Path) -> None:
    session = begun(tmp_path, world=accounts_scenario(), asked=accounts_game(advance="instructor"), join=False)
    person = Person(HotSeat(session, tmp_path / "g.guanxi"))
    person.player.begin(("head", "north", "eye"))  # type: ignore[attr-defined]
    person.press("I am head, and alone")
    assert person.value("price") == 1.0
    assert "price" in person.text and "Spend on the five channels" not in person.text, "that lever is another seat's"
    person.press("Decide")
    person.press("I am north, and alone")
    assert "Hush, hush." in person.text
    person.fill("part bought at Azure", 0.5)
    person.press("Decide")
    assert "sum to" in person.text, "parts that do not sum to 1 are refused"
    person.press("Hide my view")
    person.press("eye")
    person.press("I am eye, and alone")
    assert person.pages == ("Look",) or "Decide" not in person.pages
    session.close()


@pytest.mark.slow
def test_lines_can_be_gone_to_and_laid_side_by_side(tmp_path: Path) -> None:
    person, session = played(tmp_path, "Azure")
    person.press("Decide")
    person.press("Decide")
    person.press("Play this round again")
    person.fill("price", 1.04)
    person.press("Decide")
    assert "Lines side by side" in person.text and "Beryl" not in person.text.split("Lines side by side")[1]
    person.press("Go to this line")
    assert session.line() == "main"
    assert sorted(session.lines) == ["main", "main again 2"]
    session.close()


@pytest.mark.parametrize("rest", [{}, {"advance": "own_pace"}])
def test_the_file_alone_brings_the_screen_back(tmp_path: Path, rest: dict[str, Any]) -> None:
    person, _ = played(tmp_path, "Azure", "Beryl", **rest)
    person.press("I am Azure, and alone")
    person.press("Decide")
    before = person.text
    person.player.close()  # type: ignore[attr-defined]
    again = Person(HotSeat(Session.open(tmp_path / "g.guanxi"), tmp_path / "g.guanxi"))
    assert "turn" in again.text
    if not rest:
        assert again.text == before.replace("Your decision is noted. ", "")
    again.player.close()  # type: ignore[attr-defined]
