"""Open answers and tests on the page of a class: written, marked by peers without names, counted in the gradebook."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sim.apps.classroom.classes.class_file import person_key
from sim.apps.classroom.classes.class_folder import Settings, new_class
from sim.apps.classroom.coursework.class_tests import ClassTests
from sim.apps.classroom.coursework.coursework_file import COURSEWORK_FILE, CourseworkFile
from sim.apps.classroom.coursework.open_answers import LONGEST_ANSWER, OpenAnswers
from sim.course.bank import bank_questions
from sim.game.errors import GameError
from tests.apps.classroom.classes import Served, made, served_class

NAMES = ("Li", "Wang", "Zhao")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Two markets of three seats, in which three people have joined."""
    with served_class(made(tmp_path, markets=2)) as found:
        yield found


def joined(served: Served, *names: str) -> dict[str, str]:
    """The tokens by which people write and mark, by name."""
    return {name: str(served.joins(name=name, client=name).content["work"]) for name in names}


def opens(served: Served, teacher: str, task: str, *phases: str) -> None:
    for phase in phases:
        answer = served.post("/api/class/work/task", {"task": task, "phase": phase}, teacher)
        assert answer.status == 200, answer.body


def task_of(served: Served, token: str) -> Any:
    (task,) = served.get("/api/work", token).content["tasks"]
    return task


def marks(served: Served, token: str, task: str, *points: list[int]) -> None:
    """Mark the answers that a person has to mark, in the order of the page."""
    shown = next(one for one in served.get("/api/work", token).content["tasks"] if one["id"] == task)["to_mark"]
    assert len(shown) == len(points)
    for place, (one, each) in enumerate(zip(shown, points, strict=True)):
        given = {"task": task, "answer": place, "text": one["text"], "points": each, "comment": "because"}
        answer = served.post("/api/work/mark", given, token)
        assert answer.status == 200, answer.body


def test_answers_are_marked_by_two_peers_who_see_no_name(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, *NAMES)
    assert served.get("/api/work", tokens["Li"]).content["tasks"] == []
    opens(served, teacher, "D2", "writing")
    for name, token in tokens.items():
        said = served.post("/api/work/answer", {"task": "D2", "text": f"draft of {name}"}, token)
        assert said.status == 200 and not said.content["late"]
        served.post("/api/work/answer", {"task": "D2", "text": f"strategy {len(name)}\n{name[0]} keeps"}, token)
    assert task_of(served, tokens["Li"])["text"].startswith("strategy") and not task_of(served, tokens["Li"])["to_mark"]
    opens(served, teacher, "D2", "marking")
    late = served.post("/api/work/answer", {"task": "D2", "text": "other"}, tokens["Li"])
    assert late.status == 422 and "no longer be changed" in late.error
    for name, token in tokens.items():
        found = served.get("/api/work", token)
        shown = found.content["tasks"][0]["to_mark"]
        assert len(shown) == 2 and all(f"{name[0]} keeps" not in one["text"] for one in shown), "never one's own"
        assert set(shown[0]) == {"text", "points", "comment"}, "whose it is stays hidden"
        moved = {"task": "D2", "answer": 0, "text": shown[1]["text"], "points": [2, 2, 2, 2]}
        refused = served.post("/api/work/mark", moved, token)
        assert refused.status == 422 and "look at the page again" in refused.error, "the list has another answer there"
        marks(served, token, "D2", [2, 2, 2, 2], [1, 1, 0, 0])
    opens(served, teacher, "D2", "shown")
    rows = served.get("/api/class/work/answers?task=D2", teacher).content["answers"]
    assert {row["name"] for row in rows} == {*NAMES} and all(len(row["peers"]) == 2 for row in rows)
    for row in rows:
        mine = served.get("/api/work", tokens[row["name"]])
        result = mine.content["tasks"][0]["result"]
        assert result["mark"] == row["mark"] and len(result["peers"]) == 2
        others = [name for name in NAMES if name != row["name"]]
        assert not any(name in json.dumps(result) for name in others)
    book = served.get("/api/class/marks", teacher).content
    assert {row["name"]: row["marks"]["answers"] for row in book["rows"]} == {row["name"]: row["mark"] for row in rows}
    assert book["parts"][-1] == "answers" and sum(book["weights"].values()) == pytest.approx(1)


def test_the_instructor_overrules_and_sees_how_far_peers_are_apart(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, *NAMES)
    opens(served, teacher, "reflection_1", "writing")
    for token in tokens.values():
        served.post("/api/work/answer", {"task": "reflection_1", "text": "three sentences"}, token)
    opens(served, teacher, "reflection_1", "marking")
    for points, token in zip(([2, 2, 2], [0, 0, 0], [0, 0, 1]), tokens.values(), strict=True):
        marks(served, token, "reflection_1", points, points)
    rows = served.get("/api/class/work/answers?task=reflection_1", teacher).content["answers"]
    apart = {row["name"]: row["apart"] for row in rows}
    assert sum(apart.values()) == 2, "two of the three have one mark of 100 and one near 0"
    (task,) = [one for one in served.get("/api/class/work", teacher).content["tasks"] if one["id"] == "reflection_1"]
    assert (task["answers"], task["to_mark"], task["marked"], task["apart"], task["unmarked"]) == (3, 6, 6, 2, 0)
    given = {"task": "reflection_1", "name": "Li", "number": "", "points": [1, 1, 1]}
    assert served.post("/api/class/work/points", given, teacher).status == 200
    li = next(
        row
        for row in served.get("/api/class/work/answers?task=reflection_1", teacher).content["answers"]
        if row["name"] == "Li"
    )
    assert (li["mark"], li["overruled"], li["instructor"]) == (50.0, True, [1, 1, 1])
    served.post("/api/class/work/points", {**given, "points": None}, teacher)
    li = next(
        row
        for row in served.get("/api/class/work/answers?task=reflection_1", teacher).content["answers"]
        if row["name"] == "Li"
    )
    assert not li["overruled"]
    assert served.post("/api/class/work/points", {**given, "points": [3, 0, 0]}, teacher).status == 422
    assert served.post("/api/class/work/points", {**given, "name": "Nobody"}, teacher).status == 422


def test_a_late_answer_and_a_person_who_marks_nothing(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, *NAMES, "Chen")
    opens(served, teacher, "D3", "writing")
    for name in NAMES:
        served.post("/api/work/answer", {"task": "D3", "text": f"seven strategies, {name}"}, tokens[name])
    opens(served, teacher, "D3", "marking")
    assert not task_of(served, tokens["Chen"])["to_mark"]
    said = served.post("/api/work/answer", {"task": "D3", "text": "sorry"}, tokens["Chen"])
    assert said.status == 200 and said.content["late"] and task_of(served, tokens["Chen"])["late"]
    loads = {name: len(task_of(served, tokens[name])["to_mark"]) for name in tokens}
    assert sorted(loads.values()) == [0, 2, 3, 3], "all others have two marks already"
    for name in ("Wang", "Zhao"):
        marks(served, tokens[name], "D3", *[[1, 1, 1, 1]] * loads[name])
    found = served.get("/api/class/work/answers?task=D3", teacher).content
    assert found["owing"] == ["Li"] and found["missing"] == []
    said = served.post("/api/class/work/reassign", {"task": "D3"}, teacher)
    assert "given to" in said.content["said"] or "Nobody" in said.content["said"]
    after = served.get("/api/class/work/answers?task=D3", teacher).content
    assert all(peer["marker"] != row["name"] for row in after["answers"] for peer in row["peers"])
    opens(served, teacher, "D3", "shown")
    assert served.post("/api/work/answer", {"task": "D3", "text": "x"}, tokens["Chen"]).status == 422


def test_nothing_is_marked_before_its_time_or_by_others(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, *NAMES)
    assert served.post("/api/class/work/task", {"task": "D2", "phase": "marking"}, teacher).status == 422
    assert served.post("/api/class/work/task", {"task": "D7", "phase": "writing"}, teacher).status == 422
    assert served.post("/api/class/work/task", {"task": "D2", "phase": "over"}, teacher).status == 422
    opens(served, teacher, "D2", "writing")
    mark = {"task": "D2", "answer": 0, "points": [1, 1, 1, 1], "comment": ""}
    assert served.post("/api/work/mark", mark, tokens["Li"]).status == 422
    assert served.post("/api/work/answer", {"task": "D3", "text": "x"}, tokens["Li"]).status == 422
    long = "x" * (LONGEST_ANSWER + 1)
    assert served.post("/api/work/answer", {"task": "D2", "text": long}, tokens["Li"]).status == 422
    served.post("/api/work/answer", {"task": "D2", "text": "mine"}, tokens["Li"])
    served.post("/api/work/answer", {"task": "D2", "text": "\u3000\n\u00a0"}, tokens["Wang"])
    opens(served, teacher, "D2", "marking")
    assert served.post("/api/work/mark", mark, tokens["Li"]).status == 422, "a single answer has no peers"
    assert served.post("/api/class/work/task", {"task": "D2", "phase": "writing"}, teacher).status == 422
    for path in ("/api/class/work", "/api/class/work/answers?task=D2"):
        assert served.get(path, tokens["Li"]).status in (401, 403)
    seat = served.joins(name="Wu").content
    assert served.get("/api/work", seat["token"]).status == 403, "a seat alone says not who it is"
    for path in ("task", "points", "reassign", "test"):
        assert served.post(f"/api/class/work/{path}", {"task": "D2"}, seat["token"]).status == 403
    assert served.get("/api/work", "nonsense").status == 401 and served.get("/api/work").status == 401


def test_who_came_by_the_link_of_the_seat_says_who_it_is(served: Served) -> None:
    li = served.joins(name="Li", number="7").content
    said = served.post("/api/work/who", {"name": "Li", "number": "7"}, li["token"])
    assert said.status == 200 and said.content["token"] == li["work"]
    assert served.post("/api/work/who", {"name": "Li", "number": "8"}, li["token"]).status == 422
    wang = served.joins(name="Wang").content
    assert served.post("/api/work/who", {"name": "Li", "number": "7"}, wang["token"]).status == 422
    assert served.post("/api/work/who", {"name": " lI ", "number": " 7"}, li["token"]).content["token"] == li["work"]
    tries = [served.post("/api/work/who", {"name": "Li", "number": str(each)}, li["token"]) for each in range(10, 20)]
    assert [one.status for one in tries] == [422] * 9 + [429], "one was wrong above"
    assert served.post("/api/work/who", {"name": "Li", "number": "7"}, li["token"]).status == 429
    assert served.get("/api/work", li["work"]).status == 200, "who has said it goes on"
    moved = {"name": "Li", "number": "7", "market": "2", "seat": served.sessions["2"].game.deciding[0].name}
    assert served.post("/api/class/people/move", moved, served.instructor()).status == 200
    assert served.get("/api/work", li["work"]).status == 401, "a former token is good no more"


def test_the_test_before_and_the_test_after_ask_the_same_and_only_the_last_tells(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, "Li", "Wang")
    test = {"chapter": 2, "moment": "before", "open": True, "questions": 5}
    assert served.post("/api/class/work/test", test, teacher).status == 200
    shown = served.get("/api/work", tokens["Li"]).content["tests"][0]
    assert shown["id"] == "2_before" and len(shown["questions"]) == 5 and shown["mark"] is None
    other = served.get("/api/work", tokens["Wang"]).content["tests"][0]
    assert [one["id"] for one in other["questions"]] == [one["id"] for one in shown["questions"]]
    answered(served, tokens["Li"], shown, right=False)
    assert served.post("/api/class/work/test", {**test, "open": False}, teacher).status == 200
    closed = served.get("/api/work", tokens["Li"]).content["tests"][0]
    assert closed["mark"] is None and "told" not in closed["questions"][0], "the answers are told after the test after"
    late = {"test": "2_before", "question": shown["questions"][0]["id"], "typed": "1"}
    assert served.post("/api/work/test", late, tokens["Li"]).status == 422
    served.post("/api/class/work/test", {**test, "moment": "after"}, teacher)
    after = served.get("/api/work", tokens["Li"]).content["tests"][-1]
    assert [one["id"] for one in after["questions"]] == [one["id"] for one in shown["questions"]]
    assert [one["options"] for one in after["questions"]] != [one["options"] for one in shown["questions"]]
    answered(served, tokens["Li"], after, right=True)
    served.post("/api/class/work/test", {**test, "moment": "after", "open": False}, teacher)
    (done,) = served.get("/api/work", tokens["Li"]).content["tests"]
    assert done["mark"] == 100 and all(one["points"] == 1 and one["told"] for one in done["questions"])
    again = served.post("/api/class/work/test", {**test, "moment": "after"}, teacher)
    assert again.status == 422 and "cannot be opened again" in again.error
    assert served.get("/api/work", tokens["Li"]).content["tests"] == [done]
    rows = served.get("/api/class/marks", teacher).content["rows"]
    assert {row["name"]: row["marks"]["tests"] for row in rows} == {"Li": 100.0, "Wang": 0.0}
    state = served.get("/api/class/work", teacher).content
    assert [(one["id"], one["people"], one["complete"]) for one in state["tests"]] == [
        ("2_before", 1, 1),
        ("2_after", 1, 1),
    ]
    for wrong in ({**test, "chapter": 9}, {**test, "moment": "now"}, {**test, "questions": 1}, {**test, "open": 1}):
        assert served.post("/api/class/work/test", wrong, teacher).status in (400, 422)
    wrong_form = {"test": "2_after", "question": "none", "typed": "1"}
    assert served.post("/api/work/test", wrong_form, tokens["Li"]).status == 422


def answered(served: Served, token: str, test: Any, *, right: bool) -> None:
    """Answer all questions of a test, rightly or wrongly, as a person who looks at the page does."""
    with closing(CourseworkFile(served.folder)) as file:
        known = ClassTests(file).test(test["id"])
        who = next(person_key(*one.key) for one in served.file.people if one.name.startswith("Li"))
        quiz = known.quiz(who)
    for question in test["questions"]:
        asked = bank_questions()[question["id"]]
        key = asked.key(quiz.student)
        order = asked.order(quiz.student, len(asked.options("en")))
        places = [0 if key else 1] if isinstance(key, bool) else key if isinstance(key, list) else [key]
        typed = str(key) if question["kind"] == "number" else " ".join(str(order.index(one) + 1) for one in places)
        if not right and question["kind"] in ("single", "true_false"):
            typed = str(1 + int(typed) % len(order))
        given = {"test": test["id"], "question": question["id"], "typed": typed}
        answer = served.post("/api/work/test", given, token)
        assert answer.status == 200, answer.body


def test_a_class_of_an_exercise_has_open_answers_too(tmp_path: Path) -> None:
    new_class(tmp_path / "class", Settings(game="true_or_false", markets=1, seed=4))
    with served_class(tmp_path / "class") as served:
        li, teacher = served.joins(name="Li").content["token"], served.instructor()
        before = served.get("/api/exercise", li).content
        opens(served, teacher, "D8", "writing")
        after = served.get("/api/exercise", li).content
        assert after["revision"] > before["revision"] and after["work"] > before["work"]
        assert served.post("/api/work/answer", {"task": "D8", "text": "mine"}, li).status == 200
        assert task_of(served, li)["text"] == "mine"
    with served_class(tmp_path / "class") as again:
        assert task_of(again, li)["text"] == "mine", "it is kept when the server ends"


def test_the_state_of_a_seat_tells_of_new_coursework(served: Served) -> None:
    li, teacher = served.joins(name="Li").content, served.instructor()
    before = served.get("/api/state", li["token"]).content
    opens(served, teacher, "D2", "writing")
    after = served.get(f"/api/state?since={before['revision']}&beside={before['beside']}&wait=5", li["token"]).content
    assert after["work"] > before["work"]


def test_a_file_of_another_version_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    with closing(CourseworkFile(tmp_path)) as file:
        answers = OpenAnswers(file, "4")
        answers.open("D2")
        answers.write("D2", person_key("Li", "7"), "kept")
    with closing(CourseworkFile(tmp_path)) as file:
        assert [one.text for one in OpenAnswers(file, "4").task("D2").answers.values()] == ["kept"]
    with closing(sqlite3.connect(tmp_path / COURSEWORK_FILE)) as connection:
        connection.execute("UPDATE task SET phase = 'party'")
        connection.commit()
    with closing(CourseworkFile(tmp_path)) as file, pytest.raises(GameError, match="was edited"):
        OpenAnswers(file, "4").phases()
    with closing(sqlite3.connect(tmp_path / COURSEWORK_FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(GameError, match="later version"):
        CourseworkFile(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / COURSEWORK_FILE).write_bytes(b"no database at all, but long enough to be looked at" * 90)
    with pytest.raises(GameError, match="cannot be used"):
        CourseworkFile(tmp_path / "other")


def test_the_learning_page_counts_and_names_nobody(served: Served) -> None:
    teacher, tokens = served.instructor(), joined(served, "Lilililili")
    empty = served.get("/api/class/learning", teacher).content
    assert empty == {"chapters": [], "forecasts": []}
    for moment, right in (("before", False), ("after", True)):
        test = {"chapter": 1, "moment": moment, "open": True, "questions": 6}
        served.post("/api/class/work/test", test, teacher)
        shown = served.get("/api/work", tokens["Lilililili"]).content["tests"][-1]
        answered(served, tokens["Lilililili"], shown, right=right)
    found = served.get("/api/class/learning", teacher).content["chapters"][0]
    assert found["gain"]["after"] == 100 and found["gain"]["before"] < 100 and found["gain"]["gain"] == 1.0
    assert found["mistakes"] and found["mistakes"][0]["before"] == 1 and found["mistakes"][0]["later"] == 0
    assert {one["facility"] for one in found["items"]} == {1.0}
    page = served.get("/api/class/learning/page", teacher)
    assert page.status == 200 and b"Normalised gain 1.00 (high)" in page.body and b"<svg" in page.body
    table = served.get("/api/class/learning/file", teacher)
    assert table.body.decode("utf-8-sig").startswith("chapter,what,id,")
    assert not any(b"Lilililili" in one.body for one in (page, table))
    assert served.get("/api/class/learning", tokens["Lilililili"]).status == 401


def test_what_a_person_is_shown_is_the_same_whether_all_or_little_is_read(tmp_path: Path) -> None:
    people = [person_key(name, "") for name in ("a", "b", "c", "d", "e", "f")]
    with closing(CourseworkFile(tmp_path)) as file:
        answers = OpenAnswers(file, "4")
        answers.open("D2")
        for who in people:
            answers.write("D2", who, f"answer of {who}")
        answers.advance("D2", "marking")
        for pair in answers.task("D2").pairs[:5]:
            answers.mark("D2", pair, [1, 2, 0, 1], "why")
        answers.overrule("D2", people[0], [2, 2, 2, 2])
        whole = answers.task("D2")
        for who in people:
            little = answers.of_person("D2", who)
            assert little.to_mark(who) == whole.to_mark(who) and little.answers[who] == whole.answers[who]
            assert len(little.answers) == 3, "the own one and two to mark"


def test_who_marks_whom_follows_from_the_key_of_the_class_and_readers_are_in_no_order_of_names(tmp_path: Path) -> None:
    people = [person_key(f"{number:02}", "") for number in range(12)]
    found = []
    for secret in ("a", "b"):
        (tmp_path / secret).mkdir()
        with closing(CourseworkFile(tmp_path / secret)) as file:
            answers = OpenAnswers(file, secret)
            answers.open("D2")
            for who in people:
                answers.write("D2", who, f"answer of {who}")
            answers.advance("D2", "marking")
            found.append(answers.task("D2"))
    one, other = found
    assert {*one.pairs} != {*other.pairs}
    readers = [[peer.marker for peer in answer.peers] for answer in one.answers.values()]
    assert any(each != sorted(each) for each in readers) and any(each == sorted(each) for each in readers)
