"""A chapter as the page shows it: steps with texts, tables, pictures and forms, in plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.apps.classroom.chapters.chapter_forms import prediction_fields, slider_fields
from sim.apps.classroom.chapters.kept_results import KeptResults
from sim.apps.classroom.coursework.coursework_requests import question_state
from sim.course.chapters import words
from sim.course.chapters.chapter_work import ChapterWork
from sim.course.chapters.figures import sentence
from sim.course.chapters.headings import HEADINGS, heading, runs_text
from sim.course.chapters.predictions import calibration
from sim.course.question import Question

Step = dict[str, Any]


def chapter_steps(work: ChapterWork, kept: KeptResults, *, ready: bool) -> list[Step]:
    """The steps of a chapter for one student.

    Args:
        work: The student's work, in the language of the request.
        kept: Figures and pictures of the student's market.
        ready: Whether the market is run and its pictures are drawn.

    Returns:
        For each step its id, its title, whether it is done, whether it is locked until the predictions are saved,
        whether it waits for the run, and what is in it.
    """
    chapter, language = work.chapter, work.language
    open_to_read = work.predicted
    answered = {one.question for one in work.done.attempts}
    tried = bool(answered)

    def step(name: str, *blocks: dict[str, Any], done: bool, locked: bool = False, waits: bool = False) -> Step:
        title = heading(chapter, name, language) if hasattr(chapter.minutes, name) else work.said(HEADINGS[name])
        return {"id": name, "title": title, "done": done, "locked": locked, "waits": waits,
                "blocks": [] if locked or waits else [*blocks]}  # fmt: skip

    waits = open_to_read and not ready
    shown = open_to_read and ready
    return [
        step("question", _text(work.said(HEADINGS["objectives"])), _list(chapter.objectives, ordered=True),
             _text(*chapter.question), done=open_to_read),
        step("predict", *_predictions(work), done=open_to_read),
        step("try_out", _text(chapter.try_out.text), _list(chapter.try_out.tasks, ordered=True),
             {"kind": "trial", "fields": slider_fields(chapter.try_out.sliders)}, done=tried, locked=not open_to_read),
        step("happened", *(_happened(work, kept) if shown else ()), done=tried, locked=not open_to_read, waits=waits),
        step("follow", _text(chapter.follow.text), {"kind": "follow"}, done=tried, locked=not open_to_read),
        step("ideas", *(_ideas(work) if shown else ()), done=tried, locked=not open_to_read, waits=waits),
        step("case", _text(*chapter.case.text), _list(chapter.case.asked, ordered=True),
             _text(work.said(HEADINGS["facts"], facts=chapter.case.facts)), done=tried),
        step("check", *(_check(work) if shown else ()), done=len(answered) == len(chapter.check),
             locked=not open_to_read, waits=waits),
        step("reflect", _text(chapter.reflection), {"kind": "reflect", "text": work.done.reflection},
             done=bool(work.done.reflection.strip())),
        step("reading", _list([f"{one.source} {one.about}" for one in chapter.reading], ordered=False), done=False),
    ]  # fmt: skip


def question_json(work: ChapterWork, question: Question, place: int) -> dict[str, Any]:
    """A check question with what was answered so far.

    Args:
        work: The student's work.
        question: The question.
        place: Its number on the page, from 1.

    Returns:
        What it asks, what was answered last, and how that was marked.
    """
    typed = work.last_answer(question)
    said = work.so_far(question)
    return {
        **question_state(work.own_quiz(), question, typed or None, told=bool(typed)), "place": place, "said": said,
        "form": getattr(question, "kind", ""),
    }  # fmt: skip


def _predictions(work: ChapterWork) -> list[dict[str, Any]]:
    if not work.predicted:
        fields = [field for one in work.chapter.predict for field in prediction_fields(work, one)]
        return [_text(work.said(HEADINGS["predict_text"])), {"kind": "predict", "fields": fields}]
    columns = [work.said(words.QUESTION), work.said(words.PREDICTED)]
    rows = [(one.ask, work.recorded_words(one)) for one in work.chapter.predict]
    return [_table(columns, rows), _text(work.said(words.SAVED))]


def _happened(work: ChapterWork, kept: KeptResults) -> list[dict[str, Any]]:
    columns = [work.said(one) for one in (words.QUESTION, words.PREDICTED, words.RESULT, words.FITS)]
    rows = [(one.ask, one.predicted, one.result, work.verdict(one)) for one in work.outcomes()]
    told = [sentence(one, work.figures()) for one in work.chapter.happened]
    names = kept.pictures((work.chapter.number, work.market.student), work.language) or []
    drawn = [
        {"kind": "picture", "name": name, "alt": one.alt, "look": one.look}
        for name, one in zip(names, work.chapter.pictures, strict=False)
    ]
    return [_text(runs_text(work.chapter, work.language)), _table(columns, rows), _text(*told), *drawn]


def _ideas(work: ChapterWork) -> list[dict[str, Any]]:
    columns = [work.said(one) for one in (words.IDEA, words.COURSE_SAYS, words.YOUR_RUN)]
    return [_table(columns, [(one.id, one.says, sentence(one.seen, work.figures())) for one in work.chapter.ideas])]


def _check(work: ChapterWork) -> list[dict[str, Any]]:
    asked = work.own_quiz().questions
    told = calibration(work.progress.all_outcomes(), work.language)
    return [
        _text(work.said(HEADINGS["check_text"])),
        *({**question_json(work, one, place), "kind": "question"} for place, one in enumerate(asked, start=1)),
        _text(work.own_quiz().result(), f"{work.said(words.CALIBRATION)}: {told}"),
    ]


def _text(*paragraphs: str) -> dict[str, Any]:
    return {"kind": "text", "paragraphs": [*paragraphs]}


def _list(items: Sequence[str], *, ordered: bool) -> dict[str, Any]:
    return {"kind": "list", "items": [*items], "ordered": ordered}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"kind": "table", "columns": [*columns], "rows": [[*row] for row in rows]}
