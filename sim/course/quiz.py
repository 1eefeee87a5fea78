"""A quiz: a student answers the questions of a chapter, is told why at once, and takes a file with the marks along."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.course.kinds.choice import MultipleChoice
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.kinds.ordering import Ordering
from sim.course.question import Marked, Question, WrongAnswerFormError
from sim.course.text import Language, Text

ASK = Text(en="Answer (quit to stop)", zh="回答（输入 quit 结束）")
TO_HAND_IN = Text(en="To hand in: ", zh="要上交的文件：")
RIGHT = Text(en="Right. ", zh="正确。")
WRONG = Text(en="Wrong. ", zh="不对。")
IN_PART = Text(en="Right in part: {percent}% of the point. ", zh="部分正确：得 {percent}% 的分。")
ONE_OPTION = Text(en="type the number of one option, from 1 to {options}", zh="请输入一个选项的编号，1 至 {options}")
ALL_RIGHT = Text(
    en="type the numbers of all right options, from 1 to {options}, each once, such as 1 2",
    zh="请输入所有正确选项的编号，1 至 {options}，每个一次，例如 1 2",
)
ALL_IN_ORDER = Text(
    en="type the numbers of all {many} items in their order, each once, such as 2 1 3",
    zh="请按顺序输入全部 {many} 项的编号，每个一次，例如 2 1 3",
)
ONE_FOR_EACH = Text(
    en="type {many} numbers, one for each of A, B, C and so on, from 1 to {options}, such as 2 1 2",
    zh="请输入 {many} 个编号，依次对应 A、B、C……，1 至 {options}，例如 2 1 2",
)
BETWEEN = Text(en="; ", zh="；")
A_NUMBER = Text(en="type a number, such as 12.5", zh="请输入一个数，例如 12.5")
RESULT = Text(
    en="{points} of {questions} points; {answered} questions answered.",
    zh="{questions} 分中得 {points} 分；回答了 {answered} 题。",
)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One answer to one question."""

    question: str
    """Id of the question."""
    typed: str
    points: float


@dataclass(kw_only=True)
class Quiz:
    """The questions of a student, and the answers so far."""

    questions: Sequence[Question]
    student: int
    """Number of the student, by which values and the order of options are drawn."""
    language: Language = "en"
    attempts: list[Attempt] = field(default_factory=list)

    def options(self, question: Question) -> list[str]:
        """The options in the order in which this student sees them."""
        shown = question.options(self.language, self.student)
        return [shown[place] for place in question.order(self.student, len(shown))]

    def answer(self, question: Question, typed: str) -> Marked:
        """Mark what was typed, and keep it.

        Args:
            question: The question.
            typed: Numbers of options from 1, as shown, separated by blanks or commas; or a number.

        Returns:
            Points and explanation.

        Raises:
            WrongAnswerFormError: If it cannot be marked; it is then not kept.
        """
        marked = self.mark(question, typed)
        self.attempts.append(Attempt(question=question.id, typed=typed.strip(), points=round(marked.points, 4)))
        return marked

    def mark(self, question: Question, typed: str) -> Marked:
        """Mark what was typed without keeping it, such as an answer of an earlier day.

        Args:
            question: The question.
            typed: As for :meth:`answer`.

        Returns:
            Points and explanation.

        Raises:
            WrongAnswerFormError: If it cannot be marked.
        """
        return question.mark(self.read(question, typed), self.language, self.student)

    def in_words(self, question: Question, typed: str) -> str:
        """An answer that could be marked, in the words of its options; a number stays as it was typed.

        Args:
            question: The question.
            typed: As for :meth:`answer`.

        Returns:
            The options that it names, joined by semicolons; of a matching each item with its match.
        """
        if isinstance(question, Number):
            return typed.strip()
        shown = self.options(question)
        chosen = [shown[int(word) - 1] for word in typed.replace("，", " ").replace(",", " ").split()]
        if isinstance(question, Matching):
            pairs = zip(question.left(self.language), chosen, strict=True)
            chosen = [f"{item} – {match}" for item, match in pairs]
        return BETWEEN.said(self.language).join(chosen)

    def read(self, question: Question, typed: str) -> Any:
        """What was typed, in the form that the question marks.

        Args:
            question: The question.
            typed: As for :meth:`answer`.

        Returns:
            A number, a place, several places, or whether a statement is true; places are those of the declaration.

        Raises:
            WrongAnswerFormError: If it cannot be marked.
        """
        if isinstance(question, Number):
            number = number_typed(typed)
            if number is None:
                raise WrongAnswerFormError(f"{typed.strip()!r}: {A_NUMBER.said(self.language)}")
            return number
        order = question.order(self.student, len(question.options(self.language)))
        words = typed.replace("，", " ").replace(",", " ").split()
        good = all(word.isascii() and word.isdigit() and 0 < int(word) <= len(order) for word in words)
        if not good or not self._right_many(question, words):
            raise self._refused(typed, question, len(order))
        places = [order[int(word) - 1] for word in words]
        if isinstance(question, Ordering | Matching | MultipleChoice):
            return places
        return places[0] == 0 if isinstance(question.key(), bool) else places[0]

    def _right_many(self, question: Question, words: list[str]) -> bool:
        match question:
            case Ordering():
                return len(set(words)) == len(words) == len(question.items)
            case Matching():
                return len(words) == len(question.pairs)
            case MultipleChoice():
                return 0 < len(set(words)) == len(words)
        return len(words) == 1

    def _refused(self, typed: str, question: Question, options: int) -> WrongAnswerFormError:
        match question:
            case Ordering():
                form, many = ALL_IN_ORDER, len(question.items)
            case Matching():
                form, many = ONE_FOR_EACH, len(question.pairs)
            case MultipleChoice():
                form, many = ALL_RIGHT, 1
            case _:
                form, many = ONE_OPTION, 1
        asked = form.said(self.language, {"many": many, "options": options})
        return WrongAnswerFormError(f"{typed.strip()!r}: {asked}")

    def judgement(self, marked: Marked) -> str:
        """Whether an answer is right, in words."""
        text = RIGHT if marked.right else IN_PART if marked.points else WRONG
        return text.said(self.language, {"percent": round(100 * marked.points)})

    def result(self) -> str:
        """How many points there are, by the first attempt at each question."""
        found = self.first_points()
        points = round(sum(found.values()), 2)
        return RESULT.said(self.language, {"points": points, "questions": len(self.questions), "answered": len(found)})

    def first_points(self) -> dict[str, float]:
        """Points of the first attempt at each question that was answered."""
        found: dict[str, float] = {}
        for attempt in self.attempts:
            found.setdefault(attempt.question, attempt.points)
        return found

    def record(self, more: Mapping[str, Any] | None = None) -> str:
        """What a student hands in, as JSON: answers, points, and a digest that shows an edit made by hand.

        Args:
            more: What stands beside the answers, such as predictions and the seed of the student's market.

        Returns:
            The text of the file.
        """
        content = {
            **(more or {}),
            "student": self.student,
            "questions": [question.id for question in self.questions],
            "attempts": [vars(attempt) for attempt in self.attempts],
            "points": round(sum(self.first_points().values()), 4),
        }
        return json.dumps({**content, "digest": digest(content)}, indent=1, ensure_ascii=False) + "\n"


def number_typed(typed: str) -> float | None:
    """A number as people type it: 12.5, 12,5, 1,234.5, 12.5%; ``None`` where it is no number."""
    word = typed.strip().rstrip("%").strip()
    head, _, tail = word.rpartition(",")
    decimal_comma = word.count(",") == 1 and "." not in word and (len(tail) != 3 or head.lstrip("+-") in ("", "0"))
    try:
        value = float(word.replace(",", "." if decimal_comma else ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in word else None


def digest(content: dict[str, Any]) -> str:
    """The digest of a record: SHA-256 over its content with sorted keys. It shows edits; it is not a signature."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_unchanged(record: str) -> bool:
    """Whether the digest of a record fits its content.

    Args:
        record: Text of a file that a quiz wrote.

    Returns:
        ``False`` also where the text is no record.
    """
    try:
        content = json.loads(record)
        return isinstance(content, dict) and content.pop("digest", None) == digest(content)
    except ValueError:
        return False
