"""The gradebook for the console: marks, weights, tests that were handed in, and files to download."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.chapters.chapter_marks import with_chapters
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.coursework.coursework_file import CourseworkFile
from sim.apps.classroom.marks.class_record import record_with
from sim.apps.classroom.marks.gradebook import ClassRecord, GradebookRow, gradebook, unmatched
from sim.apps.classroom.marks.hand_ins import read_hand_in
from sim.apps.classroom.marks.mark_tables import FORMATS, marks_bytes, marks_format
from sim.apps.classroom.marks.marks_file import MarketDecisions, MarksFile, read_marks_file
from sim.apps.classroom.marks.parts import PARTS, checked_weights
from sim.apps.classroom.marks.seat_marks import decision_marks, last_closing, recorded_lines, seat_marks
from sim.apps.classroom.web.background_job import BackgroundJob
from sim.apps.classroom.web.request_parsing import RequestError, content
from sim.game.debrief.decision_effect import DecisionEffect, effects
from sim.game.debrief.replay import RecordedGame
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.web.server import GameServer

KINDS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Allowed = Callable[[Request], None]
"""Raises :class:`RequestError` for all but the instructor of the class."""


class MarksRequests:
    """Answers about marks, which the instructor of the class alone gets."""

    def __init__(
        self, server: GameServer, keeper: ClassKeeper, coursework: CourseworkFile, allowed: Allowed
    ) -> None:  # fmt: skip
        """Answer for the markets of this server, whose class has this coursework."""
        self._server, self._keeper, self._coursework, self._allowed = server, keeper, coursework, allowed
        self._folder = keeper.folder
        self._changing = asyncio.Lock()
        self._job: BackgroundJob[dict[str, RecordedGame], dict[str, tuple[DecisionEffect, ...]]] = BackgroundJob(
            effects_by_line, keeper.tell
        )
        self._task: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """The addresses of the gradebook."""
        return [
            Route("/api/class/marks", self.marks), Route("/api/class/marks/file", self.file),
            Route("/api/class/marks/weights", self.weights, methods=["POST"]),
            Route("/api/class/marks/test", self.test, methods=["POST"]),
            Route("/api/class/marks/decisions", self.decisions, methods=["POST"]),
        ]  # fmt: skip

    async def marks(self, request: Request) -> Response:
        """The gradebook, its weights, and how far the marks for decisions are computed."""
        self._allowed(request)
        kept = await asyncio.to_thread(read_marks_file, self._folder)
        rows = await self._rows(kept)
        tests = {one.test for one in kept.tests}
        return JSONResponse({
            "parts": list(PARTS), "weights": kept.weights, "rows": [_plain(row) for row in rows],
            "tests": len(tests), "unmatched": unmatched(self._keeper.file.people, kept), "formats": list(FORMATS),
            "decisions": self._job.progress() | {"ready": sorted(kept.decisions), "stale": await self._stale(kept)},
        })  # fmt: skip

    async def file(self, request: Request) -> Response:
        """The gradebook as a file in the format that the address names."""
        self._allowed(request)
        kind = marks_format(request.query_params.get("format", "csv"))
        rows = await self.rows()
        held = await asyncio.to_thread(marks_bytes, kind.name, self._keeper.file.title, rows)
        name = f'attachment; filename="{self._server.declared.name}_marks_{kind.name}{kind.ending}"'
        return Response(held, media_type=KINDS[kind.ending], headers={"Content-Disposition": name})

    async def weights(self, request: Request) -> Response:
        """The instructor sets the weights."""
        self._allowed(request)
        given = (await content(request)).get("weights")
        if not isinstance(given, dict):
            raise RequestError(400, _('give the weight of each part: {"weights": {"participation": 0.5, ...}}'))
        weights = checked_weights(given)
        await self._change(lambda kept: kept.but(weights=weights))
        return JSONResponse({"accepted": True, "weights": weights})

    async def test(self, request: Request) -> Response:
        """The instructor reads in a file that a student has handed in."""
        self._allowed(request)
        given = await content(request)
        name, text = given.get("name"), given.get("text")
        if not isinstance(name, str) or not isinstance(text, str):
            raise RequestError(400, _('give the name and the content of the file: {"name": "...", "text": "..."}'))
        found = read_hand_in(text, name)
        await self._change(lambda kept: kept.with_tests([found]))
        return JSONResponse({"accepted": True, "student": found.student, "mark": found.mark})

    async def decisions(self, request: Request) -> Response:
        """The marks for decisions are computed in the background, market by market."""
        self._allowed(request)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._compute())
        return JSONResponse({"accepted": True})

    async def _compute(self) -> None:
        with self._job.errors_told():
            await self._computed()

    async def _computed(self) -> None:
        markets = [*self._server.markets.values()]
        asked, closed = [], []
        for market in markets:
            recorded, number = await market.keeper.ask(lambda session: (recorded_lines(session), last_closing(session)))
            asked.append(recorded)
            closed.append(number)
        found = await self._job.run(asked)
        fresh = {}
        for market, number, effects_found in zip(markets, closed, found, strict=True):
            if number:
                marks = await market.keeper.ask(partial(decision_marks, found=effects_found))
                fresh[market.name] = MarketDecisions(closed=number, marks=marks)
        await self._change(lambda kept: kept.but(decisions=fresh))

    async def _change(self, changed: Callable[[MarksFile], MarksFile]) -> None:
        async with self._changing:
            kept = await asyncio.to_thread(read_marks_file, self._folder)
            await asyncio.to_thread(changed(kept).write, self._folder)
        self._keeper.tell()

    async def record(self) -> ClassRecord:
        """What the markets of the class have recorded."""
        markets = self._server.markets.values()
        seats = await asyncio.gather(*(market.keeper.ask(seat_marks) for market in markets))
        by_market = dict(zip(self._server.markets, seats, strict=True))
        return await asyncio.to_thread(record_with, self._keeper.file, by_market, self._coursework)

    async def rows(self) -> tuple[GradebookRow, ...]:
        """The gradebook as it stands."""
        return await self._rows(await asyncio.to_thread(read_marks_file, self._folder))

    async def _rows(self, kept: MarksFile) -> tuple[GradebookRow, ...]:
        every = await asyncio.to_thread(with_chapters, kept, self._keeper.file, self._folder)
        return gradebook(self._keeper.file, every, await self.record())

    async def _stale(self, kept: MarksFile) -> list[str]:
        """Markets of which rounds were closed after their marks for decisions were computed."""
        closed = {
            name: await market.keeper.ask(last_closing)
            for name, market in self._server.markets.items() if name in kept.decisions
        }  # fmt: skip
        return [name for name, number in closed.items() if number != kept.decisions[name].closed]

    def shut(self) -> None:
        """End what is being computed."""
        self._job.shut()
        if self._task is not None:
            self._task.cancel()


def effects_by_line(recorded: Mapping[str, RecordedGame]) -> dict[str, tuple[DecisionEffect, ...]]:
    """What each decision of a market did, by line."""
    return {line: effects(what, workers=1, quiet=True) for line, what in recorded.items()}


def _plain(row: GradebookRow) -> dict[str, Any]:
    person = row.person.model_dump(include={"name", "number", "team", "market", "seat"})
    done = {} if row.seat is None else {
        "rounds": row.seat.rounds, "decided": row.seat.decided, "predicted": row.seat.predicted,
    }  # fmt: skip
    return {**person, **done, "marks": dict(row.marks), "mark": row.mark}
