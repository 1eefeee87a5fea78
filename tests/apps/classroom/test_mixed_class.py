"""A class with markets of several games and an exercise beside them; results of all markets on the projector page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.apps.classroom.classes.class_folder import Settings, new_class
from sim.apps.cli.commands.teaching.class_command import _games_beside
from sim.game.errors import GameError
from tests.apps.classroom.classes import Served, game_file, served_class
from tests.apps.classroom.test_class_exercises import RIGHT, hands_in


def mixed(folder: Path) -> Path:
    """Two markets of one game, one of another in which each team has its own pace, and five statements to judge."""
    one = game_file(folder / "one")
    other = game_file(folder / "two", name="other", title="Another game", advance="own_pace")
    place = folder / "class"
    new_class(place, Settings(game=one, markets=2, seed=4, beside=[(other, 1), ("true_or_false", 1)]))
    return place


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    with served_class(mixed(tmp_path)) as found:
        yield found


def test_a_person_plays_a_game_and_solves_the_exercise_too(small: Served) -> None:
    li = small.joins(name="Li", number="7", market="3", seat="Azure").content
    assert small.get("/api/state", li["token"]).content["title"] == "Another game"
    game = small.get("/api/game").content
    assert game["beside"] and game["title"].count(" · ") == 2
    places = small.post("/api/class/places", {"code": small.file.join_code}).content
    assert places["exercise"] and places["games"]["3"] == "Another game"
    assert not small.file.people[0].cases
    own = small.entered(li["exercise"]["link"].split("#enter=")[1])
    shown = small.get("/api/exercise", own).content
    assert shown["title"] == li["exercise"]["title"] and len(shown["questions"]) == 5
    mark = hands_in(small, own, RIGHT).content["mark"]
    wu = small.joins(name="Wu", market="exercise").content
    assert wu["role"] == "person" and small.get("/api/exercise", wu["token"]).status == 200
    teacher = small.instructor()
    state = small.get("/api/class/state", teacher).content
    assert [(one["name"], one["handed_in"]) for one in state["exercise"]["people"]] == [("Li", 1), ("Wu", 0)]
    assert [row["advance"] for row in state["markets"]] == ["instructor", "instructor", "own_pace"]
    rows = {row["name"]: row["marks"] for row in small.get("/api/class/marks", teacher).content["rows"]}
    assert (rows["Li"]["exercises"], rows["Wu"]["exercises"]) == (mark, 0)
    assert small.get("/api/state", own).status == 403 and small.get("/api/exercise", li["token"]).status == 403


def test_actions_hold_for_all_games_and_say_where_they_do_not(small: Served) -> None:
    teacher = small.instructor()
    small.leads(teacher, "bots", markets=["1", "2"])
    small.leads(teacher, "open")
    results = small.leads(teacher, "close_round")["results"]
    assert [one["done"] for one in results] == [True, True, False] and "its own rounds" in results[2]["said"]
    state = small.get("/api/class/state", teacher).content
    assert state["undo"]["markets"] == ["1", "2"], "a market in which nothing was done is not undone"


def test_a_person_of_a_mixed_class_is_removed_from_both(small: Served) -> None:
    teacher = small.instructor()
    li = small.joins(name="Li").content
    own = small.entered(li["exercise"]["link"].split("#enter=")[1])
    assert small.get("/api/exercise", own).status == 200
    assert small.post("/api/class/people/remove", {"name": "Li", "number": ""}, teacher).status == 200
    assert small.get("/api/exercise", own).status == 401 and small.get("/api/state", li["token"]).status == 401
    assert not small.file.people and small.file.freed == ["1/Azure"]
    wu = small.joins(name="Wu", market="exercise").content
    moved = small.post("/api/class/people/move", {"name": "Wu", "number": "", "market": "1", "seat": "Azure"}, teacher)
    assert moved.status == 200 and small.get("/api/exercise", wu["token"]).status == 200
    assert small.file.people[0].seat == "Azure"


def test_a_mixed_class_is_the_same_after_a_restart(tmp_path: Path) -> None:
    place = mixed(tmp_path)
    with served_class(place) as served:
        li = served.joins(name="Li").content
        own = served.entered(li["exercise"]["link"].split("#enter=")[1])
        case = served.get("/api/exercise", own).content["case"]
    with served_class(place) as served:
        assert served.get("/api/exercise", own).content["case"] == case
        assert served.get("/api/state", li["token"]).status == 200


def test_what_cannot_be_mixed_is_refused(tmp_path: Path) -> None:
    one = game_file(tmp_path / "one")
    for beside in ([("true_or_false", 2)], [("true_or_false", 1), ("exit_detective", 1)], [("course", 1)], [(one, 60)]):
        with pytest.raises(GameError):
            new_class(tmp_path / "class", Settings(game=one, markets=1, beside=beside))
        assert not (tmp_path / "class").exists()
    assert _games_beside(["a=3", "exit_detective", r"C:\x=y\b.yaml=2"]) == [
        ("a", 3), ("exit_detective", 1), (r"C:\x=y\b.yaml", 2),
    ]  # fmt: skip
    with pytest.raises(GameError, match="--also"):
        _games_beside(["a=many"])


def test_the_projector_page_shows_results_when_the_instructor_says_so_and_no_secrets(small: Served) -> None:
    teacher, board = small.instructor(), small.entered(small.file.projector_code)
    small.leads(teacher, "bots", markets=["1", "2"])
    small.leads(teacher, "open", markets=["1", "2"])
    small.leads(teacher, "close_round", markets=["1", "2"])
    hidden = small.get("/api/class/board", board).content
    assert not hidden["reveal"] and all(row["standing"] == row["past"] == [] for row in hidden["markets"])
    assert small.post("/api/class/reveal", {"show": True}, board).status == 403
    assert small.post("/api/class/reveal", {"show": "yes"}, teacher).status == 400
    assert small.post("/api/class/reveal", {"show": True}, teacher).status == 200
    shown = small.get("/api/class/board", board).content
    figures = shown["markets"][0]
    assert {one["firm"] for one in figures["standing"]} == {"Azure", "Beryl"}
    assert [len(one["shares"]) for one in figures["past"]] == [1, 1] and shown["markets"][2]["standing"] == []
    assert set(figures["past"][0]) == {"firm", "shares", "profits"}
    text = small.get("/api/class/board", board).body.decode()
    codes = [code for session in small.sessions.values() for code in session.codes.values()]
    assert not any(code in text for code in codes) and small.file.instructor_code not in text
    small.post("/api/class/reveal", {"show": False}, teacher)
    assert small.get("/api/class/board", board).content["markets"][0]["past"] == []
