"""The file that a student hands in for a chapter, and how an instructor checks it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.course.chapters.chapter import CourseChapter, scenario_of
from sim.course.chapters.check import BothLanguages, questions
from sim.course.chapters.progress import ChapterProgress
from sim.course.chapters.student_market import StudentMarket, StudentNumberError, seed_of, student_number
from sim.course.question import WrongAnswerFormError
from sim.course.quiz import Quiz, is_unchanged
from sim.course.text import Language
from sim.language.messages import _


def markets_digest(chapter: CourseChapter) -> str:
    """A digest of all markets of a chapter, so that a file made from other ones shows.

    Args:
        chapter: The chapter.

    Returns:
        SHA-256 in hexadecimal, 16 digits.
    """
    content = [scenario_of(one).model_dump_json(exclude_unset=True) for one in chapter.experiments.values()]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()[:16]


def hand_in(chapter: CourseChapter, student: str, quiz: Quiz, done: ChapterProgress) -> str:
    """The file to hand in.

    Args:
        chapter: The chapter.
        student: Student number as typed.
        quiz: The check questions with the answers so far.
        done: Predictions and reflection.

    Returns:
        JSON with answers, points, predictions, the seed of the student's market, the digest of its scenarios, and a
        digest of all of it (:func:`sim.course.quiz.is_unchanged`).
    """
    more = {
        "chapter": chapter.number,
        "student_number": student,
        "seed": seed_of(student_number(student), chapter.number),
        "markets": markets_digest(chapter),
        "predictions": {name: one.content() for name, one in done.predictions.items()},
        "predictions_good": sum(good for _, good in done.outcomes.values()),
        "outcomes": {name: list(pair) for name, pair in done.outcomes.items()},
        "reflection": done.reflection,
    }
    return quiz.record(more)


def hand_in_faults(text: str, chapters: dict[Language, CourseChapter]) -> list[str]:
    """What does not fit in a file that was handed in; the student's market is run again.

    Args:
        text: Text of the file.
        chapters: The chapter in both languages.

    Returns:
        Sentences in the language in use, one for each fault; none where the file is as the course wrote it.
    """
    if not is_unchanged(text):
        return [_("The digest does not fit the content: the file was changed after it was written.")]
    try:
        return _content_faults(json.loads(text), chapters)
    except (KeyError, TypeError, StudentNumberError):
        return [_("The file is no hand-in of a chapter: a part of it is missing, or of another kind.")]


def _content_faults(content: dict[str, Any], chapters: dict[Language, CourseChapter]) -> list[str]:
    student = student_number(content["student_number"])
    chapter = chapters["en"]
    if content["chapter"] != chapter.number:
        said = _("The file is of chapter {given}, and it was checked as one of chapter {number}.")
        return [said.format(given=content["chapter"], number=chapter.number)]
    found = []
    if content["seed"] != seed_of(student, chapter.number) or content["student"] != student:
        found.append(_("The seed is not that of this student number: the file is another student's."))
    if content["markets"] != markets_digest(chapter):
        found.append(_("The chapter's markets are others than those of this version; marks cannot be computed again."))
    return found or _points_faults(content, student, chapters)


def _points_faults(content: dict[str, Any], student: int, chapters: dict[Language, CourseChapter]) -> list[str]:
    market = StudentMarket(chapters["en"], student)
    both = BothLanguages(
        en=chapters["en"], zh=chapters["zh"], figures=market.figures("en"), figures_zh=market.figures("zh")
    )
    known = {question.id: question for question in questions(both)}
    quiz = Quiz(questions=list(known.values()), student=student)
    try:
        for attempt in content["attempts"]:
            quiz.answer(known[attempt["question"]], attempt["typed"])
    except (KeyError, WrongAnswerFormError) as error:
        return [_("An answer does not belong to this chapter: {reason}").format(reason=error)]
    points = round(sum(quiz.first_points().values()), 4)
    same = [one.points for one in quiz.attempts] == [one["points"] for one in content["attempts"]]
    if not same or points != content["points"]:
        said = _("The points do not follow from the answers: {computed} computed, {given} in the file.")
        return [said.format(computed=f"{points:g}", given=f"{content['points']:g}")]
    return []
