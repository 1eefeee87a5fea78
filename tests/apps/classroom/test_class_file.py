"""The folder and the file of a class: opened again, refused where damaged or forged; the list of students."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.apps.classroom.classes.class_file import CLASS_FILE, Person, read_class_file
from sim.apps.classroom.classes.class_folder import Settings, is_class_folder, new_class, open_class
from sim.apps.classroom.people.roster import read_roster
from sim.apps.cli.main import app
from sim.game.errors import GameError
from sim.game.log.kept_file import RecoveredGameWarning
from sim.game.session.session import Session
from tests.apps.classroom.classes import game_file, made, served_class
from tests.game.game_file.forging import edited


def test_a_class_that_is_served_again_goes_on_with_its_people_markets_and_tokens(tmp_path: Path) -> None:
    place = made(tmp_path)
    with served_class(place) as first:
        teacher = first.instructor()
        first.leads(teacher, "open", markets=["1"])
        joined = first.joins(name="Li").content
        assert first.post("/api/act/decide", {"decision": {"price": 0.9}}, joined["token"]).status == 200
        held = first.file
    assert is_class_folder(place)
    with served_class(place) as second:
        assert second.file == held and held.open == ["1"] and held.people[0].name == "Li"
        state = second.get("/api/state", joined["token"]).content
        assert state["decided"] and state["open"] and second.get("/api/class/state", teacher).status == 200


def test_the_markets_of_a_class_share_their_game_and_scenario(tmp_path: Path) -> None:
    _, sessions = open_class(made(tmp_path, markets=2))
    assert sessions["1"].scenario is sessions["2"].scenario and sessions["1"].game is sessions["2"].game
    for session in sessions.values():
        session.close()


def test_a_market_of_a_class_is_an_ordinary_game_file(tmp_path: Path) -> None:
    place = made(tmp_path, markets=2)
    with Session.open(place / "market_02.guanxi") as session:
        assert session.seed == 4 and session.game.name == "small"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"markets": {"1": "../other.guanxi"}}, "no name of a game file"),
        ({"markets": {"1": "/etc/passwd"}}, "no name of a game file"),
        ({"markets": {"1": "a.guanxi", "2": "a.guanxi"}}, "the same file"),
        ({"markets": {}}, "markets"), ({"open": ["9"]}, "no market of this class"), ({"secret": "short"}, "secret"),
        ({"seed": -1}, "seed"), ({"format": 2}, "format"), ({"new": 1}, "new"),
        ({"people": [{"name": "Li", "market": "9"}]}, "no market of this class"),
        ({"people": [{"name": 5}]}, "people.0.name"),
    ],
)  # fmt: skip
def test_a_forged_class_file_is_refused_with_the_reason(change: dict[str, Any], why: str, tmp_path: Path) -> None:
    path = made(tmp_path, markets=1) / CLASS_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(GameError, match="is not the file of a class, or is damaged") as refused:
        read_class_file(path.parent)
    assert why in str(refused.value)


@pytest.mark.parametrize("held", [b"", b"{", b"\xff\xfe", b"[1]", b'{"a": 1, "a": 2}', b"[" * 100_000])
def test_a_damaged_class_file_is_refused_in_one_sentence(held: bytes, tmp_path: Path) -> None:
    place = made(tmp_path, markets=1)
    (place / CLASS_FILE).write_bytes(held)
    with pytest.raises(GameError, match="The games are safe in their own files"):
        open_class(place)
    with Session.open(place / "market_01.guanxi") as session:
        assert session.seed == 4


def test_a_market_that_is_missing_lets_the_others_go(tmp_path: Path) -> None:
    place = made(tmp_path, markets=2)
    (place / "market_02.guanxi").rename(place / "away.guanxi")
    with pytest.raises(GameError, match=r"market_02\.guanxi"):
        open_class(place)
    Session.open(place / "market_01.guanxi").close()


def test_a_damaged_market_continues_from_the_rows_before_the_damage(tmp_path: Path) -> None:
    place = made(tmp_path, markets=2)
    with Session.open(place / "market_02.guanxi") as session:
        session.join("Azure", session.codes["Azure"])
        session.decide("Azure", {"price": 0.97})
    edited(place / "market_02.guanxi", "UPDATE entry SET content = replace(content, '0.97', '0.5')")
    with pytest.raises(GameError, match=r"market_02\.guanxi"):
        open_class(place)
    with pytest.warns(RecoveredGameWarning):
        found, sessions = open_class(place, up_to_damage=True)
    with sessions["1"], sessions["2"]:
        assert found.markets["2"] == "market_02.recovered.guanxi" == read_class_file(place).markets["2"]
    again, sessions = open_class(place)
    with sessions["1"], sessions["2"]:
        assert again == found


def test_a_list_of_students_in_any_of_the_usual_forms(tmp_path: Path) -> None:
    wanted = [Person(name="Li Wei", number="007", team="A"), Person(name="陈雨", number="8", team="")]
    for name, text, encoding in (
        ("a", "number,name,team\n007,Li Wei,A\n8,陈雨,\n\n", "utf-8"),
        ("b", "学号;姓名;组\n007;Li Wei;A\n8;陈雨\n", "utf-8-sig"),
        ("c", "Name\tStudent ID\tTeam\tmail\nLi  Wei\t007\tA\tx\n陈雨\t8\t\ty\n", "gb18030"),
    ):  # fmt: skip
        path = tmp_path / f"{name}.csv"
        path.write_bytes(text.encode(encoding))
        assert read_roster(path) == wanted, name


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"), ("number,name\n", "0 students"), ("name,team\nLi,A\n", "the column number is missing"),
        ("number,name\n1,Li\n1,Wu\n", "list.csv:3: the number 1 is already in line 2"),
        ("number,name\n1,\n", "list.csv:2: the column name is empty"),
        ("number,学号,name\n1,1,Li\n", "two columns hold the number"),
        ('number,name\n1,"Li\n', "this CSV cannot be read"),
        (f"number,name\n1,{'x' * 61}\n", "has more than 60 characters"),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_meant_is_refused_with_its_line(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(GameError, match=why):
        read_roster(path)


def test_only_people_of_the_list_join_and_a_team_shares_a_seat(tmp_path: Path) -> None:
    people = [Person(name="Li", number="1", team="A"), Person(name="Wu", number="2", team="B"),
              Person(name="Xu", number="3", team="A")]  # fmt: skip
    place = tmp_path / "class"
    new_class(place, Settings(game=game_file(tmp_path / "game"), markets=2, seed=4, people=people))
    with served_class(place) as found:
        for wrong in ({"name": "Li"}, {"name": "Li", "number": "2"}, {"name": "Zhao", "number": "9"}, {"number": "1"}):
            assert found.joins(**wrong).status == 422, wrong
        first, second, mate = (found.joins(name=name, number=number).content for name, number in
                               (("li", "1"), ("Wu", "2"), ("Xu", "3")))  # fmt: skip
        assert (first["seat"], second["seat"], mate["seat"]) == ("Azure", "Beryl", "Azure")
        assert mate["token"] == first["token"]
        again = found.joins(name="Li", number="1")
        assert again.status == 422 and "already has a seat" in again.error
        assert [one.market for one in found.file.people] == ["1", "1", "1"]


def test_the_board_has_a_qr_code_of_the_link_that_joins(tmp_path: Path) -> None:
    with served_class(made(tmp_path, markets=1)) as found:
        board = found.get("/api/class/board", found.entered(found.file.projector_code)).content
    rows = board["qr"]
    assert board["join_link"].endswith(f"/#class={board['join_code']}")
    assert len(rows) >= 21 and {len(row) for row in rows} == {len(rows)} and rows[0].startswith("1111111")


def test_what_the_command_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    place = made(tmp_path, markets=1)
    (tmp_path / "list.csv").write_text("number\n1\n")
    for words, why in (
        ([str(place), "--seed", "3"], "its markets, people and seed stay"),
        ([game_file(tmp_path / "game"), "--folder", str(place)], "To go on with it: guanxi class"),
        (["imitation_rase"], "did you mean 'imitation_race'"),
        (["imitation_race", "--markets", "61"], "less than or equal to 60"),
        (["imitation_race", "--roster", "list.csv"], "the column name is missing"),
        (["imitation_race", "--roster", "nothing.csv"], "nothing.csv"),
    ):  # fmt: skip
        done = CliRunner().invoke(app, ["class", *words, "--port", "0"])
        assert done.exit_code == 2 and why in " ".join(done.output.split()), (words, done.output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class", "game", "list.csv"]
