"""Marks: each part by hand, weights, tests that were handed in, and the files for other systems."""

from __future__ import annotations

import csv
import io
import json
import math
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sim.apps.classroom.classes.class_file import ClassFile, Person, person_key
from sim.apps.classroom.marks.gradebook import ClassRecord, GradebookRow, gradebook, student_number, unmatched
from sim.apps.classroom.marks.hand_ins import HandIn, read_hand_in, read_hand_ins
from sim.apps.classroom.marks.mark_tables import marks_bytes
from sim.apps.classroom.marks.marks_file import MARKS_FILE, MarketDecisions, MarksFile, mean_tests, read_marks_file
from sim.apps.classroom.marks.parts import PARTS, USUAL, checked_weights, weighted, weights_from_text
from sim.apps.classroom.marks.seat_marks import (
    SeatMarks,
    decision_marks,
    effect_mark,
    prediction_mark,
    recorded_lines,
    seat_marks,
)
from sim.course.bank import chapters
from sim.course.chapters.student_market import student_number as course_number
from sim.course.quiz import Attempt, Quiz
from sim.files.csv_export import BYTE_ORDER_MARK
from sim.game.debrief.decision_effect import DecisionEffect, effects
from sim.game.decisions.prediction import Prediction
from sim.game.errors import GameError
from sim.game.presentation.round_outcome import RoundOutcome, game_totals
from sim.scenario.decisions.decision import Decision
from tests.game.games import begun


def outcome(round_: int, profit: float) -> RoundOutcome:
    return RoundOutcome(round=round_, firm="A", customers=1, share=0.5, churn=0.1, revenue=1.0, profit=profit, exits=0,
                        customer_weeks=1.0)  # fmt: skip


CAME = [outcome(number, profit) for number, profit in enumerate((100.0, 120.0, 100.0))]
"""Profit changes by 20 from round to round, so 'like the last round, give or take 20' has the interval score 40."""


def test_a_prediction_as_good_as_the_last_round_gets_fifty_points() -> None:
    like_last = {1: Prediction(profit=100, profit_within=20), 2: Prediction(profit=120, profit_within=20)}
    assert prediction_mark(like_last, CAME) == pytest.approx(50)
    exact = {1: Prediction(profit=120, profit_within=10), 2: Prediction(profit=100, profit_within=10)}
    assert prediction_mark(exact, CAME) == pytest.approx(100 * 40 / (40 + 20))
    wide = {1: Prediction(profit=120, profit_within=1e6), 2: Prediction(profit=100, profit_within=1e6)}
    assert prediction_mark(wide, CAME) < 0.1, "margins as wide as a barn door are worth nothing"
    missed = {1: Prediction(profit=180, profit_within=10)}  # off by 60: score 20 + 10 × 50 = 520; round 2 counts 0
    assert prediction_mark(missed, CAME) == pytest.approx(100 * 40 / (40 + 520) / 2)


def test_what_was_not_predicted_or_has_no_margin_counts_nothing() -> None:
    assert prediction_mark({}, CAME) == 0
    assert prediction_mark({1: Prediction(profit=120), 2: Prediction(profit=100)}, CAME) == 0
    assert prediction_mark({0: Prediction(profit=1, profit_within=1)}, CAME[:1]) is None


def effect(profit_more: float, firm: str = "A") -> DecisionEffect:
    return DecisionEffect(round=0, firm=firm, instead=Decision(), profit_more=profit_more, customers_more=0,
                          share_more=0.0, rivals_profit_more={}, not_again=())  # fmt: skip


def test_decisions_are_marked_by_what_they_gained_and_lost() -> None:
    found = [effect(30), effect(-10), effect(500, "B"), effect(0)]
    assert effect_mark(found, "A", 0) == pytest.approx(75)
    assert effect_mark(found, "A", 30) == pytest.approx(60), "(30 + 30) / (30 + 10 + 60)"
    assert effect_mark(found, "B", 0) == 100 and effect_mark([effect(-1)], "A", 99) == pytest.approx(49.75, abs=0.01)
    assert effect_mark([effect(0)], "A", 0) == 50, "neither gain nor loss"
    assert effect_mark(found, "C", 30) is None, "who moved nothing has no mark"


def test_a_seat_is_marked_by_what_its_person_did(tmp_path: Path) -> None:
    with begun(tmp_path, advance="instructor", rounds=3) as session:
        session.decide("Azure", {"price": 0.9})
        session.predict("Azure", {"profit": 100, "profit_within": 50})
        session.close_round()
        session.decide("Azure", {"price": 0.95})
        session.seat_bot("Beryl")
        session.close_round()
        found = seat_marks(session)
        azure, beryl = found["Azure"], found["Beryl"]
        assert (azure.rounds, azure.decided, azure.predicted, azure.participation) == (2, 2, 1, 100)
        assert (beryl.decided, beryl.participation, beryl.predictions) == (0, 0, 0)
        assert azure.predictions == 0, "round 1 was not predicted, and round 0 has none before it"
        brought = {line: effects(what, workers=1, quiet=True) for line, what in recorded_lines(session).items()}
        marks = decision_marks(session, brought)
        mine = [one.profit_more for one in brought["main"] if one.firm == "Azure"]
        totals = [abs(total.profit) for total in game_totals(session.outcomes()) if total.firm in ("Azure", "Beryl")]
        small = 0.05 * sum(totals) / 2
        gained = sum(max(0, money) for money in mine)
        assert len(mine) == 2
        assert marks["Azure"] == pytest.approx(100 * (gained + small) / (sum(map(abs, mine)) + 2 * small))
    with begun(tmp_path, name="fresh", rounds=3) as session:
        assert seat_marks(session)["Azure"].participation is None and recorded_lines(session) == {}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"participation": 0.5}, "sum to 0.5; change them so that they sum to 1"),
        ({"participation": 0.5, "tests": 0.6}, "sum to 1.1"),
        ({"attendance": 1.0}, "attendance"), ({"tests": -1, "exercises": 2}, "give a number from 0 to 1"),
        ({"tests": True}, "give a number"), ({"tests": "all"}, "give a number"), ({"tests": math.nan}, "from 0 to 1"),
    ],
)  # fmt: skip
def test_weights_that_cannot_be(given: dict[str, object], why: str) -> None:
    with pytest.raises(GameError, match=why):
        checked_weights(given)


def test_weights_are_typed_and_sum_to_one() -> None:
    thirds = weights_from_text("participation=0.333333, tests=0.333333, exercises=0.333334")
    assert list(thirds) == list(PARTS) and thirds["decisions"] == 0
    with pytest.raises(GameError, match="write PART=NUMBER"):
        weights_from_text("participation")
    with pytest.raises(GameError, match="write PART=NUMBER"):
        weights_from_text("participation=much")


def test_a_part_without_a_mark_is_left_out_of_the_mean() -> None:
    marks = {"participation": 100.0, "predictions": 40.0, "decisions": None, "exercises": None, "tests": None}
    assert weighted(marks, USUAL) == pytest.approx(70)
    assert weighted(marks, checked_weights({"decisions": 1.0})) is None


def test_a_quiz_is_read_as_it_was_handed_in() -> None:
    sitting = Quiz(questions=chapters()[0].questions[:3], student=20231234)
    first, second = sitting.questions[0].id, sitting.questions[1].id
    earned = {question.id: sitting.mark(question, "1").points for question in sitting.questions[:2]}
    for question, points in ((first, 1.0), (first, 0.0), (second, 1.0)):  # of one question only the first counts
        sitting.attempts.append(Attempt(question=question, typed="1", points=points))
    found = read_hand_in(sitting.record(), "li.json")
    computed = 100 * sum(earned.values()) / 3  # by what was typed, whatever points the file claims
    assert (found.student, found.mark) == (20231234, pytest.approx(computed, abs=0.01)) and computed < 200 / 3
    with pytest.raises(GameError, match=r"li\.json was changed after the quiz had written it"):
        read_hand_in(sitting.record().replace('"points": 1.0', '"points": 0.5', 1), "li.json")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"student": "x"}', "\x00", '{"student": 1, "questions": []}', "1" * 70_000]
)
def test_what_is_no_quiz_is_refused(text: str) -> None:
    with pytest.raises(GameError, match=r"x\.json"):
        read_hand_in(text, "x.json")


def test_a_folder_of_tests(tmp_path: Path) -> None:
    for student in (1, 2):
        record = Quiz(questions=chapters()[0].questions[:2], student=student).record()
        (tmp_path / f"{student}.json").write_text(record, encoding="utf-8")
    assert [one.student for one in read_hand_ins([tmp_path])] == [1, 2]
    (tmp_path / "empty").mkdir()
    with pytest.raises(GameError, match=r"holds no file that ends in \.json"):
        read_hand_ins([tmp_path / "empty"])


def test_a_test_that_was_not_handed_in_counts_nothing() -> None:
    tests = [HandIn(student=1, test="a", mark=80), HandIn(student=1, test="b", mark=60),
             HandIn(student=2, test="a", mark=90)]  # fmt: skip
    assert mean_tests(tests) == {1: 70, 2: 45}
    kept = MarksFile(tests=tests).with_tests([HandIn(student=1, test="a", mark=100)])
    assert len(kept.tests) == 3 and mean_tests(kept.tests)[1] == 80, "the last file of one test counts"


def test_what_the_instructor_adds_is_kept(tmp_path: Path) -> None:
    assert read_marks_file(tmp_path) == MarksFile()
    kept = MarksFile(weights=checked_weights({"tests": 1.0}), tests=[HandIn(student=1, test="a", mark=80)],
                     decisions={"1": MarketDecisions(closed=4, marks={"Azure": None, "Beryl": 12.5})})  # fmt: skip
    kept.write(tmp_path)
    assert read_marks_file(tmp_path) == kept
    held = json.loads((tmp_path / MARKS_FILE).read_text(encoding="utf-8"))
    for damage in ({"weights": {"tests": 2}}, {"tests": 5}, {"format": 9}, {"more": 1}):
        (tmp_path / MARKS_FILE).write_text(json.dumps({**held, **damage}), encoding="utf-8")
        with pytest.raises(GameError, match=r"marks\.json is damaged or was edited"):
            read_marks_file(tmp_path)


NAMES = ("李伟", '=HYPERLINK("x")', 'Chen, "Yu"')


def rows() -> tuple[GradebookRow, ...]:
    """Three people, one of whom has a formula for a name and one has not joined."""
    people = [
        Person(name=NAMES[0], number="0012345678901234567", market="1", seat="Azure"),
        Person(name=NAMES[1], number="2", market="1", seat="Beryl"), Person(name=NAMES[2], number="3"),
    ]  # fmt: skip
    file = ClassFile(
        game="g", title="Race", version="1", made="now", seed=1, join_code="abcdef", instructor_code="abcdefgh",
        projector_code="abcdefgi", secret="0" * 64, markets={"1": "market_01.guanxi"}, people=people,
    )  # fmt: skip
    seats = {
        "1": {
            "Azure": SeatMarks(rounds=4, decided=3, predicted=2, participation=75.0, predictions=50.0),
            "Beryl": SeatMarks(rounds=4, decided=4, predicted=4, participation=100.0, predictions=100 / 3),
        }
    }
    kept = MarksFile(tests=[HandIn(student=2, test="a", mark=80), HandIn(student=9, test="a", mark=8)])
    assert unmatched(people, kept) == [9]
    return gradebook(file, kept, ClassRecord(seats=seats))


def test_a_student_number_with_letters_is_the_one_of_the_chapters() -> None:
    assert student_number(Person(name="Li", number="S-2026 ")) == course_number("s-2026")
    assert student_number(Person(name="Li", number="007")) == 7
    assert student_number(Person(name="Li")) == course_number("Li"), "a person without a number has a market by name"
    assert student_number(Person(name="")) == -1


def test_the_gradebook_has_a_row_for_each_person() -> None:
    first, second, third = rows()
    assert first.marks == {
        "participation": 75, "predictions": 50, "decisions": None, "exercises": None, "tests": 0,
        "answers": None,
    }  # fmt: skip
    assert first.mark == pytest.approx(125 / 3) and second.mark == pytest.approx((100 + 100 / 3 + 80) / 3)
    assert (third.marks["participation"], third.mark) == (0, 0), "who has not joined took no part"


def test_tests_and_open_answers_on_the_class_page_count_beside_files() -> None:
    li = Person(name="Li", number="2")
    file = ClassFile(
        game="g", title="Race", version="1", made="now", seed=1, join_code="abcdef", instructor_code="abcdefgh",
        projector_code="abcdefgi", secret="0" * 64, markets={"1": "market_01.guanxi"},
        people=[li, Person(name="Wu", number="3")],
    )  # fmt: skip
    who = person_key("Li", "2")
    record = ClassRecord(tests={"2_after": {who: 40.0}}, answers={"D2": {who: 50.0}, "D3": {who: None}})
    first, second = gradebook(file, MarksFile(tests=[HandIn(student=2, test="a", mark=80)]), record)
    assert (first.marks["tests"], first.marks["answers"]) == (60, 50), "a task that nobody has marked is left out"
    assert (second.marks["tests"], second.marks["answers"]) == (0, 0), "nothing was handed in"
    assert first.mark == pytest.approx((0.16 * 60 + 0.2 * 50) / 0.36)


def table_of(name: str) -> list[list[str]]:
    held = marks_bytes(name, "Race", rows())
    assert held.startswith(BYTE_ORDER_MARK.encode())
    return list(csv.reader(io.StringIO(held.decode("utf-8-sig"))))


def test_csv_for_people_has_a_byte_order_mark_and_no_formulas() -> None:
    heading, *lines = table_of("csv")
    assert heading == ["number", "name", "team", "market", "seat", "rounds_closed", "rounds_decided",
                       "rounds_predicted", *PARTS, "mark"]  # fmt: skip
    assert [line[1] for line in lines] == [NAMES[0], "'" + NAMES[1], NAMES[2]]
    assert lines[1][8:] == ["100.0", "33.33", "", "", "80.0", "", "71.11"]
    assert not marks_bytes("csv", "Race", rows(), byte_order_mark=False).startswith(BYTE_ORDER_MARK.encode())


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text() -> None:
    for name, column in (("xlsx", 14), ("chaoxing", 2)):
        held = marks_bytes(name, "Race", rows())
        assert zipfile.is_zipfile(io.BytesIO(held))
        sheet = load_workbook(io.BytesIO(held)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert cells[1][0] == "0012345678901234567" and cells[2][1] == NAMES[1]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), "no cell is a formula"
        assert isinstance(cells[2][column], float) and cells[2][column] == 71.11
    assert cells[0] == ["学号", "姓名", "成绩"], "the columns of 学习通"


def test_moodle_finds_the_student_by_the_id_number() -> None:
    """As its page "Grade import" says: one column is mapped to the student, each other one to a grade item."""
    heading, *lines = table_of("moodle")
    by_number = {line[heading.index("ID number")]: dict(zip(heading, line, strict=True)) for line in lines}
    assert by_number["2"]["Race: participation"] == "100.0" and by_number["2"]["Race: total"] == "71.11"
    items = [name for name in heading if name.startswith("Race: ")]
    assert items == ["Race: participation", "Race: predictions", "Race: tests", "Race: total"]
    assert all(0 <= float(line[heading.index(item)]) <= 100 for line in lines for item in items)


def test_canvas_reads_its_columns_as_its_importer_does() -> None:
    """The rules of lib/gradebook_importer.rb: which columns are the student's, the row of points, how one is found."""
    heading, *lines = table_of("canvas")
    assert "Student" in heading[0] and "ID" in heading[1] and len(heading) > 3
    assert heading[2] == "SIS User ID" and heading[3] == "SIS Login ID" and "Section" in heading[4]
    reserved = ("Current Score", "Current Grade", "Final Score", "Final Grade", "Override Score")
    assignments = [name for name in heading[5:] if not any(word in name for word in reserved)]
    assert assignments == heading[5:] and assignments[-1] == "Race: total"
    possible, *students = lines
    assert "Points Possible" in possible[0] and possible[5:] == ["100"] * len(assignments)
    assert [line[2] for line in students] == ["0012345678901234567", "2", "3"] and not any(line[1] for line in students)
    assert all(len(line) == len(heading) for line in lines)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(GameError, match="csv"):
        marks_bytes("pdf", "Race", rows())
