"""What an instructor undoes, plays again and looks up: branches over several markets, undo, the record, new codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sim.apps.classroom.classes.act_record import RECORD_FILE, ActRecord, acts_csv
from sim.apps.classroom.classes.class_file import Person, person_key, read_class_file
from sim.apps.classroom.classes.class_folder import Settings, new_class
from tests.apps.classroom.classes import Served, made, served_class


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    with served_class(made(tmp_path, markets=2)) as found:
        yield found


def undone(served: Served, token: str) -> Any:
    """The last act, undone with yes."""
    step = served.get("/api/class/state", token).content["undo"]["step"]
    asked = served.post("/api/class/undo", {"step": step}, token).content
    assert not asked["accepted"] and asked["slips"]
    answer = served.post("/api/class/undo", {"step": step, "confirmed": asked["token"]}, token).content
    assert answer["accepted"]
    again = served.post("/api/class/undo", {"step": step, "confirmed": asked["token"]}, token).content
    assert again["again"] and again["results"] == answer["results"], "sent twice it counts once"
    return answer["results"]


def test_rounds_are_played_again_in_some_markets_and_that_is_undone(small: Served) -> None:
    token = small.instructor()
    small.leads(token, "open")
    early = small.leads(token, "rewind")["results"]
    assert [(one["done"], one["said"]) for one in early] == [(False, "No round is closed yet.")] * 2
    small.leads(token, "close_round", rounds={"1": 0, "2": 0})
    azure = small.token("2", "Azure")
    assert small.post("/api/act/decide", {"decision": {"price": 0.97}}, azure).content["accepted"]
    question = small.post("/api/class/lead/rewind", {"markets": ["2"]}, token).content
    assert question["slips"] == ["Market 2: round 1 is decided anew; 1 decision of round 2 stays on the former branch."]
    small.leads(token, "rewind", markets=["2"], client="once")
    small.leads(token, "rewind", markets=["2"], client="once")
    assert [session.line() for session in small.sessions.values()] == ["main", "main again 2"]
    assert small.sessions["2"].lines["main again 2"].round == 0
    rows = {row["market"]: row for row in small.get("/api/class/state", token).content["markets"]}
    assert (rows["2"]["line"], rows["2"]["lines"]) == ("main again 2", ["main", "main again 2"])
    undone(small, token)
    assert small.sessions["2"].line() == "main" and small.sessions["2"].lines["main"].standing
    small.leads(token, "branch", name="what if")
    assert [session.line() for session in small.sessions.values()] == ["what if", "what if"]
    small.leads(token, "go_to", line="main", markets=["1"])
    assert [session.line() for session in small.sessions.values()] == ["main", "what if"]


def test_a_closed_round_an_event_bots_and_opening_are_undone_newest_first(small: Served) -> None:
    token = small.instructor()
    assert small.get("/api/class/state", token).content["undo"] is None
    assert small.post("/api/class/undo", {"step": 1}, token).status == 422
    small.leads(token, "bots")
    small.leads(token, "open")
    small.leads(token, "shock", shock="price_war")
    small.leads(token, "say", text="hello")
    small.leads(token, "close_round", rounds={"1": 0, "2": 0})
    assert small.get("/api/class/state", token).content["undo"]["what"] == "round closed"
    results = undone(small, token)
    assert {one["said"] for one in results} == {"Round 1 is open again, on a new branch."}
    for session in small.sessions.values():
        assert session.lines[session.line()].round == 0 and session.lines["main"].round == 1
    gone_on = undone(small, token)  # the event was on the branch that was left
    assert [one["done"] for one in gone_on] == [False, False] and "has gone on" in gone_on[0]["said"]
    undone(small, token)
    assert small.file.open == []
    undone(small, token)
    assert not any(session.playing.record.bots for session in small.sessions.values())
    assert small.get("/api/class/state", token).content["undo"] is None


def test_an_act_is_undone_once_where_the_request_comes_twice_at_once(small: Served) -> None:
    token = small.instructor()
    small.leads(token, "open")
    step = small.get("/api/class/state", token).content["undo"]["step"]
    sure = small.post("/api/class/undo", {"step": step}, token).content["token"]
    given = {"step": step, "confirmed": sure}
    with ThreadPoolExecutor(2) as pool:
        said = [*pool.map(lambda _time: small.post("/api/class/undo", given, token).content, range(2))]
    assert sorted(one["again"] for one in said) == [False, True] and said[0]["results"] == said[1]["results"]


def test_an_event_is_undone_before_its_round_closes(small: Served) -> None:
    token = small.instructor()
    small.leads(token, "shock", shock="price_war", markets=["1"])
    session = small.sessions["1"]
    assert session.lines["main"].shocks
    undone(small, token)
    assert session.line() == "main again 2" and not session.lines["main again 2"].shocks


def test_a_seat_that_its_person_left_is_empty_again(small: Served) -> None:
    token = small.instructor()
    small.joins(name="Li")
    small.post("/api/class/people/remove", {"name": "Li", "number": ""}, token)
    rows = small.get("/api/class/state", token).content["markets"]
    assert rows[0]["joined"] == []
    question = small.post("/api/class/lead/bots", {"markets": ["1"]}, token).content
    assert question["slips"] == ["Market 1: bots take Azure and Beryl."]
    small.leads(token, "bots", markets=["1"])
    assert sorted(small.sessions["1"].playing.record.bots) == ["Azure", "Beryl"]
    assert small.joins(name="Li", market="1", seat="Azure").status == 200
    assert small.get("/api/class/state", token).content["markets"][0]["joined"] == ["Azure"]
    assert small.file.freed == []


def test_the_record_says_who_did_what_and_holds_no_code(small: Served) -> None:
    token = small.instructor()
    small.post("/api/class/enter", {"code": "wrong-code-1"})
    small.joins(name="=1+1", market="2", seat="Azure")
    small.leads(token, "say", text="hello", client="a")
    small.leads(token, "say", text="hello", client="a")
    small.post("/api/lead/say?market=1", {"text": "one market"}, token)
    small.post("/api/class/people/remove", {"name": "=1+1", "number": ""}, token)
    found = small.get("/api/class/acts", token).content
    acts = [(one["who"], one["what"], one["name"], one["market"]) for one in found["acts"]][::-1]
    assert acts == [
        ("server", "class served", "", ""), ("instructor", "page opened with its code", "", ""),
        ("unknown device", "wrong code", "127.0.0.1", ""), ("person", "joined", "=1+1", "2"),
        ("instructor", "message sent", "", "1 2"), ("instructor", "message sent", "", "1"),
        ("instructor", "person removed", "=1+1", ""),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(small.get("/api/class/acts/file", token).body.decode("utf-8-sig"))))
    assert [row["what"] for row in rows][:3] == ["started", "entered", "wrong_code"]
    assert rows[3]["name"] == "'=1+1" and rows[4]["more"] == "text: hello"
    text = (small.folder / RECORD_FILE).read_text(encoding="utf-8")
    file = small.file
    codes = [file.join_code, file.instructor_code, file.projector_code, file.secret, token, "wrong-code-1"]
    codes += [code for session in small.sessions.values() for code in session.codes.values()]
    assert not any(code in text for code in codes)
    seat = small.token("1", "Azure")
    for path in ("/api/class/acts", "/api/class/acts/file"):
        assert small.get(path, seat).status == 403 and small.get(path).status == 401


def test_a_record_that_was_cut_off_is_read_and_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = ActRecord(tmp_path, lambda: datetime(2026, 3, 1, tzinfo=UTC))
    record.note("instructor", "say", more="x" * 1000)
    with record.path.open("ab") as file:
        file.write(b'{"time": "2026-03-01T0')
    record.note("person", "joined", name="李伟")
    found = record.acts()
    assert [(act.what, act.name, len(act.more)) for act in found] == [("say", "", 300), ("joined", "李伟", 0)]
    monkeypatch.setattr("sim.apps.classroom.classes.act_record.LARGEST", record.path.stat().st_size - 1)
    for who in ("stranger", "person", "seat", "projector"):
        record.note(who, "joined")
    record.note("instructor", "say")
    assert [(act.who, act.what) for act in record.acts()[2:]] == [("instructor", "say")], (
        "a full record has room for you"
    )
    assert found[0].time == "2026-03-01T00:00:00+00:00"
    assert acts_csv(found).decode("utf-8-sig").splitlines()[0] == "time,who,what,name,market,seat,more"


def test_codes_of_pages_are_renewed_and_former_pages_are_closed(small: Served) -> None:
    first, file = small.instructor(), small.file
    board = small.entered(file.projector_code)
    answer = small.post("/api/class/people/renew", {"page": "projector"}, first).content
    assert small.get("/api/class/board", board).status == 401
    assert small.post("/api/class/enter", {"code": file.projector_code}).status == 422
    board = small.entered(answer["link"].split("#enter=")[1])
    assert small.get("/api/class/board", board).status == 200
    seat = small.joins(name="Li").content["token"]
    assert small.post("/api/class/people/renew", {"page": "class"}, first).status == 200
    assert small.post("/api/class/join", {"code": file.join_code, "name": "Wu"}).status == 422
    assert small.joins(name="Wu").status == 200 and small.get("/api/state", seat).status == 200
    second = small.post("/api/class/people/renew", {"page": "instructor"}, first).content["token"]
    assert small.get("/api/class/state", first).status == 401 and small.get("/api/class/state", second).status == 200
    assert small.post("/api/class/people/renew", {"page": "x"}, second).status == 422
    kept = small.folder
    assert small.instructor() == second and json.loads((kept / "class.json").read_text())["replaced"]


def test_codes_that_were_renewed_hold_after_a_restart(tmp_path: Path) -> None:
    place = made(tmp_path, markets=1)
    with served_class(place) as served:
        first = served.instructor()
        second = served.post("/api/class/people/renew", {"page": "instructor"}, first).content["token"]
    with served_class(place) as served:
        assert served.get("/api/class/state", first).status == 401
        assert served.get("/api/class/state", second).status == 200


def test_a_person_who_was_removed_gets_a_new_case(tmp_path: Path) -> None:
    new_class(tmp_path / "class", Settings(game="true_or_false", markets=1, seed=4))
    with served_class(tmp_path / "class") as served:
        token = served.instructor()
        seeds = []
        for _time in range(3):
            assert served.joins(name="Li").status == 200
            seeds.append(served.file.people[0].cases[0].seed)
            served.post("/api/class/people/remove", {"name": "Li", "number": ""}, token)
        assert len(set(seeds)) == 3 and served.file.begun == {person_key("Li", ""): 3}
    former = read_class_file(tmp_path / "class").but(begun={" Li": 3})
    assert former.begun_by(Person(name="Li")) == 3, "as version 0.3.0 wrote it"
