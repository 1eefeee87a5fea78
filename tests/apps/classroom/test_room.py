"""The server's answers: who may, what is refused, with which status, in which words; and that nothing changed then."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from sim.apps.classroom.web.access import MOST_WRONG_CODES, RateLimit
from sim.apps.classroom.web.request_parsing import LARGEST, RequestError
from sim.game.session.session import Session
from tests.apps.classroom.served import asked, class_of, served, token_of
from tests.game.games import Hands, begun


@pytest.fixture
def room(tmp_path: Path) -> Iterator[tuple[Session, str]]:
    with class_of(tmp_path, advance="instructor") as found:
        yield found


def act(address: str, token: str, name: str, /, **given: object) -> Any:
    return asked(address, "POST", f"/api/act/{name}", given, token=token)


def lead(address: str, token: str, name: str, /, **given: object) -> Any:
    return asked(address, "POST", f"/api/lead/{name}", given, token=token)


def test_a_round_from_afar(room: tuple[Session, str]) -> None:
    session, address = room
    azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
    before = asked(address, "GET", "/api/state", token=azure).content
    assert (before["round"], before["decided"], before["seat"]) == (0, False, "Azure")
    assert [field["path"] for field in before["form"]["decide"]][:1] == ["price"]
    assert act(address, azure, "predict", values={"profit": 100, "profit_within": 50}, round=0).content["accepted"]
    values = {"price": 0.95, "communication.advertising": 12}
    said = act(address, azure, "decide", values=values, round=0, reason="seen")
    assert said.status == 200 and said.content["accepted"] and said.content["entry"]["round"] == 0
    standing = session.lines["main"].standing["Azure"]
    assert standing.decision.moved == ("price", "communication") and standing.entry.reason == "seen"
    shown = asked(address, "GET", "/api/state", token=azure).content
    assert shown["decided"] and shown["revision"] > before["revision"]
    assert shown["form"]["values"] == {"price": 0.95, "communication.advertising": 12.0}
    assert act(address, azure, "withdraw", round=0).status == 200
    assert "Azure" not in session.lines["main"].standing
    assert act(address, azure, "decide", decision={"price": 0.97}, round=0).status == 200
    assert lead(address, teacher, "close_round", round=0).status == 200
    after = asked(address, "GET", "/api/state", token=azure).content
    assert after["round"] == 1 and not after["decided"]
    assert asked(address, "GET", "/api/view", token=azure).content["firm"]["present"]["price"] == 0.97


def test_a_slip_is_asked_again_and_counts_once_it_is_confirmed(room: tuple[Session, str]) -> None:
    session, address = room
    azure = token_of(session, address, "Azure")
    question = act(address, azure, "decide", values={"price": 4.0}, round=0).content
    assert not question["accepted"] and "4 is 4 times 1" in question["slips"][0]
    assert "Azure" not in session.lines["main"].standing
    answer = act(address, azure, "decide", values={"price": 4.0}, round=0, confirmed=question["token"])
    assert answer.content["accepted"] and "Azure" in session.lines["main"].standing


def test_what_is_stated(room: tuple[Session, str]) -> None:
    session, address = room
    azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
    assert act(address, azure, "strategy", values={"name": "lowest price", "text": "always"}).status == 200
    remarks = act(address, azure, "decide", decision={"price": 1.3}, round=0).content["remarks"]
    assert any("price" in remark for remark in remarks)
    assert act(address, azure, "believe", values={"price": 1.0}).status == 422
    lead(address, teacher, "close_round")
    titles = [each["act"] for each in asked(address, "GET", "/api/state", token=azure).content["statements"]]
    assert titles == ["strategy", "believe"]
    assert act(address, azure, "believe", values={"price": 0.75, "service": 0.25}).status == 200
    assert session.lines["main"].beliefs[0, "Azure"] == {"price": 0.75, "service": 0.25}


def test_a_key_account_and_a_part_of_a_firm_decide_by_their_forms(tmp_path: Path) -> None:
    with Session.create(tmp_path / "k.guanxi", "key_account_game", seed=2) as session, served(session) as address:
        dairy, relations, teacher = (token_of(session, address, seat) for seat in ("dairy", "relations", "instructor"))
        wallet = {"wallet.Azure": 0.7, "wallet.Beryl": 0.3, "wallet.Cedar": 0, "wallet.outside": 0}
        told = {"tell.Azure": ["stated", "real"], "receive.Azure": True}
        assert act(address, dairy, "decide", values={**wallet, **told}, round=0).content["accepted"]
        said = session.lines["main"].standing["dairy"].decision.model_dump(exclude_none=True)
        assert said["wallet"]["Azure"] == 0.7 and said["tell"] == {"Azure": ("stated", "real")}
        assert act(address, dairy, "believe", causes={"price": 1.0}).status == 422
        foreign = act(address, relations, "decide", decision={"price": 0.9}, round=0)
        assert foreign.status == 422 and "head" in foreign.error
        assert act(address, relations, "decide", values={"managers": "3"}, round=0).content["accepted"]
        for round_ in range(2):  # visits begin when accounts are known
            assert lead(address, teacher, "close_round", round=round_).status == 200
        shown = asked(address, "GET", "/api/state", token=relations).content
        visit = next(each for each in shown["statements"] if each["act"] == "note_visit")
        visited = visit["fields"][0]["options"]
        assert visited and "worth a year" not in json.dumps(shown)
        protocol = {"account": visited[-1], "know": ["stated"], "conclude": "on speaking terms"}
        assert act(address, relations, "note_visit", values=protocol).content["accepted"]
        needs = [part for part in asked(address, "GET", "/api/state", token=dairy).content["sections"]
                 if part["heading"] == "Your needs"]  # fmt: skip
        assert needs and needs[0]["rows"]


def test_the_same_sent_twice_counts_once(room: tuple[Session, str]) -> None:
    session, address = room
    azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
    sent = {"values": {"price": 0.9}, "round": 0, "client": "mine 1"}
    assert act(address, azure, "decide", **sent).content["again"] is False
    assert lead(address, teacher, "close_round", round=0, client="close 0").content["again"] is False
    length = len(session.entries)
    again = act(address, azure, "decide", **sent)  # the price stands there now, so the form reads otherwise
    assert again.status == 200 and again.content["again"] and again.content["entry"]["round"] == 0
    assert lead(address, teacher, "close_round", round=0, client="close 0").content["again"]
    for text in ("hello", "hello"):
        assert lead(address, teacher, "say", text=text, client="word").status == 200
    assert lead(address, teacher, "shock", shock="price_war", client="war").content["again"] is False
    assert lead(address, teacher, "shock", shock="price_war", client="war").content["again"] is True
    assert len(session.entries) == length + 2 and len(session.lines["main"].shocks) == 1
    taken = act(address, token_of(session, address, "Beryl"), "decide", decision={}, client="mine 1")
    assert taken.status == 422 and "something else before" in taken.error


def test_late_for_a_closed_round(room: tuple[Session, str]) -> None:
    session, address = room
    azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
    lead(address, teacher, "close_round", round=0)
    before = session.entries
    for given in ({"values": {"price": 0.9}}, {"decision": {"price": 0.9}}):
        late = act(address, azure, "decide", round=0, **given)
        assert late.status == 409 and "round 1 is closed; the open one is 2" in late.error
    assert lead(address, teacher, "close_round", round=0).status == 409
    for _ in range(4):
        assert lead(address, teacher, "close_round").status == 200
    over = act(address, azure, "decide", decision={})
    assert over.status == 409 and "the game is over" in over.error
    assert len(session.entries) == len(before) + 4 * 3


def test_an_instructor_leads(room: tuple[Session, str]) -> None:
    session, address = room
    azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
    for name, given in (
        ("say", {"text": "look at your exits", "to": "Azure"}), ("seat_bot", {"seat": "Beryl"}), ("close_round", {}),
        ("seat_human", {"seat": "Beryl"}), ("shock", {"shock": "scandal", "firms": ["Beryl"]}), ("close_round", {}),
        ("subsidise", {"seat": "Azure", "money": 500}), ("branch", {"name": "what if", "round": 1}),
        ("go_to", {"line": "main"}), ("reopen", {"round": 0}), ("carry_on", {"like": "main"}),
    ):  # fmt: skip
        answer = lead(address, teacher, name, **given)
        assert answer.status == 200, (name, answer.body)
    assert set(session.lines) == {"main", "what if", "main again 2"} and session.line() == "main again 2"
    assert asked(address, "GET", "/api/state", token=azure).content["messages"] == ["look at your exits"]
    shown = asked(address, "GET", "/api/state", token=teacher).content
    assert {seat["seat"] for seat in shown["lead"]["seats"] if seat["joined"]} == set(session.codes)
    assert set(shown["here"]) == {"Azure", "teacher"}
    refused = lead(address, teacher, "pause")
    assert refused.status == 422 and "no timer runs" in refused.error
    codes = asked(address, "GET", "/api/codes", token=teacher).content
    given = {seat: code for seat, code in session.codes.items() if seat != "teacher"}
    links = {seat: f"{address}/#seat={seat}&code={code}" for seat, code in given.items()}
    assert codes == {"codes": given, "address": address, "links": links}
    assert session.codes["Azure"] not in json.dumps(shown)


def test_strangers_and_other_seats(room: tuple[Session, str]) -> None:
    session, address = room
    azure, eye, teacher = (token_of(session, address, seat) for seat in ("Azure", "eye", "teacher"))
    before = session.entries
    for token in ("", "x", azure[:-1], azure + "0", "ä" * 64, "0" * 64):
        for method, path in (("GET", "/api/state"), ("GET", "/api/view"), ("POST", "/api/act/decide")):
            body = {"decision": {}} if method == "POST" else None
            shown = f"Bearer {token}".encode().decode("latin-1")
            said = asked(address, method, path, body, headers={"Authorization": shown})
            assert (said.status, said.headers["www-authenticate"]) == (401, "Bearer") and "join" in said.error
    decided: dict[str, object] = {"decision": {"price": 0.9}}
    for token, path, given in (
        (azure, "/api/lead/close_round", {}), (azure, "/api/act/close_round", {}), (eye, "/api/lead/pause", {}),
        (azure, "/api/act/decide", {**decided, "seat": "Beryl"}), (eye, "/api/act/decide", decided),
        (teacher, "/api/act/decide", decided), (teacher, "/api/lead/decide", {**decided, "seat": "Azure"}),
    ):  # fmt: skip
        assert asked(address, "POST", path, given, token=token).status == 403, path
    assert asked(address, "GET", "/api/codes", token=azure).status == 403
    assert session.entries == before


def test_pass_codes_are_not_to_be_guessed(room: tuple[Session, str]) -> None:
    session, address = room
    for seat, code in (("Azure", "wrong"), ("Azure", session.codes["Beryl"]), ("nobody", "x"), ("Azure", 5)):
        said = asked(address, "POST", "/api/join", {"seat": seat, "code": code})
        assert said.status in (400, 422) and "token" not in said.content
    for _ in range(MOST_WRONG_CODES):
        said = asked(address, "POST", "/api/join", {"seat": "Azure", "code": "wrong"})
    assert said.status == 429 and int(said.headers["retry-after"]) <= 60 and "try again" in said.error
    assert asked(address, "POST", "/api/join", {"seat": "Azure", "code": session.codes["Azure"]}).status == 429


def test_attempts_are_counted_over_a_minute() -> None:
    now = 0.0
    attempts = RateLimit(lambda: now)
    for _ in range(MOST_WRONG_CODES):
        attempts.admit("a")
        attempts.wrong("a")
    attempts.admit("b")
    with pytest.raises(RequestError, match="in 60 seconds"):
        attempts.admit("a")
    now = 59.5
    with pytest.raises(RequestError, match="in 1 second"):
        attempts.admit("a")
    now = 60.0
    attempts.admit("a")


def test_what_cannot_be_read(room: tuple[Session, str]) -> None:
    session, address = room
    azure = token_of(session, address, "Azure")
    before = session.entries

    def sent(body: bytes, kind: str = "application/json") -> int:
        said = asked(address, "POST", "/api/act/decide", body, token=azure, headers={"Content-Type": kind})
        assert said.error.strip()
        return said.status

    for body in (
        b"", b"{", b"[]", b"5", b"null", b'{"decision": NaN}', b'{"decision": {"price": Infinity}}', b"\xff\xfe",
        b'{"decision": {"price": 1e999}}', b'{"a": 1, "a": 2}', b"[" * 5000, b'{"reason": "\\ud800", "decision": {}}',
        b'{"decision": {"price": ' + b"9" * 5000 + b"}}",
    ):  # fmt: skip
        assert sent(body) == 400, body[:40]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert sent(b'{"decision": {}}', kind) == 415
    assert sent(b'{"reason": "' + b"a" * LARGEST + b'"}') == 413
    assert sent(b'{"decision": {"price": "dear", "prise": 1}, "round": "first", "foo": 1}') == 422
    assert session.entries == before
    assert asked(address, "GET", "/api/state?since=x", token=azure).status == 400
    assert asked(address, "GET", "/api/state?since=0&wait=9999", token=azure).status == 400


def test_more_than_there_is_room_for_is_not_read(room: tuple[Session, str]) -> None:
    """A sender who says how long it is is sent off at once; one who does not, as soon as it is too much."""
    import socket
    from urllib.parse import urlsplit

    session, address = room
    place = urlsplit(address)
    token = token_of(session, address, "Azure")
    head = (
        f"POST /api/act/decide HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\n"
    )
    for more, body in (
        ("Content-Length: 1000000000\r\n\r\n", b""),
        ("Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"a" * 0x8000 + b"\r\n"),
    ):
        with socket.create_connection((place.hostname, place.port), timeout=30) as line:
            line.sendall((head + more).encode())
            for _ in range(3):
                line.sendall(body)
            assert b" 413 " in line.recv(100)


def test_unknown_paths_and_names(room: tuple[Session, str]) -> None:
    session, address = room
    azure = token_of(session, address, "Azure")
    for path in ("/nothing", "/api", "/api/act", "/../pyproject.toml", "/page/main.js", "/%2e%2e/room.py"):
        said = asked(address, "GET", path, token=azure)
        assert said.status == 404 and said.error, path
    assert asked(address, "POST", "/api/act/decid", {}, token=azure).status == 404
    assert "did you mean 'decide'" in asked(address, "POST", "/api/act/decid", {}, token=azure).error
    assert asked(address, "POST", "/api/act/close", {}, token=azure).status == 404
    assert asked(address, "GET", "/api/act/decide", token=azure).status == 405
    assert asked(address, "DELETE", "/api/state", token=azure).status == 405


def test_headers_and_hosts(room: tuple[Session, str]) -> None:
    session, address = room
    port = address.rpartition(":")[2]
    for path in ("/", "/main.js", "/classroom.css", "/api/game", "/nothing"):
        said = asked(address, "GET", path, headers={"Origin": "http://elsewhere.example"})
        assert "script-src 'self'" in said.headers["content-security-policy"]
        assert "unsafe" not in said.headers["content-security-policy"]
        assert said.headers["x-content-type-options"] == "nosniff" and said.headers["cache-control"] == "no-store"
        assert not [name for name in said.headers if name.startswith(("access-control", "set-cookie", "server"))]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "127.0.0.1", "LOCALHOST"):
        assert asked(address, "GET", "/api/game", headers={"Host": host}).status == 200, host
    other = "elsewhere.example"
    for host in ("", other, f"localhost.{other}", f"{other}:{port}", "192.0.2.7", "localhost:x"):
        assert asked(address, "GET", "/api/game", headers={"Host": host}).status == 421, host
    assert session.entries


def test_in_a_network_addresses_are_good_names_and_foreign_ones_are_not(tmp_path: Path) -> None:
    with begun(tmp_path) as session, served(session, lan=True) as address:
        assert asked(address, "GET", "/api/game", headers={"Host": "192.0.2.7:8765"}).status == 200
        assert asked(address, "GET", "/api/game", headers={"Host": "elsewhere.example"}).status == 421


def test_news_comes_to_whom_it_concerns(room: tuple[Session, str]) -> None:
    session, address = room
    azure, eye = (token_of(session, address, seat) for seat in ("Azure", "eye"))
    seen = asked(address, "GET", "/api/state", token=eye).content["revision"]
    heard: list[Any] = []

    def waiting() -> None:
        heard.append(asked(address, "GET", f"/api/state?since={seen}&wait=20", token=eye).content)

    thread = Thread(target=waiting)
    thread.start()
    time.sleep(0.1)
    act(address, azure, "predict", prediction={"profit": 5.0})  # is nobody else's business
    time.sleep(0.1)
    assert not heard
    act(address, azure, "decide", decision={})
    thread.join(15)
    assert heard[0]["revision"] > seen and heard[0]["waiting_for"] == ["Beryl"]
    nothing = asked(address, "GET", f"/api/state?since={heard[0]['revision']}&wait=0.1", token=eye).content
    assert nothing["unchanged"] and nothing["revision"] == heard[0]["revision"]


def test_a_timer_closes_rounds_and_can_be_stopped(tmp_path: Path) -> None:
    clock = Hands()
    with class_of(tmp_path, advance="timer", seconds=60, clock=clock) as (session, address):
        eye, teacher = (token_of(session, address, seat) for seat in ("eye", "teacher"))
        assert asked(address, "GET", "/api/state", token=eye).content["seconds_left"] == 60.0
        assert lead(address, teacher, "extend", seconds=30).status == 200
        assert lead(address, teacher, "pause").status == 200
        clock.move(100)
        shown = asked(address, "GET", "/api/state", token=eye).content
        assert (shown["seconds_left"], shown["paused"], shown["round"]) == (90.0, True, 0)
        assert lead(address, teacher, "resume").status == 200
        clock.move(90)
        closed = asked(address, "GET", f"/api/state?since={shown['revision'] + 1}&wait=20", token=eye).content
        assert closed["round"] == 1 and closed["seconds_left"] == 60.0


def test_tokens_outlive_the_server(tmp_path: Path) -> None:
    with class_of(tmp_path) as (session, address):
        tokens = {seat: token_of(session, address, seat) for seat in session.codes}
        revision = asked(address, "GET", "/api/state", token=tokens["Azure"]).content["revision"]
    with Session.open(tmp_path / "g.guanxi") as again, served(again) as address:
        for seat, token in tokens.items():
            assert asked(address, "GET", "/api/state", token=token).content["seat"] == seat
        assert asked(address, "GET", "/api/state", token=tokens["Azure"]).content["revision"] == revision
    with class_of(tmp_path, name="other") as (_, address):
        assert asked(address, "GET", "/api/state", token=tokens["Azure"]).status == 401
    assert len(set(tokens.values())) == len(tokens)


def test_what_a_seat_takes_home(room: tuple[Session, str]) -> None:
    session, address = room
    azure, eye, teacher = (token_of(session, address, seat) for seat in ("Azure", "eye", "teacher"))
    act(address, azure, "decide", decision={"price": 0.95})
    lead(address, teacher, "close_round")

    def files(token: str) -> set[str]:
        packed = asked(address, "GET", "/api/export", token=token)
        assert packed.headers["content-type"] == "application/zip"
        return set(zipfile.ZipFile(io.BytesIO(packed.body)).namelist())

    assert "small/decisions.csv" in files(azure) and "small/log.csv" not in files(azure)
    assert files(teacher) >= {"small/log.csv", "small/scenario.yaml", "small/rounds.csv"}
    assert asked(address, "GET", "/api/export", token=eye).status == 422


@pytest.mark.slow
def test_the_debrief_is_the_instructors_until_the_game_is_over(tmp_path: Path) -> None:
    with class_of(tmp_path, advance="instructor", rounds=2) as (session, address):
        azure, teacher = (token_of(session, address, seat) for seat in ("Azure", "teacher"))
        lead(address, teacher, "close_round")
        too_early = asked(address, "GET", "/api/debrief", token=azure)
        assert too_early.status == 422 and "when the game is over" in too_early.error
        page = asked(address, "GET", "/api/debrief", token=teacher)
        assert page.headers["content-disposition"] == 'attachment; filename="small_debrief.html"'
        assert page.body.startswith(b"<!DOCTYPE html>")
        lead(address, teacher, "close_round")
        assert asked(address, "GET", "/api/debrief", token=azure).status == 200


def test_a_fault_of_the_server_is_said_and_told_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def strike(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr("sim.apps.classroom.markets.state_cache.state_of", strike)
    with class_of(tmp_path) as (session, address):
        said = asked(address, "GET", "/api/state", token=token_of(session, address, "Azure"))
        assert said.status == 500 and "Nothing is lost" in said.error and b"secret" not in said.body
        assert "script-src" in said.headers["content-security-policy"]
