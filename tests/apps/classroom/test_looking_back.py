"""Debriefs are made beside the game: who plays meanwhile does not wait, and each is reckoned once."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from sim.apps.classroom.web.downloads import _page
from sim.game.debrief.debrief import Debrief
from sim.game.session.session import Session
from tests.apps.classroom.served import Said, asked, class_of, token_of
from tests.game.games import begun, firmly


class Slowly:
    """Pages that are not finished before someone says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.may_end, self.made = Event(), Event(), list[tuple[str, str]]()
        monkeypatch.setattr("sim.apps.classroom.web.downloads._page", self)

    def __call__(self, found: Debrief) -> bytes:
        self.begun.set()
        assert self.may_end.wait(60)
        self.made.append((found.line, found.seat))
        return f"{found.line} after {found.rounds} for {found.seat}".encode()


def test_a_seat_decides_and_a_round_closes_while_a_debrief_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly = Slowly(monkeypatch)
    with class_of(tmp_path, advance="instructor", rounds=3) as (session, address):
        azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        asked(address, "POST", "/api/lead/close_round", {}, token=teacher)
        answers: list[Said] = []
        reading = Thread(target=lambda: answers.append(asked(address, "GET", "/api/debrief", token=teacher)))
        reading.start()
        assert slowly.begun.wait(60)
        decided = asked(address, "POST", "/api/act/decide", {"decision": {"price": 0.97}, "round": 1}, token=azure)
        assert decided.status == 200 and decided.content["accepted"]
        assert asked(address, "POST", "/api/lead/close_round", {"round": 1}, token=teacher).status == 200
        assert asked(address, "GET", "/api/state", token=azure).content["round"] == 2 and not answers
        slowly.may_end.set()
        reading.join(60)
        assert answers[0].body == b"main after 1 for ", "it looks back on the game as it stood"
        again = [asked(address, "GET", "/api/debrief", token=teacher).body for _ in range(2)]
        assert again == [b"main after 2 for "] * 2 and slowly.made == [("main", "")] * 2


def test_a_debrief_is_reckoned_once_for_all_seats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly, reckoned = Slowly(monkeypatch), list[object]()
    slowly.may_end.set()
    whole = Session.debrief

    def counted(session: Session, **rest: Any) -> Debrief:
        reckoned.append(rest)
        return whole(session, **rest)

    monkeypatch.setattr(Session, "debrief", counted)
    with class_of(tmp_path, advance="instructor", rounds=1) as (session, address):
        tokens = {seat: token_of(session, address, seat) for seat in ("Azure", "Beryl", "teacher")}
        early = asked(address, "GET", "/api/debrief", token=tokens["teacher"])
        assert early.status == 422 and "so there is no debrief" in early.error
        asked(address, "POST", "/api/lead/close_round", {}, token=tokens["teacher"])
        bodies = [asked(address, "GET", "/api/debrief", token=token).body.decode() for token in tokens.values()]
        assert bodies == [f"main after 1 for {seat}" for seat in ("Azure", "Beryl", "")] and len(reckoned) == 1


def test_each_team_s_line_is_told_and_looked_back_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Slowly(monkeypatch).may_end.set()
    with class_of(tmp_path, advance="own_pace", rounds=2) as (session, address):
        azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        asked(address, "POST", "/api/act/decide", {"decision": {"price": 0.97}}, token=azure)
        state = asked(address, "GET", "/api/state", token=teacher).content
        assert [(each["line"], each["round"], each["waiting_for"]) for each in state["lead"]["paces"]] == [
            ("Azure", 1, ["Azure"]), ("Beryl", 0, ["Beryl"]),
        ]  # fmt: skip
        stand = state["sections"][0]["text"]
        assert "Line Azure: round 2 of 2 is open. Not decided yet: Azure." in stand
        assert "Line Beryl: round 1 of 2 is open. Not decided yet: Beryl." in stand
        page = asked(address, "GET", "/api/debrief?line=Azure", token=teacher)
        assert page.body == b"Azure after 1 for "
        assert "only an instructor" in asked(address, "GET", "/api/debrief?line=Beryl", token=azure).error
        assert asked(address, "GET", "/api/debrief?line=nowhere", token=teacher).status == 422
        asked(address, "POST", "/api/act/decide", {"decision": {"price": 0.98}}, token=azure)
        asked(address, "POST", "/api/act/predict", {"values": {"profit": 5}}, token=token_of(session, address, "Beryl"))
        everything = session.view("teacher").everything
        assert everything is not None and set(everything.expected) == {"Beryl"} and not everything.standing
        over = asked(address, "GET", "/api/state", token=teacher).content["lead"]["paces"][0]
        assert over["over"] and not over["waiting_for"]


def test_a_copy_is_the_same_game_and_leaves_it_alone(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=3) as session:
        firmly(session, "Azure", {"price": 0.95})
        session.close_round()
        before, held = session.entries, (tmp_path / "g.guanxi").read_bytes()
        with session.copy() as copy:
            assert copy.entries == before and copy.view("Azure").plain() == session.view("Azure").plain()
            copy.close_round()
            firmly(copy, "Beryl", {"price": 0.9})
            assert copy.lines["main"].round == 2
        assert session.entries == before and (tmp_path / "g.guanxi").read_bytes() == held
        assert session.lines["main"].round == 1 and not session.lines["main"].standing


def test_the_page_is_a_debrief(tmp_path: Path) -> None:
    with begun(tmp_path, rounds=1) as session:
        session.close_round()
        assert _page(session.copy().debrief()).startswith(b"<!DOCTYPE html>")
