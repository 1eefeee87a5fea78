"""The question bank: 80 questions in two languages, each well posed, marked by its own key, with its own feedback."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from sim.course.bank import chapters, read_chapter
from sim.course.formulas import FORMULAS
from sim.course.kinds.choice import MultipleChoice, SingleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Question, WrongAnswerFormError
from sim.scenario.files.validation_errors import ScenarioError

QUESTIONS = [question for chapter in chapters() for question in chapter.questions]
NUMBERS = [question for question in QUESTIONS if isinstance(question, Number)]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_eight_chapters_of_ten_questions_with_ids_of_their_own() -> None:
    assert [chapter.number for chapter in chapters()] == list(range(1, 9))
    assert all(len(chapter.questions) >= 10 for chapter in chapters())
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS) >= 80
    kinds = {type(question) for question in QUESTIONS}
    assert len(kinds) == 6 and {question.level for question in QUESTIONS} == {"easy", "medium", "hard"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_the_key_is_right_and_both_languages_are_there(question: Question) -> None:
    for student in (0, 1, 20260001):
        marked = question.mark(question.key(student), "zh", student)
        assert marked.right and marked.points == 1 and CHINESE.search(marked.explanation)
        assert "{" not in question.asked("en", student) + question.asked("zh", student)
    assert CHINESE.search(question.asked("zh")) and not CHINESE.search(question.asked("en"))
    assert len(question.options("zh")) == len(question.options("en")) == len(set(question.options("zh")))


@pytest.mark.parametrize("question", [q for q in QUESTIONS if isinstance(q, SingleChoice)], ids=lambda q: q.id)
def test_each_wrong_option_has_its_own_explanation(question: SingleChoice) -> None:
    told = [question.mark(place).explanation for place in range(len(question.choose))]
    assert len(set(told)) == len(told)
    assert [question.mark(place).right for place in range(len(question.choose))].count(True) == 1


def test_parts_of_a_multiple_choice_an_order_and_a_matching_give_parts_of_the_point() -> None:
    multiple = next(question for question in QUESTIONS if isinstance(question, MultipleChoice))
    right = multiple.key()
    assert 0 < multiple.mark(right[:1]).points < 1
    assert multiple.mark(list(range(len(multiple.choose)))).points == 0
    order = next(question for question in QUESTIONS if isinstance(question, Ordering))
    swapped = [1, 0, *range(2, len(order.items))]
    assert 0.5 < order.mark(swapped).points < 1
    assert order.options("en")[0] in order.mark(swapped).explanation
    assert order.mark(swapped[::-1][: len(order.items)]).points < 0.5
    matching = next(question for question in QUESTIONS if isinstance(question, Matching))
    assert matching.mark([0] * len(matching.pairs)).points == matching.key().count(0) / len(matching.pairs)


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.id)
def test_two_hundred_students_have_well_posed_numbers_and_mistakes_are_told_apart(question: Number) -> None:
    keys = [question.key(student) for student in range(1, 201)]
    assert len(set(keys)) > 5, "students would copy"
    for student in range(1, 201):
        key = question.key(student)
        for slip in question.slips:
            wrong = FORMULAS[slip.formula].of(question.values(student))
            assert abs(wrong - key) > 2 * question.within * abs(key), (student, slip.formula)
            assert question.mark(wrong, "en", student).explanation == slip.because.said("en", question.values(student))


def test_neighbours_have_other_numbers_in_most_cases() -> None:
    same = [a == b for question in NUMBERS for a, b in pairwise(question.key(student) for student in range(1, 61))]
    assert sum(same) / len(same) < 0.1


@pytest.mark.parametrize("answer", ["x", None, True, float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused_with_a_sentence(answer: object) -> None:
    with pytest.raises(WrongAnswerFormError, match="give a number"):
        NUMBERS[0].mark(answer)


@pytest.mark.parametrize("answer", [9, -1, [0, 0], "a", [0, 1], None])
def test_an_option_that_is_not_there_is_refused_with_a_sentence(answer: object) -> None:
    single = next(question for question in QUESTIONS if isinstance(question, SingleChoice))
    with pytest.raises(WrongAnswerFormError, match=r"cannot be marked|choose one"):
        single.mark(answer)


BAD = (
    ("right: true", "right: false", "needs 'because'"),
    ("formula: churn_rate", "formula: churn_rat", "did you mean 'churn_rate'"),
    ("{exits} customers", "{exit} customers", "which is not among the given values"),
    ("id: c1_lifetime", "id: c1_churn", "two questions have the id c1_churn"),
    ("kind: ordering", "kind: orderin", "ordering"),
)


@pytest.mark.parametrize(("old", "new", "sentence"), BAD)
def test_a_fault_in_a_file_is_named_with_its_line(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    from sim.scenario.files.load import shipped

    text = (shipped() / "questions" / "chapter_1.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "bad.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScenarioError, match=sentence) as refused:
        read_chapter(tmp_path / "bad.yaml")
    assert all(fault.line > 0 for fault in refused.value.faults)
