"""The web server's answers: the page, joining, what a seat sees, what it does, what an instructor does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.access import RateLimit, Tokens
from sim.apps.classroom.actions import run_instructor_action, run_player_action
from sim.apps.classroom.downloads import DebriefCache, export_zip
from sim.apps.classroom.request_parsing import LONGEST_WAIT, RequestError, content, number
from sim.apps.classroom.seat_state import codes_of, revision_of, state_of, time_of
from sim.apps.classroom.session_worker import SessionWorker
from sim.game.errors import GameError
from sim.game.session.session import Session

PAGE = Path(__file__).parent / "page"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
Answer = Callable[[Request], Awaitable[Response]]


class GameServer:
    """What all requests share."""

    def __init__(self, session: Session, address: str) -> None:
        """Open the room of a game, which players find at this address."""
        self.address = address
        self.keeper, self.tokens, self.attempts = SessionWorker(session), Tokens(session), RateLimit()
        self.debriefs = DebriefCache(self.keeper)
        self.roles = {seat.name: seat.role for seat in session.game.seats}
        self.public = {
            "game": session.game.name, "title": session.game.title, "teaches": " ".join(session.game.teaches.split()),
            "rounds": session.game.rounds, "seats": [{"seat": name, "role": role} for name, role in self.roles.items()],
        }  # fmt: skip

    def who(self, request: Request) -> str:
        """The seat that asks. Raises :class:`RequestError` for a stranger."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        seat = self.tokens.seat(token.strip()) if scheme.lower() == "bearer" else None
        if seat is None:
            raise RequestError(401, "nobody has joined with this token; join with the seat's pass code",
                          {"WWW-Authenticate": "Bearer"})  # fmt: skip
        self.keeper.heard(seat)
        return seat

    def instructor(self, request: Request) -> str:
        """The instructor who asks. Raises :class:`RequestError` for all others."""
        seat = self.who(request)
        if self.roles[seat] != "instructor":
            raise RequestError(403, f"{seat} is no instructor; only an instructor can do that")
        return seat

    # What is asked for

    async def game(self, request: Request) -> Response:
        """What anyone may know before joining."""
        return JSONResponse(self.public)

    async def join(self, request: Request) -> Response:
        """A seat and its pass code bring a token."""
        address = request.client.host if request.client else ""
        self.attempts.admit(address)
        given = await content(request)
        seat, code = given.get("seat"), given.get("code")
        if not isinstance(seat, str) or not isinstance(code, str):
            raise RequestError(400, 'give a seat and its pass code: {"seat": "...", "code": "..."}')
        try:
            await self.keeper.ask(lambda session: session.join(seat, code.strip()))
        except GameError:
            self.attempts.wrong(address)
            raise
        self.keeper.heard(seat)
        return JSONResponse({"token": self.tokens.of(seat), "seat": seat, "role": self.roles[seat]})

    async def state(self, request: Request) -> Response:
        """What a seat sees; with ``since`` and ``wait``, as soon as it is not what it was."""
        seat = self.who(request)
        since = number(request, "since", -1, 1e15)
        until = time.monotonic() + number(request, "wait", 0, LONGEST_WAIT)
        while True:
            length = self.keeper.length
            left = until - time.monotonic()
            if await self.keeper.ask(partial(revision_of, seat=seat)) != since:
                seen = await self.keeper.ask(partial(state_of, seat=seat))
                return JSONResponse(seen | self._present(seat))
            if left <= 0 or self.keeper.closing:
                left_over = await self.keeper.ask(time_of)
                return JSONResponse({"revision": int(since), "unchanged": True} | left_over | self._present(seat))
            await self.keeper.news(length, left)

    async def view(self, request: Request) -> Response:
        """What a seat sees as bare figures, books and file and all."""
        seat = self.who(request)
        return JSONResponse(await self.keeper.ask(lambda session: session.view(seat).plain()))

    async def act(self, request: Request) -> Response:
        """A seat does something."""
        seat = self.who(request)
        if self.roles[seat] == "instructor":
            raise RequestError(403, f"{seat} is the instructor and decides for nobody; a bot can take a seat")
        return await self._do(run_player_action, seat, request)

    async def lead(self, request: Request) -> Response:
        """An instructor does something."""
        return await self._do(run_instructor_action, self.instructor(request), request)

    async def codes(self, request: Request) -> Response:
        """All pass codes but her own, for an instructor."""
        by = self.instructor(request)
        codes = await self.keeper.ask(partial(codes_of, by=by))
        return JSONResponse({"codes": codes, "address": self.address})

    async def export(self, request: Request) -> Response:
        """The tables that a seat may take home, in one file."""
        packed = await self.keeper.ask(partial(export_zip, seat=self.who(request)))
        return self._file(packed, "application/zip", ".zip")

    async def debrief(self, request: Request) -> Response:
        """The debrief, for an instructor at any time, for others once the game is over."""
        page = await self.debriefs.page(self.who(request), request.query_params.get("line"))
        return self._file(page, "text/html", "_debrief.html")

    def _file(self, held: bytes, kind: str, ending: str) -> Response:
        name = f'attachment; filename="{self.keeper.game.name}{ending}"'
        return Response(held, media_type=kind, headers={"Content-Disposition": name})

    async def _do(self, act: Callable[..., dict[str, Any]], seat: str, request: Request) -> Response:
        given, name = await content(request), request.path_params["name"]
        try:
            return JSONResponse(await self.keeper.ask(lambda session: act(session, seat, name, given)))
        except GameError as error:
            late = await self.keeper.ask(lambda session: _late(session, seat, given))
            raise RequestError(409 if late else 422, str(error)) from None

    def _present(self, seat: str) -> dict[str, Any]:
        return {"here": self.keeper.here()} if self.roles[seat] == "instructor" else {}


def _late(session: Session, seat: str, given: dict[str, Any]) -> bool:
    """Whether it was meant for a round that is no longer open."""
    line, meant = session.playing.line_of(seat), given.get("round")
    return (isinstance(meant, int) and meant < line.round) or session.playing.world(line).over


def application(room: GameServer) -> Starlette:
    """The web application of a room; it holds the session for as long as it runs."""

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        timer = asyncio.create_task(room.keeper.keep_time())
        try:
            yield
        finally:
            await room.keeper.stop()
            await timer
            room.debriefs.shut()
            room.keeper.shut()

    routes = [
        Route("/api/game", room.game), Route("/api/join", room.join, methods=["POST"]),
        Route("/api/state", room.state), Route("/api/view", room.view),
        Route("/api/act/{name}", room.act, methods=["POST"]), Route("/api/lead/{name}", room.lead, methods=["POST"]),
        Route("/api/codes", room.codes), Route("/api/export", room.export), Route("/api/debrief", room.debrief),
        *(Route("/" if file.stem == "index" else f"/{file.name}", _page(file)) for file in sorted(PAGE.iterdir())),
    ]  # fmt: skip
    faults = {RequestError: _problem, GameError: _refused, HTTPException: _http, Exception: _fault}
    return Starlette(routes=routes, lifespan=life, exception_handlers=faults)


def _page(path: Path) -> Answer:
    held, kind = path.read_bytes(), KINDS[path.suffix]

    async def answer(_request: Request) -> Response:
        return Response(held, media_type=kind)

    return answer


def _said(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": sentence}, status_code=status, headers=headers)


async def _problem(_request: Request, error: Exception) -> Response:
    problem = cast(RequestError, error)
    return _said(problem.status, problem.sentence, problem.headers)


async def _refused(_request: Request, error: Exception) -> Response:
    return _said(422, str(error))


async def _http(_request: Request, error: Exception) -> Response:
    problem = cast(HTTPException, error)
    words = {404: "there is nothing here; open the address that the server printed", 405: "this cannot be done here"}
    words_said = words.get(problem.status_code, problem.detail)
    return _said(problem.status_code, words_said, dict(problem.headers or {}))


async def _fault(_request: Request, _error: Exception) -> Response:
    return _said(500, "something went wrong in the server, which says more in its own window; nothing is lost")
