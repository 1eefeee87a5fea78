"""What goes into the learning page of a class besides its tests: files that were handed in, and ranges of rounds."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from sim.apps.classroom.coursework.coursework_file import CourseworkFile
from sim.apps.classroom.learning.collect import collected, ranges_of_market, sitting_of_file
from sim.apps.classroom.marks.hand_ins import HandIn, read_hand_in
from sim.apps.classroom.marks.marks_file import MARKS_FILE, read_marks_file
from sim.course.bank import chapters
from sim.course.quiz import Quiz
from sim.game.decisions.prediction import Prediction
from sim.language.choice import in_language
from sim.reports.debrief.learning_page import learning_table, learning_text
from tests.game.games import begun


def handed_in(more: dict[str, Any] | None = None) -> HandIn:
    """A quiz of chapter 1: a wrong answer to the first question, changed afterwards, and the others left out."""
    quiz = Quiz(questions=chapters()[0].questions, student=20261234)
    (first,) = [one for one in quiz.questions if one.id == "c1_aim"]
    order = first.order(quiz.student, 4)
    quiz.answer(first, str(order.index(0) + 1))
    quiz.answer(first, str(order.index(1) + 1))
    return read_hand_in(quiz.record(more), "li.json")


def test_the_file_of_a_quiz_tells_chapter_answer_and_mistake(tmp_path: Path) -> None:
    found = sitting_of_file(handed_in())
    assert found is not None and (found.chapter, found.moment, found.answers) == (1, "alone", {"c1_aim": 0})
    with closing(CourseworkFile(tmp_path)) as file:
        learning = collected(file, [handed_in()], [])
    (chapter,) = learning.chapters
    assert chapter.gain is None and chapter.mistakes[0].later == 1 and chapter.items[0].facility == 0.0
    assert "20261234" not in learning_text("A class", learning), "nobody is named, not even by number"


def test_the_file_of_a_chapter_tells_how_sure_its_predictions_were(tmp_path: Path) -> None:
    more = {"chapter": 1, "outcomes": {"share": [True, True], "profit": [True, False], "which": [False, True]}}
    with closing(CourseworkFile(tmp_path)) as file:
        (chapters_,) = collected(file, [handed_in(more)], [(0, 0)]).forecasts
    assert (chapters_.source, chapters_.ranges, chapters_.inside) == ("chapters", 2, 1)


def test_tests_that_a_former_version_kept_have_a_mark_and_no_answers(tmp_path: Path) -> None:
    old = {"format": 1, "weights": {"participation": 0.5, "predictions": 0.2, "decisions": 0.1, "exercises": 0.1,
                                    "tests": 0.1}, "tests": [{"student": 7, "test": "c1_aim (abc)", "mark": 50.0}],
           "decisions": {}}  # fmt: skip
    (tmp_path / MARKS_FILE).write_text(json.dumps(old), encoding="utf-8")
    kept = read_marks_file(tmp_path)
    assert kept.weights["answers"] == 0.0 and kept.weights["participation"] == 0.5
    assert kept.tests[0].answers == [] and sitting_of_file(kept.tests[0]) is None
    with closing(CourseworkFile(tmp_path)) as file:
        assert collected(file, kept.tests, []).empty


def test_ranges_of_closed_rounds_count_and_those_of_the_open_one_do_not(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        seat = session.game.deciding[0].name
        session.predict(seat, Prediction(share=0.5, share_within=0.5, profit=1e9, profit_within=1.0))
        assert ranges_of_market(session) == (0, 0)
        session.close_round()
        assert ranges_of_market(session) == (2, 1), "a share is never off by more than a half from a half"


def test_the_page_and_the_table_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    with closing(CourseworkFile(tmp_path)) as file:
        learning = collected(file, [handed_in()], [(10, 7)])
    with in_language("zh"):
        page, table = learning_text("班级", learning), learning_table(learning).decode("utf-8-sig")
    assert (
        "班级学到了什么" in page and "10 个预测区间中有 7 个包含结果" in page and "在本季度争取尽可能多的新顾客" in page
    )
    rows = table.splitlines()
    assert rows[0].startswith("chapter,what,id,detail") and any("mistake,c1_aim" in row for row in rows), "ids stay"
    assert rows[-1].startswith(",ranges_inside,game,") and rows[-1].endswith("10,0.7,,")
