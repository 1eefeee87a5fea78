"""The check questions of a chapter for one student: those of the bank, and those about the student's own run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.course.bank import chapters as bank_chapters
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.figures import Figures, filled
from sim.course.chapters.own_questions import BankItem, OwnLargest, OwnNumber, OwnOption, OwnReading
from sim.course.kinds.choice import Option, SingleChoice
from sim.course.kinds.number import Drawn, Number, Slip
from sim.course.question import Question
from sim.course.text import Text


@dataclass(frozen=True, kw_only=True)
class BothLanguages:
    """A chapter in English and Chinese, with the figures of a student's run written in each."""

    en: CourseChapter
    zh: CourseChapter
    figures: Figures
    figures_zh: Figures


def questions(both: BothLanguages) -> tuple[Question, ...]:
    """The check questions, in the order of the chapter.

    Args:
        both: The chapter in both languages, with figures.

    Returns:
        Questions of the kinds of the bank, which mark themselves.
    """
    bank = {question.id: question for one in bank_chapters() for question in one.questions}
    found: list[Question] = []
    for item, other in zip(both.en.check, both.zh.check, strict=True):
        if isinstance(item, BankItem):
            found.append(bank[item.id])
        elif isinstance(item, OwnNumber) and isinstance(other, OwnNumber):
            found.append(_number(item, other, both))
        elif isinstance(item, OwnReading) and isinstance(other, OwnReading):
            found.append(_reading(item, other, both))
        elif isinstance(item, OwnLargest) and isinstance(other, OwnLargest):
            found.append(_largest(item, other, both))
    return tuple(found)


def _number(item: OwnNumber, other: OwnNumber, both: BothLanguages) -> Number:
    key = both.figures[item.figure]
    given: dict[str, float | Drawn] = {"own_run": key.value / item.per}
    slips = []
    for place, (slip, said) in enumerate(zip(item.slips, other.slips, strict=True)):
        given[f"own_slip_{place}"] = both.figures[slip.figure].value / item.per
        slips.append(Slip(formula=f"own_slip_{place}", because=Text(en=slip.because, zh=said.because)))
    return Number(
        id=item.id, course=item.course, level=item.level, kind="number", given=given, formula="own_run",
        text=Text(en=item.text, zh=other.text), explain=_explained(item, other, both),
        unit=Text(en=item.unit, zh=other.unit), within=item.tolerance, margin=key.half / item.per, slips=tuple(slips),
    )  # fmt: skip


def _reading(item: OwnReading, other: OwnReading, both: BothLanguages) -> SingleChoice:
    right = both.figures[item.figure].reading
    options = {
        name: (getattr(item.options, name), getattr(other.options, name)) for name in ("more", "less", "unclear")
    }
    return _choice(item, other, both, options, right)


def _largest(item: OwnLargest, other: OwnLargest, both: BothLanguages) -> SingleChoice:
    right = max(item.options, key=lambda name: both.figures[name].value)
    return _choice(item, other, both, {name: (item.options[name], other.options[name]) for name in item.options}, right)


def _choice(
    item: OwnReading | OwnLargest, other: OwnReading | OwnLargest, both: BothLanguages,
    options: Mapping[str, tuple[OwnOption, OwnOption]], right: str,
) -> SingleChoice:  # fmt: skip
    chosen = [
        Option(
            text=Text(en=one.text, zh=said.text), right=name == right,
            because=None if name == right else Text(en=one.because, zh=said.because),
        )
        for name, (one, said) in options.items()
    ]  # fmt: skip
    return SingleChoice(
        id=item.id, course=item.course, level=item.level, kind="single", choose=tuple(chosen),
        text=Text(en=item.text, zh=other.text), explain=_explained(item, other, both),
    )  # fmt: skip


def _explained(
    item: OwnNumber | OwnReading | OwnLargest, other: OwnNumber | OwnReading | OwnLargest, both: BothLanguages
) -> Text:
    return Text(en=filled(item.explain, both.figures), zh=filled(other.explain, both.figures_zh))
