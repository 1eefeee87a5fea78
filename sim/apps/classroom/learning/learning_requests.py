"""The answers about what a class has learned, which its instructor alone gets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.chapters.chapter_marks import with_chapters
from sim.apps.classroom.chapters.lesson import lesson_texts
from sim.apps.classroom.learning.collect import collected, ranges_of_market
from sim.apps.classroom.marks.marks_file import read_marks_file
from sim.course.bank import bank_questions, chapters
from sim.course.learning.learning import ChapterLearning, Learning
from sim.course.text import language_of_course

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests
    from sim.apps.classroom.web.server import GameServer


class LearningRequests:
    """Answers about what a class has learned: figures for the console, a page, a table."""

    def __init__(self, server: GameServer, of_class: ClassRequests) -> None:
        """Look at the tests and predictions of this class."""
        self._server, self._class = server, of_class

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/class/learning", self.state), Route("/api/class/learning/page", self.page),
            Route("/api/class/learning/file", self.file),
        ]  # fmt: skip

    async def state(self, request: Request) -> Response:
        """What the console shows."""
        found = await self._found(request)
        return JSONResponse(await self._class.coursework.work(lambda: plain(found)))

    async def page(self, request: Request) -> Response:
        """The same as a page of its own."""
        found = await self._found(request)
        title = lesson_texts(self._server.declared).title
        held = await self._class.coursework.work(lambda: _page(title, found))
        return self._answer(held, "text/html", ".html")

    async def file(self, request: Request) -> Response:
        """The same as a table, CSV."""
        found = await self._found(request)
        held = await self._class.coursework.work(lambda: _table(found))
        return self._answer(held, "text/csv", ".csv")

    async def _found(self, request: Request) -> Learning:
        self._class.instructor(request)
        keeper = self._class.keeper
        kept = await asyncio.to_thread(read_marks_file, keeper.folder)
        kept = await asyncio.to_thread(with_chapters, kept, keeper.file, keeper.folder)
        markets = self._server.markets.values()
        ranges = await asyncio.gather(*(market.keeper.ask(ranges_of_market) for market in markets))
        return await asyncio.to_thread(collected, self._class.coursework.file, kept.tests, ranges)

    def _answer(self, held: bytes, kind: str, ending: str) -> Response:
        name = f'attachment; filename="{self._server.declared.name}_learning{ending}"'
        return Response(held, media_type=kind, headers={"Content-Disposition": name})


def plain(found: Learning) -> dict[str, Any]:
    """The counts as JSON has them, with their words in the language in use."""
    return {
        "chapters": [_chapter(one) for one in found.chapters],
        "forecasts": [{"source": one.source, "ranges": one.ranges, "inside": one.inside} for one in found.forecasts],
    }


def _chapter(one: ChapterLearning) -> dict[str, Any]:
    language, gain = language_of_course(), one.gain
    bank = bank_questions()
    words = {name: question.asked(language) for name, question in bank.items()}
    figures = None if gain is None else {
        "students": gain.students, "before": gain.before, "after": gain.after, "gain": gain.gain, "level": gain.level,
        "low": gain.low, "high": gain.high,
    }  # fmt: skip
    return {
        "number": one.number, "students": one.students, "gain": figures,
        "title": next(each.title.said(language) for each in chapters() if each.number == one.number),
        "sheet": f"instructor/chapter_{one.number}/sheet.html", "practice": f"guanxi quiz {one.number}",
        "items": [
            {"question": item.question, "text": words.get(item.question, item.question), "answers": item.answers,
             "facility": item.facility, "discrimination": item.discrimination, "verdict": item.verdict}
            for item in one.items
        ],
        "mistakes": [
            {"question": words[each.mistake.question], "answer": each.mistake.answer.said(language),
             "because": each.mistake.because.said(language), "before": each.before, "later": each.later,
             "answered_before": each.answered_before, "answered_later": each.answered_later}
            for each in one.mistakes
        ],
    }  # fmt: skip


def _page(title: str, found: Learning) -> bytes:
    from sim.reports.debrief.learning_page import learning_text  # matplotlib is loaded when it is needed

    return learning_text(title, found).encode()


def _table(found: Learning) -> bytes:
    from sim.reports.debrief.learning_page import learning_table

    return learning_table(found)
