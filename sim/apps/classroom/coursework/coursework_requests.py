"""The answers of the server about open answers and tests: for the people of a class, each for themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.classes.class_file import Person, person_key
from sim.apps.classroom.coursework.class_tests import ClassTest, ClassTests
from sim.apps.classroom.coursework.coursework_file import CourseworkFile
from sim.apps.classroom.coursework.open_answers import OpenAnswers, PeerMark, TaskRecord, checked_points
from sim.apps.classroom.coursework.person_access import PersonAccess
from sim.apps.classroom.coursework.tasks import OpenTask, open_task
from sim.apps.classroom.web.request_parsing import RequestError, content, short_text
from sim.course.bank import chapters
from sim.course.kinds.matching import Matching
from sim.course.kinds.number import Number
from sim.course.open_answers.peers import Pairing
from sim.course.question import Question
from sim.course.quiz import Quiz
from sim.course.text import Language, language_of_course
from sim.game.errors import GameError
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests
    from sim.apps.classroom.web.server import GameServer

Found = TypeVar("Found")
BEAT = 1.0
"""Seconds between two times that the console is told what people write and mark."""


class CourseworkRequests:
    """Answers for people who write answers, mark those of others, and take tests."""

    def __init__(self, server: GameServer, of_class: ClassRequests) -> None:
        """Keep the coursework of this class in its folder."""
        self._server, self._class = server, of_class
        self.file = CourseworkFile(of_class.keeper.folder)
        self.answers = OpenAnswers(self.file, of_class.keeper.file.secret)
        self.tests = ClassTests(self.file)
        self.access = PersonAccess(server, of_class.keeper)
        self.changing = asyncio.Lock()
        self._telling: asyncio.TimerHandle | None = None
        self.changes = self.file.changes
        """How many changes there were that concern all pages; it is told in the state of every seat."""

    def routes(self) -> list[Route]:
        """The addresses for people of the class."""
        return [
            Route("/api/work", self.state),
            Route("/api/work/who", self.who, methods=["POST"]),
            Route("/api/work/answer", self.write, methods=["POST"]),
            Route("/api/work/mark", self.mark, methods=["POST"]),
            Route("/api/work/test", self.take, methods=["POST"]),
        ]

    async def who(self, request: Request) -> Response:
        """A person at a seat that several may share says who it is, and gets a token."""
        given = await content(request)
        person = self.access.named(request, short_text(given, "name"), short_text(given, "number"))
        return JSONResponse({"token": self.access.token(person), "name": person.name})

    async def state(self, request: Request) -> Response:
        """The tasks and tests that are open for a person, with what the person has done so far."""
        person = self.access.person(request)
        return JSONResponse(await self.work(lambda: self._state(person)))

    def _state(self, person: Person) -> dict[str, Any]:
        who, language = person_key(*person.key), language_of_course()
        return {
            "name": person.name,
            "changes": self.changes,
            "tasks": [
                task_state(open_task(name), self.answers.of_person(name, who), who) for name in self.answers.phases()
            ],
            "tests": [test_state(one, who, language) for one in shown_tests(self.tests.of_person(who), who)],
        }

    async def write(self, request: Request) -> Response:
        """A person writes an answer; it is kept as it is typed."""
        person = self.access.person(request)
        self._server.typing.count(person.key)
        given = await content(request)
        name, text = short_text(given, "task"), given.get("text")
        if not isinstance(text, str):
            raise RequestError(400, _("Send the answer as a text."))
        found = await self.change(lambda: self.answers.write(name, person_key(*person.key), text))
        return JSONResponse({"accepted": True, "late": found.late, "time": found.time})

    async def mark(self, request: Request) -> Response:
        """A person marks the answer of a peer, which has a place in the list of the page, a text and no name.

        The list grows with late answers and shrinks where an answer is given to others: the text says which is meant.
        """
        person = self.access.person(request)
        self._server.acts.count(person.key)
        given = await content(request)
        name, place, comment = short_text(given, "task"), given.get("answer"), given.get("comment", "")
        if not isinstance(place, int) or isinstance(place, bool) or not isinstance(comment, str):
            raise RequestError(400, _("Send the number of the answer, the points and the comment."))

        def marked() -> None:
            points = checked_points(given.get("points"), len(open_task(name).rubric))
            who = person_key(*person.key)
            kept = self.answers.of_person(name, who)
            mine = kept.to_mark(who)
            if not 0 <= place < len(mine) or given.get("text") != kept.answers[mine[place].author].text:
                raise GameError(_("this answer is not among those that you mark; look at the page again"))
            self.answers.mark(name, Pairing(mine[place].author, mine[place].marker), points, comment)

        await self.change(marked)
        return JSONResponse({"accepted": True})

    async def take(self, request: Request) -> Response:
        """A person answers a question of a test."""
        person = self.access.person(request)
        self._server.acts.count(person.key)
        given = await content(request)
        test, question, typed = short_text(given, "test"), short_text(given, "question"), given.get("typed")
        if not isinstance(typed, str):
            raise RequestError(400, _("Send the answer as a text."))
        await self.change(lambda: self.tests.answer(test, person_key(*person.key), question, typed))
        return JSONResponse({"accepted": True})

    async def change(self, work: Callable[[], Found]) -> Found:
        """Change what is kept, one change after the other, and let the console and, if need be, all pages know."""
        async with self.changing:
            found = await self.work(work)
            changes = await asyncio.to_thread(lambda: self.file.changes)
        if changes != self.changes:
            self.changes = changes
            await self._class.wake_all()
        self._tell_soon()
        return found

    def _tell_soon(self) -> None:
        """Let the console know within a second: many people type at once."""
        if self._telling is None or self._telling.when() < asyncio.get_running_loop().time():
            self._telling = asyncio.get_running_loop().call_later(BEAT, self._class.keeper.tell)

    async def work(self, work: Callable[[], Found]) -> Found:
        """Do it beside the server's loop, in the language of the request."""
        context = copy_context()
        return await asyncio.to_thread(lambda: context.run(work))

    def shut(self) -> None:
        """Let the file go."""
        self.file.close()


def task_state(task: OpenTask, kept: TaskRecord, who: str) -> dict[str, Any]:
    """What a person sees of a task: never a name, and marks only when they are shown."""
    mine = kept.answers.get(who)
    shown = mine is not None and kept.phase == "shown"
    return {
        "id": task.id,
        "title": task.title,
        "ask": task.ask,
        "phase": kept.phase,
        "rubric": [list(row) for row in task.rubric],
        "text": mine.text if mine else "",
        "late": bool(mine and mine.late),
        "to_mark": [_to_mark(one, kept) for one in kept.to_mark(who)] if kept.phase == "marking" else [],
        "result": _result(kept, who) if shown else None,
    }


def _to_mark(one: PeerMark, kept: TaskRecord) -> dict[str, Any]:
    points = None if one.points is None else list(one.points)
    return {"text": kept.answers[one.author].text, "points": points, "comment": one.comment}


def _result(kept: TaskRecord, who: str) -> dict[str, Any]:
    answer = kept.answers[who]
    peers = [{"points": list(one.points), "comment": one.comment} for one in answer.peers if one.points is not None]
    own = None if answer.instructor is None else list(answer.instructor)
    return {"mark": answer.mark.mark, "spread": answer.mark.spread, "peers": peers, "instructor": own}


def shown_tests(tests: Sequence[ClassTest], who: str) -> list[ClassTest]:
    """Tests that are open or were answered; one before a chapter goes once there is the one after."""
    after = {one.chapter for one in tests if one.moment == "after"}
    done = [one for one in tests if who in one.answers and not (one.moment == "before" and one.chapter in after)]
    return [one for one in tests if one.open or one in done]


def test_state(test: ClassTest, who: str, language: Language) -> dict[str, Any]:
    """What a person sees of a test; whether answers are right only of a test after that is closed."""
    quiz, typed = test.quiz(who, language), test.answers.get(who, {})
    told = test.moment == "after" and not test.open
    title = next(one.title.said(language) for one in chapters() if one.number == test.chapter)
    return {
        "id": test.id,
        "chapter": test.chapter,
        "title": title,
        "moment": test.moment,
        "open": test.open,
        "questions": [question_state(quiz, one, typed.get(one.id), told=told) for one in quiz.questions],
        "mark": test.mark(who) if told else None,
    }


def question_state(quiz: Quiz, question: Question, typed: str | None, *, told: bool) -> dict[str, Any]:
    """A question as a page shows it; with ``told`` whether the answer is right, and why."""
    found: dict[str, Any] = {
        "id": question.id,
        "kind": getattr(question, "kind", ""),
        "text": question.asked(quiz.language, quiz.student),
        "options": quiz.options(question),
        "typed": typed,
        "items": question.left(quiz.language) if isinstance(question, Matching) else [],
        "unit": question.unit.said(quiz.language) if isinstance(question, Number) else "",
    }
    if told:
        marked = quiz.mark(question, typed) if typed is not None else None
        found["points"] = marked.points if marked else 0.0
        found["told"] = (
            quiz.judgement(marked) + marked.explanation
            if marked
            else question.explain.said(quiz.language, question.values(quiz.student))
        )
    return found
