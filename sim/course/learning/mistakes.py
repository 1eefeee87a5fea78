"""Which mistake a wrong answer shows: the wrong option, the usual slip of a number, the wrong pair, the wrong order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sim.course.formulas import FORMULAS
from sim.course.kinds.choice import MultipleChoice, SingleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.kinds.true_false import TrueFalse
from sim.course.question import Question
from sim.course.text import LANGUAGES, Text

NO_USUAL = "other"
"""Name of a wrong answer that shows no usual mistake."""


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A mistake that an answer can show."""

    question: str
    """Id of the question."""
    name: str
    """Which mistake of this question it is; the same in all languages."""
    answer: Text
    """What was answered, in words."""
    because: Text
    """Why it is wrong: what a student is told."""


def mistakes_in(question: Question, answer: Any, student: int) -> list[Mistake]:
    """The mistakes that an answer shows.

    Args:
        question: The question.
        answer: The answer in the form that the question marks.
        student: Number of the student, by which the values were drawn.

    Returns:
        One for each wrong option, wrong pair or pair in the wrong order; one for a number. None for a right answer.
    """
    if question.mark(answer, "en", student).right:
        return []
    match question:
        case SingleChoice() | MultipleChoice():
            return _of_choice(question, answer)
        case Matching():
            return _of_matching(question, answer)
        case Ordering():
            return _of_order(question, answer)
        case Number():
            return _of_number(question, answer, student)
        case TrueFalse():
            english, chinese = (question.options(language)[0 if answer else 1] for language in LANGUAGES)
            return [_mistake(question, str(answer).lower(), english, chinese)]
    return [_mistake(question, NO_USUAL, "another answer", "其他答案")]


def _of_choice(question: SingleChoice | MultipleChoice, answer: Any) -> list[Mistake]:
    chosen = [answer] if isinstance(answer, int) else list(answer)
    found = []
    for place in chosen:
        option = question.choose[place]
        if not option.right:
            because = option.because or question.explain
            found.append(Mistake(question=question.id, name=str(place), answer=option.text, because=because))
    for place, option in enumerate(question.choose):
        if option.right and place not in chosen and isinstance(question, MultipleChoice):
            said = Text(en=f"not chosen: {option.text.en}", zh=f"没有选：{option.text.zh}")
            found.append(Mistake(question=question.id, name=f"not {place}", answer=said, because=question.explain))
    return found


def _of_matching(question: Matching, answer: Any) -> list[Mistake]:
    both = {language: question.options(language) for language in LANGUAGES}
    return [
        _mistake(
            question, f"{place} {given}", f"{pair.item.en} → {both['en'][given]}",
            f"{pair.item.zh} → {both['zh'][given]}",
        )
        for place, (pair, given, right) in enumerate(zip(question.pairs, answer, question.key(), strict=True))
        if given != right
    ]  # fmt: skip


def _of_order(question: Ordering, answer: Any) -> list[Mistake]:
    found = []
    for first, second in pairwise(answer):
        if first > second:
            one, other = question.items[first], question.items[second]
            said = f"“{one.en}” before “{other.en}”", f"“{one.zh}”排在“{other.zh}”之前"
            found.append(_mistake(question, f"{first} {second}", *said))
    return found


def _of_number(question: Number, answer: Any, student: int) -> list[Mistake]:
    for slip in question.slips:
        if question.near(answer, FORMULAS[slip.formula].of(question.values(student))):
            said = Text(en="the usual slip", zh="常见错误")
            return [Mistake(question=question.id, name=slip.formula, answer=said, because=slip.because)]
    return [_mistake(question, NO_USUAL, "another number", "其他数")]


def _mistake(question: Question, name: str, english: str, chinese: str) -> Mistake:
    return Mistake(question=question.id, name=name, answer=Text(en=english, zh=chinese), because=question.explain)
