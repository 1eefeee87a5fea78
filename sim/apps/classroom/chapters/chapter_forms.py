"""Predictions, sliders and check questions as fields of the page's forms, and what was filled in, read back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.course.chapters import words
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.parts import NumberPrediction, Prediction, Slider
from sim.course.chapters.predictions import Predicted, options_of
from sim.course.kinds.choice import MultipleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Question
from sim.game.errors import GameError
from sim.game.forms.field import Field
from sim.language.messages import _
from sim.number_text import significant


def prediction_fields(work: ChapterWork, one: Prediction) -> list[dict[str, Any]]:
    """The fields of a prediction, which stand under its question.

    Args:
        work: The student's work.
        one: The prediction.

    Returns:
        A choice; or three numbers: best guess, lower end, upper end.
    """
    if not isinstance(one, NumberPrediction):
        options = options_of(one)
        label = work.said(words.YOUR_ANSWER)
        return [_field(Field(path=f"{one.id}.choice", label=label, help="", sort="choice", options=tuple(options),
                             words=options), one.ask)]  # fmt: skip
    labels = {"value": words.BEST, "low": words.AT_LEAST, "high": words.AT_MOST}
    return [
        _field(
            Field(path=f"{one.id}.{name}", label=work.said(label), help="", sort="number", unit=one.unit),
            f"{one.ask} {work.said(words.RANGE_HELP)}",
        )
        for name, label in labels.items()
    ]


def prediction_read(one: Prediction, values: Mapping[str, object]) -> Predicted:
    """A prediction as it was filled in; what is not filled in is left out."""
    if not isinstance(one, NumberPrediction):
        return Predicted(choice=str(values.get(f"{one.id}.choice") or ""))
    value, low, high = (_number(values.get(f"{one.id}.{name}")) for name in ("value", "low", "high"))
    return Predicted(value=value, low=low, high=high)


def slider_fields(sliders: tuple[Slider, ...]) -> list[dict[str, Any]]:
    """The controls of the trial; each has the step by which it moves."""
    return [
        _field(Field(path=one.id, label=one.label, help="", sort="number", least=one.low, most=one.high,
                     present=one.start), "") | {"step": one.step}
        for one in sliders
    ]  # fmt: skip


def slider_values(sliders: tuple[Slider, ...], given: Mapping[str, object]) -> dict[str, float]:
    """The values of the controls; one that is not given stands as at first.

    Raises :class:`GameError` for a value beyond the ends of a control.
    """
    found = {}
    for one in sliders:
        value = _number(given.get(one.id, one.start))
        if value is None or not one.low <= value <= one.high:
            said = _("{label}: give a number from {low} to {high}")
            raise GameError(said.format(label=one.label, low=significant(one.low), high=significant(one.high)))
        found[one.id] = one.low + round((value - one.low) / one.step) * one.step
    return found


def question_fields(work: ChapterWork, question: Question) -> list[dict[str, Any]]:
    """The fields in which a check question is answered, as they were filled in last."""
    quiz, last = work.own_quiz(), work.last_answer(question).replace(",", " ").split()
    path, label = answer_path(question), work.said(words.YOUR_ANSWER)
    if isinstance(question, Number):
        label = work.said(words.ANSWER_IN, unit=question.unit.said(work.language))
        return [_field(Field(path=path, label=label, help="", sort="text", present=work.last_answer(question)), "")]
    options = {str(place): text for place, text in enumerate(quiz.options(question), start=1)}

    def choice(place: str, name: str, present: str | None) -> dict[str, Any]:
        return _field(Field(path=place, label=name, help="", sort="choice", options=tuple(options), words=options,
                            present=present), "")  # fmt: skip

    if isinstance(question, MultipleChoice):
        return [_field(Field(path=path, label=label, help="", sort="many", options=tuple(options), words=options,
                             present=tuple(last)), "")]  # fmt: skip
    if isinstance(question, Ordering | Matching):
        names = (
            question.left(work.language) if isinstance(question, Matching)
            else [work.said(words.ORDER_OF, place=place) for place in range(1, len(options) + 1)]
        )  # fmt: skip
        before = last if len(last) == len(names) else [None] * len(names)
        pairs = enumerate(zip(names, before, strict=True), start=1)
        return [choice(f"{path}.{place}", name, chosen) | {"list": True} for place, (name, chosen) in pairs]
    return [choice(path, label, last[0] if last else None)]


def answer_path(question: Question) -> str:
    """Under which path the answer to a question stands in its form."""
    return f"{question.id}.answer"


def question_typed(question: Question, values: Mapping[str, object], places: int) -> str:
    """An answer in the form that a quiz reads; empty where something is not filled in.

    Args:
        question: The question.
        values: What the form holds, by path.
        places: Number of the form's fields.
    """
    path = answer_path(question)
    if isinstance(question, Ordering | Matching):
        chosen = [values.get(f"{path}.{place}") for place in range(1, places + 1)]
        return " ".join(map(str, chosen)) if all(chosen) else ""
    given = values.get(path)
    if isinstance(given, list):
        return " ".join(str(one) for one in given)
    return "" if given is None else str(given)[:100].strip()


def _field(field: Field, legend: str) -> dict[str, Any]:
    """A field as the page reads it; fields with the same legend stand together under it."""
    return field.plain() | {"lever": legend, "group": legend}


def _number(given: object) -> float | None:
    plain = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
    return float(given) if plain else None  # type: ignore[arg-type]  # narrowed by ``plain``
