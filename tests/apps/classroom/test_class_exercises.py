"""A class that is served an exercise: a case for each student, marks in the console, new cases, and no peeping."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.apps.classroom.classes.class_file import Person
from sim.apps.classroom.classes.class_folder import Settings, new_class
from sim.apps.classroom.exercises.exercise_room import case_seed
from sim.game.errors import GameError
from sim.game.exercises.exercise_session import ExerciseSession
from sim.scenario.files.load import dump
from tests.apps.classroom.classes import Served, served_class
from tests.game import games

RIGHT = {f"statement_{number}": "true" for number in range(1, 6)}


def detective(folder: Path) -> str:
    """A small exit detective: a market of sixty people, in which each student has a seed of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "world.yaml").write_text(dump(games.scenario(title="Sixty people")), encoding="utf-8")
    text = 'name: found\ntitle: "Why?"\nteaches: "Exits."\ncourse: [C7]\ntask:\n  kind: exit_detective\n'
    text += "  scenario: world.yaml\n  seed_per_student: true\n"
    (folder / "found.yaml").write_text(text, encoding="utf-8")
    return str(folder / "found.yaml")


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Served]:
    """A class with five statements to be judged, for which nothing is simulated."""
    new_class(tmp_path / "class", Settings(game="true_or_false", markets=1, seed=4))
    with served_class(tmp_path / "class") as found:
        yield found


def hands_in(served: Served, token: str, values: dict[str, Any]) -> Any:
    case = served.get("/api/exercise", token).content["case"]
    return served.post("/api/exercise/answer", {"values": values, "case": case, "client": "m"}, token)


def test_a_student_hands_a_case_in_and_the_mark_arrives(quick: Served) -> None:
    li = quick.joins(name="Li", number="7").content
    shown = quick.get("/api/exercise", li["token"]).content
    assert shown["name"] == "Li" and len(shown["questions"]) == 5 and shown["marks"] == shown["truth"] == []
    assert hands_in(quick, li["token"], {"statement_1": "perhaps"}).status == 422
    said = hands_in(quick, li["token"], RIGHT)
    assert said.status == 200 and 0 < said.content["mark"] < 100
    after = quick.get("/api/exercise", li["token"]).content
    assert after["questions"] == [] and after["marks"] and after["truth"] and after["cases"] == [said.content["mark"]]
    other = {path: "false" for path in RIGHT}
    assert hands_in(quick, li["token"], other).content["mark"] == said.content["mark"], "an answer counts once"
    assert quick.post("/api/exercise/answer", {"values": other, "case": -1}, li["token"]).status == 409
    row = quick.get("/api/class/state", quick.instructor()).content["exercise"]["people"][0]
    assert (row["name"], row["handed_in"], row["best"]) == ("Li", 1, said.content["mark"])
    new = quick.post("/api/exercise/new", {"case": after["case"]}, li["token"])
    assert new.status == 422 and "one case only" in new.error
    marks = quick.get("/api/class/marks", quick.instructor()).content["rows"][0]["marks"]
    assert marks["exercises"] == said.content["mark"] and marks["participation"] == 100


def test_the_way_back_and_a_new_code(quick: Served) -> None:
    li = quick.joins(name="Li").content
    code = li["link"].split("#enter=")[1]
    back = quick.post("/api/class/enter", {"code": code}).content
    assert (back["token"], back["role"], back["name"]) == (li["token"], "person", "Li")
    assert quick.joins(name="li").status == 422
    teacher = quick.instructor()
    said = quick.post("/api/class/people/new_code", {"name": "Li", "number": ""}, teacher).content
    assert quick.get("/api/exercise", li["token"]).status == 401
    assert quick.post("/api/class/enter", {"code": code}).status == 422
    fresh = quick.post("/api/class/enter", {"code": said["link"].split("#enter=")[1]}).content
    assert quick.get("/api/exercise", fresh["token"]).status == 200
    assert quick.post("/api/class/people/remove", {"name": "Li", "number": ""}, teacher).status == 200
    assert quick.get("/api/exercise", fresh["token"]).status == 401 and not quick.file.people
    assert quick.post("/api/class/people/move", {"name": "Li", "number": ""}, teacher).status == 422


def test_what_was_handed_in_is_still_there_after_a_restart(tmp_path: Path) -> None:
    place = tmp_path / "class"
    new_class(place, Settings(game="true_or_false", markets=1, seed=4))
    with served_class(place) as served:
        token = served.joins(name="Li").content["token"]
        mark = hands_in(served, token, RIGHT).content["mark"]
        before = served.file
    lost = [one.model_copy(update={"mark": None, "time": ""}) for one in before.people[0].cases]
    before.but(people=[before.people[0].model_copy(update={"cases": lost})]).write(place)  # as a crash would leave it
    with served_class(place) as served:
        assert served.file.people[0].best == mark
        assert served.get("/api/exercise", token).content["cases"] == [mark]


def test_each_student_has_a_case_of_their_own_and_may_solve_another(tmp_path: Path) -> None:
    place, exercise = tmp_path / "class", detective(tmp_path / "game")
    with ExerciseSession.create(tmp_path / "first.guanxi", exercise, seed=1) as sitting:
        assert sitting.tell()  # the rules are compiled before a request waits for them
    new_class(place, Settings(game=exercise, markets=1, seed=4))
    with served_class(place) as served:
        tokens = {name: served.joins(name=name).content["token"] for name in ("Li", "Wang")}
        shown = {name: served.get("/api/exercise", token).content for name, token in tokens.items()}
        seeds = {one.name: one.cases[0].seed for one in served.file.people}
        assert seeds["Li"] == case_seed(4, Person(name="Li"), 1) != seeds["Wang"]
        assert shown["Li"]["case"] != shown["Wang"]["case"]
        assert str(seeds["Li"]) not in str(shown["Li"]), "with the seed a student could make the truth at home"
        assert shown["Li"]["files"] and shown["Li"]["repeats"]
        packed = served.get("/api/exercise/handout", tokens["Li"])
        names = zipfile.ZipFile(io.BytesIO(packed.body)).namelist()
        assert f"found_{shown['Li']['case']}/interviews.csv" in names
        early = served.post("/api/exercise/new", {"case": shown["Li"]["case"]}, tokens["Li"])
        assert early.status == 422 and "first" in early.error
        values = {field["path"]: 0.1 for field in shown["Li"]["questions"] if field["path"].startswith("churn")}
        done = hands_in(served, tokens["Li"], values | {"shares.price": 1.0})
        assert done.status == 200, done.body
        for again in (False, True):
            said = served.post("/api/exercise/new", {"case": shown["Li"]["case"]}, tokens["Li"]).content
            assert said == {"accepted": True, "again": again}
        fresh = served.get("/api/exercise", tokens["Li"]).content
        assert fresh["case"] not in (shown["Li"]["case"], shown["Wang"]["case"])
        assert fresh["cases"] == [done.content["mark"], None]
        assert fresh["questions"] and not fresh["truth"]
        row = served.get("/api/class/state", served.instructor()).content["exercise"]["people"]
        assert [(one["name"], one["cases"], one["handed_in"]) for one in row] == [("Li", 2, 1), ("Wang", 1, 0)]


def test_a_class_of_an_exercise_file_is_opened_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    detective(tmp_path / "game")
    monkeypatch.chdir(tmp_path / "game")
    new_class(tmp_path / "class", Settings(game="found.yaml", markets=1, seed=4))
    monkeypatch.chdir(tmp_path)
    with served_class(tmp_path / "class") as served:
        assert served.get("/api/game").content["game"] == "found"
    deep = "d" * 120
    (tmp_path / deep / deep).mkdir(parents=True)
    with pytest.raises(GameError, match="has more than 200 characters"):
        new_class(tmp_path / "other", Settings(game=detective(tmp_path / deep / deep), markets=1))


def every_address(served: Served, case: int) -> list[tuple[str, object]]:
    """Every address that this class has, with what a request would bring."""
    gets = ("exercise", "exercise/handout", "state", "view", "codes", "export", "debrief", "class/state",
            "class/codes", "class/board", "class/marks", "class/marks/file")  # fmt: skip
    posts = ("exercise/answer", "exercise/new", "act/decide", "lead/say", "class/lead/say", "class/people/remove",
             "class/people/new_code", "class/people/lift", "class/marks/weights", "class/marks/test",
             "class/marks/decisions")  # fmt: skip
    given = {"name": "Wang", "number": "", "values": RIGHT, "case": case, "text": "x", "weights": {"tests": 1}}
    return [*((f"/api/{path}", None) for path in gets), *((f"/api/{path}", given) for path in posts)]


@pytest.mark.parametrize("role", ["student", "projector", "nobody"])
def test_no_role_sees_or_changes_the_case_of_another(quick: Served, role: str) -> None:
    wang = quick.joins(name="Wang").content
    assert hands_in(quick, wang["token"], RIGHT).status == 200
    token = {
        "student": lambda: quick.joins(name="Li").content["token"],
        "projector": lambda: quick.entered(quick.file.projector_code), "nobody": lambda: "0" * 64,
    }[role]()  # fmt: skip
    before, heard = quick.file, []
    for path, body in every_address(quick, -1):
        said = quick.get(path, token) if body is None else quick.post(path, body, token)
        heard.append(said.body.decode("latin-1"))
        own = (role == "student" and path.startswith("/api/exercise")) or path == "/api/class/board"
        assert own or said.status in (400, 401, 403, 404), (path, said.status, said.body)
    text = "".join(heard)
    assert "Wang" not in text and wang["token"] not in text and wang["link"].split("=")[1] not in text
    assert before.instructor_code not in text and before.secret not in text
    assert quick.file == before
