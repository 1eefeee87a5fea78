"""Questions as a table, for spreadsheets: one row each, with the key and the explanation."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.question import Question
from sim.course.text import Language

COLUMNS = ("id", "course", "level", "kind", "question", "options", "key", "unit", "explanation")


def table(questions: Iterable[Question], language: Language, student: int = 0) -> pd.DataFrame:
    """Questions as a table.

    Args:
        questions: The questions.
        language: ``en`` or ``zh``.
        student: Number by which values are drawn; 0 gives the lowest.

    Returns:
        One row per question; options and key are joined by `` | ``.
    """
    rows = [_row(question, language, student) for question in questions]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def key_words(question: Question, language: Language, student: int = 0) -> str:
    """The right answer in words.

    Args:
        question: The question.
        language: ``en`` or ``zh``.
        student: Number by which values are drawn.

    Returns:
        The option, options, pairs or number.
    """
    key, options = question.key(student), question.options(language, student)
    match question:
        case Number():
            return f"{key:.6g}"
        case Matching():
            pairs = zip(question.left(language), key, strict=True)
            return " | ".join(f"{item} → {options[at]}" for item, at in pairs)
    if isinstance(key, bool):
        return options[0 if key else 1]
    return " | ".join(options[at] for at in (key if isinstance(key, list) else [key]))


def _row(question: Question, language: Language, student: int) -> tuple[str, ...]:
    unit = question.unit.said(language) if isinstance(question, Number) else ""
    return (
        question.id,
        question.course,
        question.level,
        str(getattr(question, "kind", "")),
        question.asked(language, student),
        " | ".join(question.options(language, student)),
        key_words(question, language, student),
        unit,
        question.explain.said(language, question.values(student)),
    )
