"""A quiz in the terminal: marked and explained at once, in two languages, with a file to hand in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.apps.cli.main import app
from sim.course.bank import chapters
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Question, WrongAnswerFormError
from sim.course.quiz import Quiz, is_unchanged, number_typed

FIRST = chapters()[0].questions


def right(sitting: Quiz, question: Question) -> str:
    """What a student who knows the answer types."""
    key = question.key(sitting.student)
    if isinstance(question, Number):
        return f"{key:.6f}"
    order = question.order(sitting.student, len(question.options("en")))
    places = [0 if key else 1] if isinstance(key, bool) else key if isinstance(key, list) else [key]
    return " ".join(str(order.index(place) + 1) for place in places)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: str(chapter.number))
def test_right_answers_as_typed_give_all_points(chapter: object, language: str) -> None:
    sitting = Quiz(questions=chapter.questions, student=2023, language=language)  # type: ignore[attr-defined,arg-type]
    for question in sitting.questions:
        assert sitting.answer(question, right(sitting, question)).right, question.id
    assert sum(sitting.first_points().values()) == len(sitting.questions)


def test_the_first_attempt_counts_and_a_changed_record_is_found() -> None:
    sitting = Quiz(questions=FIRST, student=5)
    question = next(one for one in FIRST if isinstance(one, Number))
    sitting.answer(question, "1")
    sitting.answer(question, right(sitting, question))
    assert sitting.first_points() == {question.id: 0.0} and len(sitting.attempts) == 2
    record = sitting.record()
    assert is_unchanged(record)
    assert not is_unchanged(record.replace('"points": 0.0', '"points": 1.0', 1)) and not is_unchanged("[]")


@pytest.mark.parametrize("typed", ["", "x", "0", "99", "1 2 3 4 5"])
def test_what_cannot_be_read_is_refused_and_not_kept(typed: str) -> None:
    sitting = Quiz(questions=FIRST, student=5)
    with pytest.raises(WrongAnswerFormError):
        sitting.answer(FIRST[0], typed)
    assert sitting.attempts == []


@pytest.mark.parametrize(
    ("typed", "number"), [("12.5", 12.5), ("12,5", 12.5), ("1,234", 1234.0), ("12.5 %", 12.5), ("0,125", 0.125)]
)
def test_numbers_are_read_as_people_type_them(typed: str, number: float) -> None:
    assert number_typed(typed) == number


@pytest.mark.parametrize("typed", ["nan", "inf", "1_000", "a", ""])
def test_what_is_no_number_is_read_as_none(typed: str) -> None:
    assert number_typed(typed) is None


@pytest.mark.parametrize("student", [0, 1, 2, 20261234])
def test_an_order_is_never_shown_in_its_right_order(student: int) -> None:
    for chapter in chapters():
        for question in chapter.questions:
            if isinstance(question, Ordering):
                assert question.order(student, len(question.items)) != question.key()


def test_the_command_asks_again_marks_and_writes_what_is_handed_in(tmp_path: Path) -> None:
    sitting = Quiz(questions=FIRST, student=42)
    typed = "\n".join(["what?", *(right(sitting, question) for question in FIRST[:2]), "quit"])
    out = tmp_path / "mine.json"
    ran = CliRunner().invoke(app, ["quiz", "1", "--student", "42", "--out", str(out)], input=typed + "\n")
    assert ran.exit_code == 0, ran.output
    assert "type the number of one option" in ran.output and "2 of 10 points; 2 questions answered." in ran.output
    record = out.read_text(encoding="utf-8")
    assert is_unchanged(record) and json.loads(record)["student"] == 42


def test_the_chinese_quiz_speaks_chinese() -> None:
    ran = CliRunner().invoke(app, ["quiz", "7", "--lang", "zh"], input="1\nquit\n")
    assert ran.exit_code == 0 and "回答" in ran.output and "分中得" in ran.output


def test_items_of_a_matching_are_shown_with_letters() -> None:
    place, question = next((number, one) for number, one in enumerate(FIRST) if isinstance(one, Matching))
    sitting = Quiz(questions=FIRST, student=0)
    typed = "\n".join([right(sitting, one) for one in FIRST[:place]] + ["quit"])
    ran = CliRunner().invoke(app, ["quiz", "1"], input=typed + "\n")
    assert "A. " + question.left("en")[0] in ran.output


@pytest.mark.parametrize("format", ["gift", "qti", "csv"])
def test_questions_are_exported(format: str, tmp_path: Path) -> None:
    out = tmp_path / "questions.out"
    ran = CliRunner().invoke(
        app, ["questions", "--chapter", "2", "--format", format, "--out", str(out), "--lang", "zh"]
    )
    assert ran.exit_code == 0 and "10 道题目" in ran.output and out.stat().st_size > 1000


def test_format_without_a_file_is_refused() -> None:
    ran = CliRunner().invoke(app, ["questions", "--format", "gift"])
    assert ran.exit_code == 2 and "belong together" in ran.output
