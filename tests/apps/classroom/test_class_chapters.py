"""A class that works through chapters: predictions unlock, answers are marked and kept, marks reach the gradebook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.apps.classroom.chapters import chapter_room
from sim.apps.classroom.chapters.chapter_requests import ChapterRequests
from sim.apps.classroom.chapters.chapter_room import ChapterRoom
from sim.apps.classroom.chapters.kept_results import KeptResults, Key
from sim.apps.classroom.classes.class_file import Person
from sim.apps.classroom.classes.class_folder import Settings, new_class
from sim.apps.classroom.web.act_limit import MOST_ACTS
from sim.course.chapters.progress import FILE, FIRST_PREDICTIONS, Progress
from sim.course.chapters.reader import course_chapter
from sim.course.chapters.student_market import seed_of
from sim.course.text import LANGUAGES, Language
from sim.game.errors import GameError
from tests.apps.classroom.classes import Served, served_class
from tests.apps.classroom.served import asked as request
from tests.course.drawn_figures import drawn_figures

PNG = b"\x89PNG\r\n\x1a\n picture "
RIGHT = {"late.value": 3, "late.low": 1, "late.high": 6, "pays.choice": "less", "depth.choice": "left_customised"}


def drawn(self: KeptResults, key: Key, language: Language) -> None:
    """Figures drawn in place of those of runs, and pictures of a few bytes."""
    chapter = course_chapter(key[0], language)
    names = [self.shelf.put(PNG + f"{key} {language} {place}".encode()) for place in range(len(chapter.pictures))]
    self._pictures.put((key, language), names)
    self._figures.put(key, {one: dict(drawn_figures(chapter, key[1], one)) for one in LANGUAGES})


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A class with chapters 2 and 7."""
    monkeypatch.setattr(KeptResults, "make", drawn)
    new_class(tmp_path / "class", Settings(game="course", markets=1, chapters=(7, 2)))
    with served_class(tmp_path / "class") as found:
        yield found


def steps(served: Served, token: str, number: int = 2) -> dict[str, Any]:
    """The steps of a chapter by id, once its market is run."""
    shown = served.get(f"/api/chapters/{number}", token).content
    if any(step["waits"] for step in shown["steps"]):
        shown = served.get(f"/api/chapters/{number}?since={shown['revision']}&wait=20", token).content
    return {step["id"]: step for step in shown["steps"]} | {"all": shown}


def asked(step: dict[str, Any], name: str) -> dict[str, Any]:
    return next(block for block in step["blocks"] if block.get("id") == name)


def typed_for(block: dict[str, Any]) -> str:
    """An answer to a question that can be marked."""
    numbers = [str(place) for place in range(1, len(block["options"]) + 1)]
    if block["form"] == "ordering":
        return " ".join(numbers)
    return " ".join(["1"] * len(block["items"])) if block["form"] == "matching" else "1"


def act(served: Served, token: str, name: str, number: int = 2, **given: object) -> Any:
    return served.post(f"/api/chapters/{number}/{name}", given, token)


def test_predictions_unlock_and_answers_are_marked_kept_and_counted_once(course: Served) -> None:
    li = course.joins(name="Li", number="20261234").content
    token = li["token"]
    assert li["role"] == "chapter_person"
    found = steps(course, token)
    assert found["all"]["seed"] == seed_of(20261234, 2), "the same market as in the notebook"
    assert [one["number"] for one in found["all"]["chapters"]] == [2, 7]
    locked = [name for name, step in found.items() if name != "all" and step["locked"]]
    assert locked == ["try_out", "happened", "follow", "ideas", "check"] and not found["happened"]["blocks"]
    early = act(course, token, "answer", question="c2_fades", typed="1")
    assert early.status == 422 and "save your predictions first" in early.error
    assert "Choose an answer" in act(course, token, "predict", values={"late.value": 3}).error
    wrong = act(course, token, "predict", values=RIGHT | {"late.low": 4})
    assert wrong.status == 422 and "must hold your best guess" in wrong.error
    assert act(course, token, "predict", values=RIGHT).content == {"accepted": True, "notice": ""}
    again = act(course, token, "predict", values=RIGHT | {"late.value": 2}).content
    assert again["notice"] == FIRST_PREDICTIONS.en
    found = steps(course, token)
    assert "3 points of share (1 – 6)" in json.dumps(found["predict"], ensure_ascii=False)
    pictures = [block for block in found["happened"]["blocks"] if block["kind"] == "picture"]
    assert len(pictures) == 4 and all(one["alt"] and one["look"] for one in pictures)
    assert course.get(f"/api/chapters/picture/{pictures[0]['name']}.png").body.startswith(PNG)
    assert course.get(f"/api/chapters/picture/{'0' * 40}.png").status == 404
    assert asked(found["check"], "own2_alone")["form"] == "single"
    given = {"question": "own2_alone", "typed": "1"}
    for _time in range(2):
        said = act(course, token, "answer", client="the same request", **given).content["question"]["said"]
    assert said[1] == "Attempts: 1. The first one counts."
    assert said[0].startswith(("Right.", "Wrong.")) and len(said[0]) > 20, "each answer has its explanation"
    assert act(course, token, "answer", **given).content["question"]["said"][1].startswith("Attempts: 2")
    empty = act(course, token, "answer", question="c2_fades", typed=" ")
    assert empty.status == 422 and empty.error == "Give an answer first."


def test_marks_go_to_the_gradebook_and_the_console(course: Served) -> None:
    token = course.joins(name="Li", number="20261234").content["token"]
    course.joins(name="Wang")
    act(course, token, "predict", values=RIGHT)
    for block in steps(course, token)["check"]["blocks"]:
        if block["kind"] == "question":
            act(course, token, "answer", question=block["id"], typed=typed_for(block))
    teacher = course.instructor()
    shown = course.get("/api/class/state", teacher).content["exercise"]
    assert [one["number"] for one in shown["chapters"]] == [2, 7]
    mine = {one["name"]: one for one in shown["people"]}["Li"]["chapters"][0]
    assert mine["predicted"] and mine["answered"] == mine["of"] == 7
    rows = {row["name"]: row["marks"] for row in course.get("/api/class/marks", teacher).content["rows"]}
    assert rows["Li"]["tests"] == pytest.approx(100 * mine["points"] / 7, abs=0.01)
    assert rows["Wang"]["tests"] == 0 and rows["Li"]["exercises"] is None
    board = course.get("/api/class/board", course.entered(course.file.projector_code)).content["exercise"]
    assert board == {"joined": 2, "of": 2, "predicted": 1}
    learned = course.get("/api/class/learning", teacher).content
    assert [one["number"] for one in learned["chapters"]] == [2] and learned["chapters"][0]["mistakes"]
    assert {one["source"]: one["ranges"] for one in learned["forecasts"]}["chapters"] == 1


def test_work_is_there_after_a_restart_and_in_the_other_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeptResults, "make", drawn)
    place = tmp_path / "class"
    new_class(place, Settings(game="course", markets=1))
    with served_class(place) as served:
        token = served.joins(name="Li", number="7").content["token"]
        act(served, token, "predict", values=RIGHT)
        steps(served, token)
        act(served, token, "answer", question="c2_fades", typed="1")
        act(served, token, "reflect", text="联系\u202e", before="")
        assert len(served.get("/api/chapters/0", token).content["chapters"]) == 8
    kept = json.loads((place / "person_0001" / FILE).read_text(encoding="utf-8"))["students"]["7"]["2"]
    assert kept["predictions"]["late"] == {"value": 3, "low": 1, "high": 6} and kept["reflection"] == "联系"
    with served_class(place) as served:
        shown = served.get("/api/chapters/2", token)
        assert shown.status == 200
        found = steps(served, token)
        assert found["predict"]["done"] and asked(found["check"], "c2_fades")["said"]
        heard = request(served.address, "GET", "/api/chapters/2", token=token, headers={"Accept-Language": "zh"})
        assert heard.content["title"] == course_chapter(2, "zh").title and "三个层次" in heard.content["title"]


def test_a_person_without_a_folder_gets_one_and_nobody_acts_without_end(
    course: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(self: ChapterRequests, key: tuple[str, str]) -> None:
        """The server is stopped before the folder is made."""

    with monkeypatch.context() as stopped:
        stopped.setattr(ChapterRequests, "_begin", nothing)
        li, wang = (course.joins(name=name).content["token"] for name in ("Li", "Wang"))
    assert [one.work for one in course.file.people] == ["", ""]
    act(course, li, "reflect", text="my own words", before="")
    assert "my own words" not in course.get("/api/chapters/2", wang).body.decode()
    assert sorted(one.work for one in course.file.people) == ["person_0001", "person_0002"]
    said = [act(course, li, "dance").status for _time in range(MOST_ACTS)]
    assert set(said[:-1]) == {404} and said[-1] == 429
    assert act(course, wang, "dance").status == 404


def test_the_console_waits_beside_the_server_and_keeps_no_former_summary(
    course: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, said = list[ChapterRoom](), list[int]()
    summary, progress = chapter_room.chapter_summary, ChapterRoom.progress
    course.joins(name="Li")
    teacher = course.instructor()

    def watched(kept: Progress, number: int) -> dict[str, Any]:
        found = summary(kept, number)
        if not said:  # something changes while the summary is made
            room[0].changed(course.file.people[0])
        said.append(course.get("/api/game").status)
        return found

    def known(self: ChapterRoom, person: Person) -> list[dict[str, Any]]:
        room.append(self)
        return progress(self, person)

    monkeypatch.setattr(chapter_room, "chapter_summary", watched)
    monkeypatch.setattr(ChapterRoom, "progress", known)
    for _time in range(3):
        assert course.get("/api/class/state", teacher).status == 200
    assert said == [200] * 4, "others are answered meanwhile; two chapters, once more after the change, then kept"


def test_two_tabs_lose_nothing(course: Served) -> None:
    token = course.joins(name="Li").content["token"]
    one = act(course, token, "reflect", text="first", before="").content
    other = act(course, token, "reflect", text="second", before="").content
    assert one["text"] == "first" and one["notice"] == "Saved."
    assert other["text"] == "first\n\nsecond" and "Both texts are kept" in other["notice"]
    assert act(course, token, "reflect", text="x" * 5001, before="").status == 400


def test_only_people_of_the_class_see_their_own_work(course: Served) -> None:
    li, wang = (course.joins(name=name).content["token"] for name in ("Li", "Wang"))
    act(course, wang, "reflect", text="my own words", before="")
    assert "my own words" not in course.get("/api/chapters/2", li).body.decode()
    for token in ("", course.instructor(), course.entered(course.file.projector_code)):
        assert course.get("/api/chapters/2", token).status in (401, 403)
        assert act(course, token, "reflect", text="x", before="").status in (401, 403)
    assert course.get("/api/chapters/3", li).status == 422
    assert act(course, li, "dance").status == 404
    assert act(course, li, "try", values={"reward": 1000}).status == 422
    assert act(course, li, "predict", values=[1]).status == 400
    public = course.get("/api/game").content
    assert public["exercise"] and public["chapters"] == [2, 7] and "chapters" in public["title"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"chapters": (9,)}, "chapter"),
        ({"markets": 2}, "market of their own"),
        ({"seed": 1}, "market of their own"),
        ({"beside": (("head_of_the_firm", 1),)}, "class of its own"),
        ({"game": "head_of_the_firm", "chapters": (2,)}, "has no chapters"),
    ],
)
def test_what_a_class_of_chapters_cannot_have_is_refused(
    tmp_path: Path, settings: dict[str, Any], words: str
) -> None:  # fmt: skip
    with pytest.raises(GameError, match=words):
        new_class(tmp_path / "class", Settings(**{"game": "course", "markets": 1, **settings}))
    assert not (tmp_path / "class").exists()
