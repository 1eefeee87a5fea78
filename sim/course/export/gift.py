"""Questions as GIFT, the text format of Moodle.

Source: Moodle documentation, "GIFT format". GIFT has no kind for ordering, so an order is asked as a matching of items
and places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.course.kinds.choice import MultipleChoice, SingleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.kinds.true_false import TrueFalse
from sim.course.question import Question
from sim.course.text import Language

SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(questions: Iterable[Question], language: Language, student: int = 0) -> str:
    """Questions as one GIFT text.

    Args:
        questions: The questions.
        language: ``en`` or ``zh``.
        student: Number by which values are drawn; 0 gives the lowest.

    Returns:
        The text, a block for each question.
    """
    return "\n".join(_block(question, language, student) for question in questions)


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text)


def _block(question: Question, language: Language, student: int) -> str:
    asked = _escaped(question.asked(language, student))
    general = _escaped(question.explain.said(language, question.values(student)))
    lines = _answers(question, language, student)
    return f"::{question.id}::{asked} {{\n" + "\n".join(lines) + f"\n####{general}\n}}\n"


def _answers(question: Question, language: Language, student: int) -> list[str]:
    match question:
        case SingleChoice():
            return _single(question, language, student)
        case MultipleChoice():
            return _multiple(question, language)
        case TrueFalse():
            return ["TRUE" if question.true else "FALSE"]
        case Number():
            return _number(question, language, student)
        case Ordering():
            place = "place {0}" if language == "en" else "第 {0} 位"
            items = question.options(language)
            return [f"={_escaped(item)} -> {place.format(number)}" for number, item in enumerate(items, start=1)]
        case Matching():
            matches = question.options(language)
            pairs = zip(question.left(language), question.key(), strict=True)
            return [f"={_escaped(item)} -> {_escaped(matches[at])}" for item, at in pairs]
    raise TypeError(f"GIFT has no form for {type(question).__name__}; add one here")


def _feedback(told: str) -> str:
    return f" #{_escaped(told)}" if told else ""


def _single(question: SingleChoice, language: Language, student: int) -> list[str]:
    values = question.values(student)
    return [
        ("=" if option.right else "~")
        + _escaped(option.text.said(language, values))
        + _feedback(option.because.said(language, values) if option.because else "")
        for option in question.choose
    ]


def _multiple(question: MultipleChoice, language: Language) -> list[str]:
    right = len(question.key())
    good, bad = 100 / right, -100 / (len(question.choose) - right)
    return [
        f"~%{good if option.right else bad:.5f}%{_escaped(option.text.said(language))}"
        + _feedback(option.because.said(language) if option.because else "")
        for option in question.choose
    ]


def _number(question: Number, language: Language, student: int) -> list[str]:
    from sim.course.formulas import FORMULAS

    values, key = question.values(student), question.key(student)
    lines = [f"#\n={key:.10g}:{abs(key) * question.within:.6g}"]
    for slip in question.slips:
        wrong = FORMULAS[slip.formula].of(values)
        lines.append(
            f"=%0%{wrong:.10g}:{abs(wrong) * question.within:.6g}{_feedback(slip.because.said(language, values))}"
        )
    return lines
