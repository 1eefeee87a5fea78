"""Predictions and sliders as fields of the page's forms, and what was filled in, read back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.course.chapters import words
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.parts import NumberPrediction, Prediction, Slider
from sim.course.chapters.predictions import Predicted, options_of
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
            Field(
                path=f"{one.id}.{name}",
                label=work.said(label),
                help=work.said(words.RANGE_HELP),
                sort="number",
                unit=one.unit,
            ),
            one.ask,
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


def _field(field: Field, legend: str) -> dict[str, Any]:
    """A field as the page reads it; fields with the same legend stand together under it."""
    return field.plain() | {"lever": legend, "group": legend}


def _number(given: object) -> float | None:
    plain = isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
    return float(given) if plain else None  # type: ignore[arg-type]  # narrowed by ``plain``
