"""What the instructor of a class does with open answers and tests, and sees of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.classes.class_file import person_key
from sim.apps.classroom.coursework.class_tests import FEWEST, MOST, WHENS
from sim.apps.classroom.coursework.coursework_requests import CourseworkRequests
from sim.apps.classroom.coursework.open_answers import PHASES, Answer, TaskRecord, checked_points
from sim.apps.classroom.coursework.tasks import open_task, task_names
from sim.apps.classroom.web.request_parsing import RequestError, content, short_text
from sim.course.bank import chapters
from sim.course.text import language_of_course
from sim.game.errors import GameError
from sim.language.messages import _, ngettext
from sim.registry import unknown

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests


class InstructorCoursework:
    """Answers about coursework, which the instructor of the class alone gets."""

    def __init__(self, of_class: ClassRequests, coursework: CourseworkRequests) -> None:
        """Answer for the coursework of this class."""
        self._class, self._work = of_class, coursework

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/class/work", self.state),
            Route("/api/class/work/answers", self.answers),
            Route("/api/class/work/task", self.task, methods=["POST"]),
            Route("/api/class/work/points", self.points, methods=["POST"]),
            Route("/api/class/work/reassign", self.reassign, methods=["POST"]),
            Route("/api/class/work/test", self.test, methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """The tasks and tests that there are, and how far those are that were opened."""
        self._class.instructor(request)
        return JSONResponse(await self._work.work(self._state))

    def _state(self) -> dict[str, Any]:
        phases = self._work.answers.phases()
        kept = {name: _progress(self._work.answers.task(name)) for name in phases}
        tests = [
            {
                "id": one.id,
                "chapter": one.chapter,
                "moment": one.moment,
                "open": one.open,
                "questions": len(one.questions),
                "people": len(one.answers),
                "complete": sum(len(given) == len(one.questions) for given in one.answers.values()),
            }
            for one in self._work.tests.all()
        ]
        language = language_of_course()
        return {
            "tasks": [
                {"id": one.id, "title": one.title, **kept.get(one.id, {"phase": ""})}
                for one in map(open_task, task_names())
            ],
            "tests": tests,
            "people": len(self._class.keeper.file.people),
            "fewest": FEWEST,
            "most": MOST,
            "chapters": [{"number": one.number, "title": one.title.said(language)} for one in chapters()],
        }

    async def answers(self, request: Request) -> Response:
        """All answers to a task with names, marks and how far peers are apart."""
        self._class.instructor(request)
        name = request.query_params.get("task", "")
        return JSONResponse(await self._work.work(lambda: self._answers(name)))

    def _answers(self, name: str) -> dict[str, Any]:
        task, kept = open_task(name), self._work.answers.task(name)
        people = {person_key(*one.key): one.name for one in self._class.keeper.file.people}
        owing = sorted({one.marker for answer in kept.answers.values() for one in answer.peers if one.points is None})
        return {
            "id": name,
            "title": task.title,
            "ask": task.ask,
            "phase": kept.phase,
            "rubric": [list(row) for row in task.rubric],
            "answers": [_answer(one, people) for one in kept.answers.values()],
            "missing": [shown for who, shown in people.items() if who not in kept.answers],
            "owing": [_name(who, people) for who in owing] if kept.phase != "writing" else [],
        }

    async def task(self, request: Request) -> Response:
        """Open a task, or go on with it: ``writing``, ``marking``, ``shown``."""
        self._class.instructor(request)
        given = await content(request)
        name, phase = short_text(given, "task"), short_text(given, "phase")
        if phase not in PHASES:
            raise RequestError(422, unknown("phase of a task", phase, PHASES))

        def changed() -> None:
            open_task(name)
            opened = name in self._work.answers.phases()
            if opened:
                self._work.answers.advance(name, phase)
            elif phase == "writing":
                self._work.answers.open(name)
            else:
                raise GameError(_("open the task for writing first"))

        await self._work.change(changed)
        return JSONResponse({"accepted": True})

    async def points(self, request: Request) -> Response:
        """The instructor's own points for an answer; null lets the points of the peers count again."""
        self._class.instructor(request)
        given = await content(request)
        name, who = short_text(given, "task"), person_key(short_text(given, "name"), short_text(given, "number"))

        def changed() -> None:
            lines = len(open_task(name).rubric)
            points = None if given.get("points") is None else checked_points(given["points"], lines)
            self._work.answers.overrule(name, who, points)

        await self._work.change(changed)
        return JSONResponse({"accepted": True})

    async def reassign(self, request: Request) -> Response:
        """Give answers that were not marked to people who have marked all of theirs."""
        self._class.instructor(request)
        name = short_text(await content(request), "task")
        number = await self._work.change(lambda: self._work.answers.reassign(name))
        said = ngettext(
            "{n} answer is given to another person to mark.", "{n} answers are given to other people to mark.", number
        )
        none = _("Nobody who has marked all of their answers can take one more.")
        return JSONResponse({"accepted": True, "said": said.format(n=number) if number else none})

    async def test(self, request: Request) -> Response:
        """Open or close a test of a chapter."""
        self._class.instructor(request)
        given = await content(request)
        chapter, moment, number = given.get("chapter"), short_text(given, "moment"), given.get("questions", 4)
        numbers = [one.number for one in chapters()]
        whole = all(isinstance(one, int) and not isinstance(one, bool) for one in (chapter, number))
        if not whole or chapter not in numbers or moment not in WHENS or not isinstance(given.get("open"), bool):
            raise RequestError(
                400,
                _("Send chapter ({numbers}), moment (before or after), open (true or false) and questions.").format(
                    numbers=", ".join(map(str, numbers))
                ),
            )
        if given["open"]:
            await self._work.change(lambda: self._work.tests.open(int(chapter or 0), moment, int(number)))
        else:
            await self._work.change(lambda: self._work.tests.close(f"{chapter}_{moment}"))
        return JSONResponse({"accepted": True})


def _progress(kept: TaskRecord) -> dict[str, Any]:
    """How far a task is, in numbers."""
    answers = kept.answers.values()
    peers = [one for answer in answers for one in answer.peers]
    return {
        "phase": kept.phase,
        "answers": len(answers),
        "late": sum(one.late for one in answers),
        "to_mark": len(peers),
        "marked": sum(one.points is not None for one in peers),
        "apart": sum(one.mark.apart and not one.mark.overruled for one in answers),
        "unmarked": sum(one.mark.mark is None for one in answers),
    }


def _answer(one: Answer, people: dict[str, str]) -> dict[str, Any]:
    mark = one.mark
    name, number = json.loads(one.who)
    return {
        "name": name,
        "number": number,
        "text": one.text,
        "late": one.late,
        "mark": mark.mark,
        "spread": mark.spread,
        "apart": mark.apart,
        "overruled": mark.overruled,
        "instructor": None if one.instructor is None else list(one.instructor),
        "peers": [
            {
                "marker": _name(peer.marker, people),
                "points": None if peer.points is None else list(peer.points),
                "comment": peer.comment,
            }
            for peer in one.peers
        ],
    }


def _name(who: str, people: dict[str, str]) -> str:
    return people.get(who) or str(json.loads(who)[0])
