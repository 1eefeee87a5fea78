"""What a class has learned, chapter by chapter: gain, questions, mistakes by count; and how sure predictions were.

Nobody is named in it: students are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sim.course.bank import bank_questions
from sim.course.learning.gain import FULL, Gain, class_gain
from sim.course.learning.items import Item, item_analysis
from sim.course.learning.mistakes import Mistake, mistakes_in

Moment: TypeAlias = Literal["before", "after", "alone"]
"""A test before a chapter, the same test after it, or a test that a student took alone and handed in."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One test of one student."""

    who: str
    """Whose it is, to match the test before with the one after; it is counted and never shown."""
    chapter: int
    moment: Moment
    student: int
    """Number by which the values of the questions were drawn."""
    asked: tuple[str, ...]
    """Ids of the questions that were asked; one without an answer counts 0 in the gain."""
    answers: Mapping[str, Any]
    """Answers by question, in the form that the question marks; those to questions of the bank only."""
    points: Mapping[str, float]
    """Points, 0 to 1, by question that was answered."""

    @property
    def mark(self) -> float:
        """Points in % of all questions that were asked."""
        return FULL * sum(self.points.get(one, 0.0) for one in self.asked) / len(self.asked)


@dataclass(frozen=True, kw_only=True)
class MistakeCount:
    """How often a mistake was made."""

    mistake: Mistake
    before: int
    """Students who made it in the test before."""
    later: int
    """Students who made it in the test after, or in one that they took alone."""
    answered_before: int
    """Students who answered the question before."""
    answered_later: int


@dataclass(frozen=True, kw_only=True)
class ChapterLearning:
    """What came of one chapter."""

    number: int
    students: int
    """Students who took a test of the chapter."""
    gain: Gain | None
    items: tuple[Item, ...]
    """Questions of tests after and of those taken alone, hardest first; else of the test before."""
    mistakes: tuple[MistakeCount, ...]
    """Most frequent first."""


@dataclass(frozen=True, kw_only=True)
class Forecasts:
    """How often ranges that should hold the result in 8 of 10 cases did."""

    source: Literal["game", "chapters"]
    ranges: int
    inside: int


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What a class has learned."""

    chapters: tuple[ChapterLearning, ...]
    forecasts: tuple[Forecasts, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen yet."""
        return not self.chapters and not self.forecasts


def class_learning(sittings: Iterable[Sitting], forecasts: Iterable[Forecasts] = ()) -> Learning:
    """What the tests of a class show.

    Args:
        sittings: All tests of all students.
        forecasts: Ranges of predictions, by where they were made.

    Returns:
        Chapters with a test, by number, and the sources with a range.
    """
    held = [one for one in sittings if one.points]
    numbers = sorted({one.chapter for one in held})
    return Learning(
        chapters=tuple(_chapter(number, [one for one in held if one.chapter == number]) for number in numbers),
        forecasts=tuple(one for one in forecasts if one.ranges),
    )


def _chapter(number: int, held: Sequence[Sitting]) -> ChapterLearning:
    before = {one.who: one for one in held if one.moment == "before"}
    after = {one.who: one for one in held if one.moment == "after"}
    later = [one for one in held if one.moment != "before"]
    pairs = [(before[who].mark, after[who].mark) for who in sorted(before.keys() & after.keys())]
    return ChapterLearning(
        number=number, students=len({one.who for one in held}), gain=class_gain(pairs),
        items=item_analysis([one.points for one in later or before.values()]),
        mistakes=_counted([*before.values()], later),
    )  # fmt: skip


def _counted(before: Sequence[Sitting], later: Sequence[Sitting]) -> tuple[MistakeCount, ...]:
    known: dict[tuple[str, str], Mistake] = {}
    made = _made(before, known), _made(later, known)
    answered = _answered(before), _answered(later)
    found = [
        MistakeCount(
            mistake=mistake, before=made[0][key], later=made[1][key],
            answered_before=answered[0][key[0]], answered_later=answered[1][key[0]],
        )
        for key, mistake in known.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.later, -one.before, one.mistake.question, one.mistake.name)))


def _made(sittings: Sequence[Sitting], known: dict[tuple[str, str], Mistake]) -> Counter[tuple[str, str]]:
    """How many students made each mistake; the mistakes are added to those that are known."""
    questions, found = bank_questions(), Counter[tuple[str, str]]()
    for one in sittings:
        for name, answer in one.answers.items():
            for mistake in mistakes_in(questions[name], answer, one.student):
                key = (mistake.question, mistake.name)
                known.setdefault(key, mistake)
                found[key] += 1
    return found


def _answered(sittings: Sequence[Sitting]) -> Counter[str]:
    return Counter(question for one in sittings for question in one.answers)
