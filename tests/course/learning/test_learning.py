"""What a class has learned: Hake's gain, questions too easy or too hard, mistakes by count, and ranges that hold."""

from __future__ import annotations

from typing import Any

import pytest

from sim.course.bank import bank_questions, questions_for_test
from sim.course.kinds.number import Number
from sim.course.learning.gain import class_gain
from sim.course.learning.items import item_analysis
from sim.course.learning.learning import Forecasts, Sitting, class_learning
from sim.course.learning.mistakes import NO_USUAL, mistakes_in
from sim.course.question import Question


def test_the_gain_of_hakes_paper() -> None:
    """Hake (1998), section II: a class with 40% before and 70% after has gained half of what it could."""
    found = class_gain([(30.0, 60.0), (50.0, 80.0)])
    assert found is not None and (found.before, found.after, found.students) == (40.0, 70.0, 2)
    assert found.gain == pytest.approx(0.5) and found.level == "medium" and found.low is None


def test_the_interval_holds_the_gain_and_shrinks_with_more_students() -> None:
    few = class_gain([(20.0, 40.0), (40.0, 50.0), (30.0, 80.0), (10.0, 60.0), (50.0, 60.0)])
    many = class_gain([(20.0, 40.0), (40.0, 50.0), (30.0, 80.0), (10.0, 60.0), (50.0, 60.0)] * 8)
    assert few is not None and many is not None and few.gain == pytest.approx(many.gain)
    assert few.low is not None and few.high is not None and few.gain is not None and few.low < few.gain < few.high
    assert many.low is not None and many.high is not None and many.high - many.low < few.high - few.low


def test_a_class_that_knew_everything_has_no_gain_and_one_that_forgot_has_a_loss() -> None:
    assert class_gain([]) is None
    full = class_gain([(100.0, 90.0)])
    assert full is not None and full.gain is None and full.level is None
    loss = class_gain([(50.0, 25.0)])
    assert loss is not None and loss.level == "loss" and loss.gain == pytest.approx(-0.5)


def test_questions_that_are_too_easy_too_hard_or_tell_nothing() -> None:
    strong = [{"easy": 1.0, "hard": 0.0, "tells": 1.0, "odd": 0.0} for _one in range(8)]
    weak = [{"easy": 1.0, "hard": 0.0, "tells": 0.0, "odd": 1.0} for _one in range(8)]
    found = {one.question: one for one in item_analysis([*strong, *weak])}
    assert found["easy"].verdict == "too_easy" and found["hard"].verdict == "too_hard"
    assert found["easy"].discrimination is None, "all have the same points, so there is nothing to correlate"
    assert found["odd"].verdict == "poor" and (found["odd"].discrimination or 0) < 0
    few = item_analysis(strong[:3] + weak[:3])
    assert all(one.discrimination is None for one in few), "six students say nothing about discrimination"


@pytest.mark.parametrize("name", sorted(bank_questions()))
def test_right_answers_show_no_mistake_and_usual_slips_are_told_apart(name: str) -> None:
    from sim.course.formulas import FORMULAS

    question: Question = bank_questions()[name]
    assert mistakes_in(question, question.key(7), 7) == []
    if isinstance(question, Number):
        for slip in question.slips:
            (found,) = mistakes_in(question, FORMULAS[slip.formula].of(question.values(7)), 7)
            assert (found.name, found.because) == (slip.formula, slip.because)
        assert mistakes_in(question, 1e9, 7)[0].name == NO_USUAL


def test_a_wrong_option_a_missing_one_a_wrong_pair_and_a_wrong_order_are_told() -> None:
    bank = bank_questions()
    (wrong,) = mistakes_in(bank["c1_aim"], 0, 7)
    assert "as many new customers" in wrong.answer.en and "transaction marketing" in wrong.because.en
    names = {one.name for one in mistakes_in(bank["c1_markets"], [0, 3], 7)}
    assert names == {"3", "not 1", "not 2"}
    key = bank["c1_table"].key()
    (pair,) = mistakes_in(bank["c1_table"], [1 - key[0], *key[1:]], 7)
    assert "→" in pair.answer.en and "→" in pair.answer.zh
    order = next(one for one in bank.values() if one.kind == "ordering")
    turned = [1, 0, *order.key()[2:]]
    (swap,) = mistakes_in(order, turned, 7)
    assert swap.name == "1 0"
    judged = next(one for one in bank.values() if one.kind == "true_false")
    (other,) = mistakes_in(judged, not judged.key(), 7)
    assert other.answer.en == str(not judged.key()).lower()


def test_a_class_is_seen_chapter_by_chapter_with_mistakes_by_count() -> None:
    missed: dict[str, Any] = {"asked": ("c1_aim", "c1_churn"), "answers": {"c1_aim": 0}, "points": {"c1_aim": 0.0}}
    held = [
        Sitting(who="a", chapter=1, moment="before", student=1, **missed),
        Sitting(who="a", chapter=1, moment="after", student=1, asked=("c1_aim", "c1_churn"), answers={"c1_aim": 1},
                points={"c1_aim": 1.0}),
        Sitting(who="b", chapter=1, moment="before", student=2, **missed),
        Sitting(who="c", chapter=2, moment="alone", student=3, asked=("own",), answers={}, points={"own": 0.5}),
        Sitting(who="d", chapter=3, moment="before", student=3, asked=("c3",), answers={}, points={}),
    ]  # fmt: skip
    found = class_learning(
        held, [Forecasts(source="game", ranges=10, inside=7), Forecasts(source="chapters", ranges=0, inside=0)]
    )
    assert [one.number for one in found.chapters] == [1, 2] and [one.source for one in found.forecasts] == ["game"]
    first = found.chapters[0]
    assert first.gain is not None and (first.gain.before, first.gain.after, first.gain.students) == (0.0, 50.0, 1)
    (mistake,) = first.mistakes
    assert (mistake.before, mistake.later, mistake.answered_before, mistake.answered_later) == (2, 0, 2, 1)
    assert first.items[0].question == "c1_aim" and first.items[0].facility == 1.0
    assert class_learning([]).empty


def test_the_questions_of_a_test_are_easiest_first_and_not_those_of_the_check_part() -> None:
    taken = {one.id for one in questions_for_test(2, 3)}
    others = questions_for_test(2, 20, taken)
    assert taken.isdisjoint(one.id for one in others) and len(others) + len(taken) == 10
    levels = [("easy", "medium", "hard").index(one.level) for one in others]
    assert levels == sorted(levels)
