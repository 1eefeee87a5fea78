"""Predictions: what a student answered before the result, how it came out, and calibration over all chapters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.figures import Figures
from sim.course.chapters.parts import ChoicePrediction, LargestPrediction, NumberPrediction, Prediction
from sim.course.text import Language, Text
from sim.errors import SentenceError
from sim.number_text import significant

SURE = 0.8
"""Part of the ranges that should hold the result when the student is well calibrated."""
RANGE = Text(en="{value} {unit}, between {low} and {high}", zh="{value} {unit}，在 {low} 与 {high} 之间")
CALIBRATION = Text(
    en="{inside} of your {ranges} ranges hold the result; with good calibration about 8 of 10 do. "
    "{right} of {choices} choices were right.",
    zh="你的 {ranges} 个区间中有 {inside} 个包含结果；校准良好时约为 10 个中的 8 个。"
    "{choices} 个选择题预测中有 {right} 个正确。",
)
NOTHING = Text(en="No prediction has been compared with a result so far.", zh="还没有与结果比较过的预测。")


class PredictionError(SentenceError, ValueError):
    """A prediction cannot be recorded; the message says what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """One recorded prediction: a number with a range, or the name of an option."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    choice: str | None = None

    def content(self) -> dict[str, Any]:
        """What is kept in a file; empty fields are left out."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A prediction beside what came out."""

    ask: str
    predicted: str
    result: str
    good: bool
    """Whether the range holds the result, or the choice was right."""
    is_range: bool


def recorded(prediction: Prediction, given: Predicted) -> Predicted:
    """The prediction, checked.

    Args:
        prediction: What is asked.
        given: What the student answered.

    Returns:
        The same.

    Raises:
        PredictionError: For a range that does not hold the value, or an option that is not there.
    """
    if isinstance(prediction, NumberPrediction):
        value, low, high = given.value, given.low, given.high
        if value is None or low is None or high is None or not low <= value <= high or low == high:
            raise PredictionError(
                f"value {value}, range {low} to {high}: give a range that holds the value and is wider than nothing"
            )
    elif given.choice not in options_of(prediction):
        raise PredictionError(f"{given.choice!r} is no option; choose one of {', '.join(options_of(prediction))}")
    return given


def options_of(prediction: Prediction) -> dict[str, str]:
    """Options of a choice by name; empty for a number."""
    if isinstance(prediction, ChoicePrediction):
        return dict(prediction.options.model_dump())
    return dict(prediction.options) if isinstance(prediction, LargestPrediction) else {}


def right_option(prediction: ChoicePrediction | LargestPrediction, figures: Figures) -> str:
    """Name of the option that came true."""
    if isinstance(prediction, ChoicePrediction):
        return figures[prediction.figure].reading
    return max(prediction.options, key=lambda name: figures[name].value)


def outcomes(
    chapter: CourseChapter, given: Mapping[str, Predicted], figures: Figures, language: Language
) -> list[Outcome]:
    """Each prediction beside its result.

    Args:
        chapter: The chapter, in the language of the student.
        given: Recorded predictions by id.
        figures: Figures of the student's run.
        language: Language of the words.

    Returns:
        One outcome for each prediction that was recorded.
    """
    return [_outcome(one, given[one.id], figures, language) for one in chapter.predict if one.id in given]


def _outcome(one: Prediction, given: Predicted, figures: Figures, language: Language) -> Outcome:
    if isinstance(one, NumberPrediction):
        result = figures[one.figure]
        low, high = given.low or 0.0, given.high or 0.0
        parts = {"value": given.value or 0.0, "low": low, "high": high}
        said = RANGE.said(language, {}).format(
            unit=one.unit, **{name: significant(part) for name, part in parts.items()}
        )
        return Outcome(ask=one.ask, predicted=said, result=str(result), good=low <= result.value <= high, is_range=True)
    right = right_option(one, figures)
    options = options_of(one)
    chosen = given.choice or ""
    return Outcome(
        ask=one.ask, predicted=options.get(chosen, chosen), result=options[right], good=chosen == right, is_range=False
    )


def calibration(kept: Iterable[tuple[bool, bool]], language: Language) -> str:
    """How well predictions of all chapters fit, in a sentence.

    Args:
        kept: For each prediction whether it is a range, and whether it was good.
        language: Language of the sentence.

    Returns:
        The sentence.
    """
    pairs = list(kept)
    if not pairs:
        return NOTHING.said(language)
    ranges = [good for is_range, good in pairs if is_range]
    choices = [good for is_range, good in pairs if not is_range]
    return CALIBRATION.said(
        language,
        {"inside": sum(ranges), "ranges": len(ranges), "right": sum(choices), "choices": len(choices)},
    )
