"""People of a class: moved, removed, given a new code; a lock-out that is lifted; a list from Excel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from sim.apps.classroom.people.roster import read_roster
from sim.apps.classroom.web.access import MOST_WRONG_CODES
from sim.game.errors import GameError
from tests.apps.classroom.classes import Served, made, served_class


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    with served_class(made(tmp_path)) as found:
        yield found


def act(small: Served, act_: str, **given: str):  # type: ignore[no-untyped-def]
    return small.post(f"/api/class/people/{act_}", given, small.instructor())


def test_a_person_is_moved_and_the_former_seat_is_good_no_more(small: Served) -> None:
    li = small.joins(name="Li", market="1", seat="Azure").content
    small.joins(name="Wang", market="2", seat="Azure")
    former_code = small.sessions["1"].codes["Azure"]
    taken = act(small, "move", name="Li", market="2", seat="Azure")
    assert taken.status == 422 and "Wang sits at this seat" in taken.error and "2 Beryl" in taken.error
    said = act(small, "move", name="Li", market="2", seat="Beryl")
    assert said.status == 200 and "seat=Beryl" in said.content["link"]
    assert small.get("/api/state", li["token"]).status == 401, "the page of the former seat is good no more"
    assert small.post("/api/join", {"market": "1", "seat": "Azure", "code": former_code}).status == 422
    again = small.joins(name="Li").content
    assert (again["market"], again["seat"]) == ("2", "Beryl") and small.get("/api/state", again["token"]).status == 200
    assert small.joins(name="Li").status == 422, "once"
    sun = small.joins(name="Sun", market="1", seat="Azure").content
    assert sun["token"] != li["token"] and small.get("/api/state", sun["token"]).status == 200
    fresh = {one["seat"]: one for one in small.get("/api/class/codes", small.instructor()).content["seats"]
             if one["market"] == "1"}  # fmt: skip
    assert fresh["Azure"]["code"] != former_code
    given = {"market": "1", "seat": "Azure", "code": fresh["Azure"]["code"]}
    assert small.post("/api/join", given).content["token"] == sun["token"]
    assert small.get("/api/codes?market=1", small.instructor()).content["codes"]["Azure"] == fresh["Azure"]["code"]


def test_nobody_joins_with_the_number_of_another_person(small: Served) -> None:
    assert small.joins(name="Li", number="s7", client="first").status == 200
    taken = small.joins(name="Wang", number=" S7")
    assert taken.status == 422 and "number has already joined" in taken.error
    assert "number has already joined" in small.joins(name="Wang", number="S7 ").error
    assert "add your student number" in small.joins(name="S7").error, "a name stands for the number that is missing"
    assert small.joins(name="Wang").status == 200 and small.joins(name="Sun", number="8").status == 200
    assert small.joins(name="Li", number="s7", client="first").status == 200, "the same request brings the same seat"
    assert [one.number for one in small.file.people] == ["s7", "", "8"]


def test_a_person_is_removed_and_the_seat_is_free(small: Served) -> None:
    li = small.joins(name="Li", market="1", seat="Azure").content
    assert act(small, "remove", name="Li").status == 200
    assert small.get("/api/state", li["token"]).status == 401
    free = small.post("/api/class/places", {"code": small.file.join_code}).content["free"]
    assert free["1"] == ["Azure", "Beryl"] and not small.file.people
    assert small.joins(name="Sun", market="1", seat="Azure").status == 200
    assert act(small, "remove", name="Li").status == 422 and act(small, "fire", name="Li").status == 404


def test_a_seat_gets_a_new_code(small: Served) -> None:
    token, former = small.token("1", "Beryl"), small.sessions["1"].codes["Beryl"]
    said = act(small, "new_code", market="1", seat="Beryl")
    assert said.status == 200 and former not in said.content["link"]
    assert small.get("/api/state", token).status == 401
    fresh = said.content["link"].split("code=")[1]
    assert small.post("/api/join", {"market": "1", "seat": "Beryl", "code": former}).status == 422
    assert small.post("/api/join", {"market": "1", "seat": "Beryl", "code": fresh}).status == 200
    for given in ({"market": "9", "seat": "Beryl"}, {"market": "1", "seat": "teacher"}, {"market": "1", "seat": "x"}):
        assert act(small, "new_code", **given).status == 422, given


def test_new_codes_survive_a_restart(tmp_path: Path) -> None:
    place = made(tmp_path)
    with served_class(place) as small:
        former = small.sessions["1"].codes["Azure"]
        fresh = act(small, "new_code", market="1", seat="Azure").content["link"].split("code=")[1]
    with served_class(place) as small:
        assert small.post("/api/join", {"market": "1", "seat": "Azure", "code": former}).status == 422
        assert small.post("/api/join", {"market": "1", "seat": "Azure", "code": fresh}).status == 200


def test_a_lock_out_is_lifted(small: Served) -> None:
    teacher = small.instructor()
    for _time in range(MOST_WRONG_CODES):
        small.post("/api/join", {"market": "1", "seat": "Azure", "code": "wrong"})
    right = {"market": "1", "seat": "Azure", "code": small.sessions["1"].codes["Azure"]}
    assert small.post("/api/join", right).status == 429
    assert small.get("/api/class/state", teacher).content["locked"] == 1
    assert small.post("/api/class/people/lift", {}, teacher).status == 200
    assert small.post("/api/join", right).status == 200
    assert small.get("/api/class/state", teacher).content["locked"] == 0


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_list_from_excel(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", ("学号", "姓名", "组"), (20231234, "李伟", 1), (None, None, None),
                    ("0007", "Chen Yu", None))  # fmt: skip
    assert [(one.number, one.name, one.team) for one in read_roster(path)] == [
        ("20231234", "李伟", "1"), ("0007", "Chen Yu", ""),
    ]  # fmt: skip
    with pytest.raises(GameError, match=r"list\.xlsx:2: the column number is empty"):
        read_roster(workbook(path, ("学号", "姓名"), (None, "李伟")))
    path.write_bytes(b"PK no workbook")
    with pytest.raises(GameError, match="no Excel workbook"):
        read_roster(path)
