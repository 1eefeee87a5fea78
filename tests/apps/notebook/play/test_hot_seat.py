"""A game at one screen: what comes next, what is hidden, what is asked again, and what the time does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.apps.notebook.play.hot_seat import HotSeat
from sim.game.session.session import Session
from sim.language.choice import using_language
from tests.apps.notebook.play.driving import Asking, words_of
from tests.game.games import Hands, accounts_game, accounts_scenario, begun


def played(folder: Path, *people: str, **rest: Any) -> tuple[Asking, HotSeat, Session]:
    """A game at a screen, with people at these seats."""
    session = begun(folder, join=False, **rest)
    player = HotSeat(session, folder / "g.guanxi")
    if people:
        player.begin(people)
    return Asking(player, people[0] if people else ""), player, session


def test_who_plays_is_asked_first_and_bots_take_the_rest(tmp_path: Path) -> None:
    asking, player, session = played(tmp_path)
    table = asking.table()
    assert table["next"] == {"page": "start", "seat": ""}
    assert [(seat["name"], seat["decides"]) for seat in table["seats"]] == [
        ("Azure", True), ("Beryl", True), ("eye", False), ("teacher", False),
    ]  # fmt: skip
    assert "g.guanxi" in table["facts"]
    assert "Nobody would decide anything" in asking.refused("/api/begin", {"seats": ["eye"]})
    asking.ask("/api/begin", {"seats": ["Azure"]})
    assert player.people == ("Azure",) and player.alone
    assert list(session.playing.record.bots) == ["Beryl"]
    assert asking.next() == ("sit", "Azure")
    session.close()


def test_one_person_goes_through_all_rounds_to_the_debrief(tmp_path: Path) -> None:
    asking, _player, session = played(tmp_path, "Azure", rounds=2)
    state = asking.state()
    assert "Run Azure." in words_of(state) and state["here"] == ["Azure"]
    values = {"profit": 100, "profit_within": 1e6}
    assert asking.ask("/api/act/predict", {"values": values, "round": 0, "confirmed": ""})["accepted"]
    assert asking.decide({"price": 0.973}, reason="to be seen")["accepted"]
    state = asking.state()
    assert state["round"] == 1 and state["outcome"]["by"] == "human" and state["figures"]["own"]["profit"]
    assert "expected" in words_of(state["sections"])
    said = session.lines["main"].closed[0]["Azure"]
    assert (said.decision.moved, said.decision.price, said.entry.reason) == (("price",), 0.973, "to be seen")  # type: ignore[union-attr]
    asking.decide()
    assert asking.state()["over"] and asking.state()["figures"]["all"]["standing"]
    ending = asking.ask("/api/ending")
    assert {row[0] for row in ending["figures"]["rows"]} == {"Azure", "Beryl", "Cedar"}
    assert "In short" in asking.ask("/api/debrief/read?luck=0")["html"]
    assert "g_tables" in asking.ask("/api/write", {})["said"]
    assert {path.name for path in (tmp_path / "g_tables").iterdir()} >= {
        "debrief.html",
        "decisions.csv",
        "scenario.yaml",
    }
    assert "g_Azure" in asking.ask("/api/export")["said"] and any((tmp_path / "g_Azure").iterdir())
    assert asking.ask("/api/table/reopen", {"round": 1, "line": "main"}) == {"line": "main again 2", "round": 1}
    assert not asking.state()["over"]
    session.close()


def test_what_cannot_be_is_refused_and_slips_are_asked_again(tmp_path: Path) -> None:
    asking, _player, session = played(tmp_path, "Azure")
    values = {"price": 9.0}
    assert "0.2 to 5" in asking.refused("/api/act/decide", {"values": values, "round": 0})
    asked = asking.decide({"price": 4.0})
    assert not asked["accepted"] and "Is it meant?" in asked["slips"][0]
    assert session.lines["main"].round == 0
    assert asking.decide({"price": 4.0}, confirmed=asked["token"])["accepted"]
    assert session.lines["main"].closed[0]["Azure"].decision.price == 4.0  # type: ignore[union-attr]
    session.close()


def test_the_same_message_counts_once(tmp_path: Path) -> None:
    asking, _player, session = played(tmp_path, "Azure", "Beryl", advance="instructor")
    first = asking.decide({"price": 0.95}, client="one mark")
    again = asking.decide({"price": 0.95}, client="one mark")
    assert again["again"] and again["entry"] == first["entry"]
    session.close()


def test_the_table_and_the_saved_widget_hold_nothing_private(tmp_path: Path) -> None:
    asking, player, session = played(tmp_path, "Azure", "Beryl", advance="instructor")
    assert asking.next() == ("hand_over", "Azure")
    asking.decide({"price": 0.987})
    assert asking.next(after="Azure") == ("hand_over", "Beryl")
    table = asking.sit("").table()
    assert [seat["name"] for seat in table["seats"] if seat["waiting"]] == ["Beryl"]
    told = words_of(table) + words_of(player.still())
    assert "0.987" not in told and "Your offer" not in told and "Run Azure." not in told
    assert all(code not in told for code in session.codes.values())
    state = player.page.get_state()
    assert {name for name in state if not name.startswith("_")} == {"kind", "layout", "tabbable", "tooltip"}
    assert "Nobody has the seat eye" in asking.sit("eye").refused("/api/state")
    session.close()


def test_a_decision_can_be_changed_and_taken_back_until_the_round_closes(tmp_path: Path) -> None:
    asking, _player, session = played(tmp_path, "Azure", "Beryl", advance="instructor")
    for price, stood in ((0.95, {}), (0.96, {"price": 0.95})):
        found = asking.state()["form"]["values"]
        assert {name: found.get(name) for name in stood} == stood, "what stands is what the form shows"
        asking.decide({"price": price})
    assert "price 0.95" in words_of(asking.state()["history"]) and "price 0.96" in words_of(asking.state()["history"])
    asking.ask("/api/act/withdraw", {"round": 0, "seen": asking.state()["decision"]["number"], "client": "w"})
    assert session.view("Azure").standing is None
    asking.decide()
    assert asking.sit("").ask("/api/table/close_round", {"round": 0}) == {"line": "main", "round": 1}
    assert "closed already" in asking.refused("/api/table/close_round", {"round": 0})
    assert asking.next() == ("hand_over", "Azure")
    session.close()


def test_an_instructor_leads_from_the_own_screen(tmp_path: Path) -> None:
    asking, player, session = played(tmp_path, "Azure", "teacher", advance="instructor")
    assert not asking.table()["closes"], "where someone leads it is the instructor who closes rounds"
    assert "only an instructor" in asking.refused("/api/table/close_round", {"round": 0})
    assert "only an instructor" in asking.refused("/api/lead/shock", {"shock": "scandal"})
    asking.sit("teacher")
    lead = asking.state()["lead"]
    assert [seat["seat"] for seat in lead["seats"]] and "scandal" in words_of(lead["shocks"])
    asking.ask("/api/lead/shock", {"shock": "scandal", "firms": [], "client": "a"})
    assert len(session.lines["main"].shocks) == 1
    asking.ask("/api/lead/seat_bot", {"seat": "Azure", "client": "b"})
    assert list(session.playing.record.bots) == ["Beryl", "Azure"]
    asking.ask("/api/lead/seat_human", {"seat": "Azure", "client": "c"})
    asking.ask("/api/lead/seat_human", {"seat": "Beryl", "client": "d"})
    assert player.people == ("Azure", "Beryl"), "who gets a seat back sits at this screen"
    asking.ask("/api/lead/say", {"text": "Hurry.", "to": "", "client": "e"})
    asking.ask("/api/lead/close_round", {"round": 0, "client": "f"})
    assert session.lines["main"].round == 1
    assert "Hurry." in words_of(asking.sit("Azure").state()["news"])
    session.close()


def test_time_that_is_up_closes_the_round_and_stands_still_at_the_start(tmp_path: Path) -> None:
    hands = Hands()
    asking, player, session = played(tmp_path, advance="timer", seconds=60.0, clock=hands)
    hands.move(600)
    player.clock.tick()
    assert session.lines["main"].round == 0, "nobody has sat down yet"
    asking.ask("/api/begin", {"seats": ["Azure"]})
    assert asking.table()["seconds_left"] == 60
    asking.ask("/api/table/pause", {})
    hands.move(50)
    asking.ask("/api/table/resume", {})
    asking.ask("/api/table/extend", {"seconds": 60})
    assert asking.table()["seconds_left"] == 120
    asking.sit("Azure").ask(
        "/api/draft", {"form": "decide", "values": {"price": 0.97}, "reason": "", "line": "main", "round": 0, "base": 0}
    )
    news = len(asking.said)
    hands.move(121)
    player.clock.tick()
    assert session.lines["main"].round == 1 and asking.said[news:][-1].keys() == {"changed"}
    closed = session.lines["main"].closed[0]["Azure"]
    assert closed.decision.price == 0.97, "what was typed is submitted"  # type: ignore[union-attr]
    assert asking.state()["outcome"]["draft"] == "submitted"
    session.close()


def test_seats_of_all_sorts_get_their_own_form(tmp_path: Path) -> None:
    session = begun(tmp_path, world=accounts_scenario(), asked=accounts_game(advance="instructor"), join=False)
    player = HotSeat(session, tmp_path / "g.guanxi")
    player.begin(("head", "north", "eye"))
    asking = Asking(player, "head")
    paths = {field["path"] for field in asking.state()["form"]["decide"]}
    assert "price" in paths and not any(path.startswith("communication") for path in paths), "another seat's lever"
    asking.decide()
    state = asking.sit("north").state()
    assert "Hush, hush." in words_of(state)
    wallet = next(field["path"] for field in state["form"]["decide"] if field["lever"] == "wallet")
    assert "sum to" in asking.refused("/api/act/decide", {"values": {wallet: 0.5}, "round": 0})
    state = asking.sit("eye").state()
    assert state["form"] is None and "decides nothing" in asking.refused("/api/act/decide", {"values": {}, "round": 0})
    session.close()


@pytest.mark.slow
def test_lines_can_be_gone_to_and_laid_side_by_side(tmp_path: Path) -> None:
    asking, _player, session = played(tmp_path, "Azure")
    asking.decide()
    asking.decide()
    assert asking.table()["lines"]["compared"] is None and asking.table()["lines"]["round"] == 2
    asking.ask("/api/table/reopen", {"round": 1, "line": "main"})
    asking.decide({"price": 1.04})
    asking.decide()
    lines = asking.table()["lines"]
    assert {row[0] for row in lines["compared"]["rows"]} == {"main", "main again 2"}
    assert {row[1] for row in lines["compared"]["rows"]} == {"Azure"}, "the figures of rivals stay unknown"
    assert asking.ask("/api/table/go_to", {"line": "main"})["line"] == "main" == session.line()
    assert asking.ask("/api/table/carry_on", {"like": "main again 2", "line": "main"}) == {"line": "main", "round": 3}
    assert sorted(session.lines) == ["main", "main again 2"]
    assert len({row[1] for row in asking.ask("/api/ending")["lines"]["compared"]["rows"]}) == 3
    session.close()


def test_what_is_typed_is_there_again_and_an_unknown_path_is_refused(tmp_path: Path) -> None:
    asking, player, session = played(tmp_path, "Azure")
    draft = {"form": "decide", "values": {"price": 0.98}, "reason": "why", "line": "main", "round": 0, "base": 0}
    assert asking.ask("/api/draft", draft) == {"revision": 1}
    session.close()
    again = HotSeat(Session.open(tmp_path / "g.guanxi"), tmp_path / "g.guanxi")
    asking = Asking(again, "Azure")
    found = asking.ask("/api/draft")["forms"]["decide"]
    assert found["values"] == {"price": 0.98} and found["mine"]
    assert "closed" in asking.refused("/api/draft", {**draft, "round": 5})
    for path in ("/api/class/state", "/api/table/fly", "/api/act/fly"):
        assert asking.reply(path, {})["status"] == 404
    again.close()
    assert again.closed and player.page is not again.page


def test_a_fault_of_the_simulator_is_told_to_the_page_and_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, player, session = played(tmp_path, "Azure")

    def broken(_seat: str) -> None:
        raise ZeroDivisionError("no way")

    monkeypatch.setattr(session, "view", broken)
    with pytest.raises(ZeroDivisionError):
        asking.reply("/api/state")
    told = asking.said[-1]
    assert told["status"] == 500 and "ZeroDivisionError: no way" in told["content"]["error"]
    assert player.page.kind == "game"
    session.close()


def test_the_page_is_answered_in_the_language_of_the_notebook(tmp_path: Path) -> None:
    asking, player, session = played(tmp_path, "Azure")
    assert asking.reply("/api/table")["language"] == "en"
    with using_language("zh"):
        reply = asking.reply("/api/state")
        assert reply["language"] == "zh" and "第" in words_of(reply["content"]["sections"])
        assert asking.ask("/messages/zh.json")["Submit decision"]
        assert "保存在" in words_of(player.still())
    assert "klingon" in asking.refused("/messages/klingon.json")
    session.close()


@pytest.mark.parametrize("rest", [{}, {"advance": "own_pace"}])
def test_the_file_alone_brings_the_screen_back(tmp_path: Path, rest: dict[str, Any]) -> None:
    asking, player, _session = played(tmp_path, "Azure", "Beryl", **rest)
    asking.decide()
    before = asking.sit("").table()
    player.close()
    again = HotSeat(Session.open(tmp_path / "g.guanxi"), tmp_path / "g.guanxi")
    found = Asking(again).table()
    assert {**found, "next": None} == {**before, "next": None}
    assert found["next"]["page"] == "hand_over"
    again.close()
