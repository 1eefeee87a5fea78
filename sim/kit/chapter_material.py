"""A chapter as it is taught: figures and pictures of one market, questions with keys, minutes for a class."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from matplotlib.figure import Figure as Drawing
from pydantic import Field

from sim.course.bank import questions_for_test
from sim.course.chapters.chapter import CourseChapter
from sim.course.chapters.check import BothLanguages, questions
from sim.course.chapters.figures import Figures, sentence
from sim.course.chapters.parts import Told
from sim.course.chapters.reader import course_chapters
from sim.course.chapters.student_market import StudentMarket
from sim.course.export.table import key_words
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.question import Question
from sim.course.text import Language, language_of_course
from sim.kit.sheet import in_language_of_reader, kit_folder
from sim.language.messages import _
from sim.reports.answer_section import draw
from sim.scenario.declaration import Declaration
from sim.scenario.files.load import read_as

LessonPart: TypeAlias = Literal[
    "before", "question", "predict", "try_out", "happened", "follow", "ideas", "case", "check", "after"
]
BEFORE, AFTER = 2, 4
"""Questions of the bank that are asked before a chapter, and after it; those before are among those after."""
LIST_COMMA: Mapping[Language, str] = {"en": ", ", "zh": "、"}


class LessonStep(Declaration):
    """A step of a lesson; without minutes of its own it has a part of what is left, as the chapter's minutes are."""

    part: LessonPart
    minutes: int | None = Field(default=None, ge=1)
    say: str


class ChapterWords(Declaration):
    """The words that the sheets of all chapters share."""

    plan_90: tuple[LessonStep, ...]
    plan_45: tuple[LessonStep, ...]
    names: dict[LessonPart, str]
    evening: str
    market: str
    name_line: str
    result_columns: tuple[str, ...]
    choice_line: str
    follow_lines: str


def read_words() -> ChapterWords:
    """The words in the language in use. Raises ``ScenarioError`` for a file with faults."""
    return read_as(ChapterWords, in_language_of_reader(kit_folder() / "chapter_words.yaml"))


def lesson_minutes(steps: Sequence[LessonStep], chapter: CourseChapter, whole: int) -> list[int]:
    """Minutes of each step of a lesson of so many minutes.

    Steps without minutes share what is left in proportion to the chapter's own minutes, in whole minutes, by the
    largest remainder; each has at least one.

    Args:
        steps: Steps of the lesson.
        chapter: The chapter.
        whole: Minutes of the lesson.

    Returns:
        The minutes, which sum to ``whole``.
    """
    own = chapter.minutes.model_dump()
    weights = [0 if step.minutes is not None else int(own[step.part]) for step in steps]
    left = whole - sum(step.minutes or 0 for step in steps)
    exact = [left * weight / sum(weights) for weight in weights]
    found = [
        step.minutes if step.minutes is not None else max(1, math.floor(part))
        for step, part in zip(steps, exact, strict=True)
    ]
    order = sorted(range(len(steps)), key=lambda place: math.floor(exact[place]) - exact[place])
    flexible = [place for place in order if weights[place]]
    for place in (flexible * whole)[: whole - sum(found)]:
        found[place] += 1
    return found


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with its key, in the language in use."""

    id: str
    text: str
    options: tuple[str, ...]
    key: str
    """The right answer, with the numbers that are taken where it is a number."""
    explanation: str


@dataclass(frozen=True, kw_only=True)
class ChapterPictureDrawn:
    """A picture of a chapter."""

    drawing: Drawing
    look: str
    alt: str


@dataclass(frozen=True)
class ChapterMaterial:
    """All that sheets and slides of a chapter need, from one market."""

    number: int
    student: int
    """Student number of the market from which figures and pictures come."""

    @property
    def language(self) -> Language:
        """Language of the texts."""
        return language_of_course()

    @property
    def chapter(self) -> CourseChapter:
        """The chapter in the language in use."""
        return self._in("zh" if self.language == "zh" else "en")

    def _in(self, language: Language) -> CourseChapter:
        return next(one for one in course_chapters(language) if one.number == self.number)

    @cached_property
    def market(self) -> StudentMarket:
        """The market; it is run when a figure or picture is first asked for."""
        return StudentMarket(self._in("en"), self.student)

    @cached_property
    def _figures(self) -> Mapping[Language, Figures]:
        return {"en": self.market.figures("en"), "zh": self.market.figures("zh")}

    @property
    def figures(self) -> Figures:
        """Figures of the chapter by name, in the language in use."""
        return self._figures[self.language]

    def said(self, told: Told) -> str:
        """A sentence of the chapter with its figures."""
        return sentence(told, self.figures)

    def pictures(self) -> list[ChapterPictureDrawn]:
        """The chapter's pictures, drawn in the language in use."""
        return [
            ChapterPictureDrawn(drawing=draw(self.market.found[one.run], one), look=one.look, alt=one.alt)
            for one in self.chapter.pictures
        ]

    def check(self) -> list[Asked]:
        """The check questions with their keys in this market."""
        both = BothLanguages(
            en=self._in("en"), zh=self._in("zh"), figures=self._figures["en"], figures_zh=self._figures["zh"]
        )
        return [self._asked(question) for question in questions(both)]

    def around(self) -> tuple[list[Asked], list[Asked]]:
        """The questions before the chapter, and those after it: of the bank, easiest first, none of the check part."""
        taken = {item.id for item in self.chapter.check}
        asked = [self._asked(one) for one in questions_for_test(self.number, AFTER, taken)]
        return asked[:BEFORE], asked

    def _asked(self, question: Question) -> Asked:
        language, student = self.language, self.student
        key = key_words(question, language, student)
        if isinstance(question, Number):
            key = number_key(question, language, student)
        shown = question.options(language, student)
        text = question.asked(language, student)
        if isinstance(question, Matching):
            text = f"{text} {LIST_COMMA[language].join(question.left(language))}"
        return Asked(
            id=question.id,
            text=text,
            key=key,
            options=tuple(shown[place] for place in question.order(student, len(shown))),
            explanation=question.explain.said(language, question.values(student)),
        )


def number_key(question: Number, language: Language, student: int) -> str:
    """The key of a number question with the numbers that count as right."""
    right = question.key(student)
    room = max(abs(right) * question.within, question.margin)
    places = max(0, 2 - math.floor(math.log10(abs(right)))) if right else 2
    shown = [f"{value:,.{min(places, 4)}f}".replace("-", "−") for value in (right, right - room, right + room)]
    return _("{right} {unit} (taken: {low} to {high})").format(
        right=shown[0], unit=question.unit.said(language), low=shown[1], high=shown[2]
    )
