"""The web server's answers: the page, joining, what a seat sees, what it does, what an instructor does."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, cast
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.chapters.lesson import COURSE, lesson_texts
from sim.apps.classroom.classes.act_record import Who
from sim.apps.classroom.classes.class_file import ClassFile
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.classes.class_requests import INSTRUCTOR, PROJECTOR, ClassRequests, words_of
from sim.apps.classroom.markets.actions import run_instructor_action
from sim.apps.classroom.markets.market import Market
from sim.apps.classroom.markets.session_worker import AT_WORK
from sim.apps.classroom.people.people_actions import code_of
from sim.apps.classroom.people.people_requests import token_text
from sim.apps.classroom.seats.draft_requests import DraftRequests
from sim.apps.classroom.seats.seat_state import codes_of
from sim.apps.classroom.web.access import RateLimit, Tokens, Visitor, address_of, game_key
from sim.apps.classroom.web.act_limit import MOST_ACTS, MOST_DRAFTS, ActLimit
from sim.apps.classroom.web.downloads import export_zip
from sim.apps.classroom.web.request_language import spoken_language
from sim.apps.classroom.web.request_parsing import LONGEST_WAIT, RequestError, content, number
from sim.game.errors import GameError
from sim.game.exercises.exercise import load_exercise
from sim.game.session.session import Session
from sim.language.choice import LanguageError
from sim.language.messages import _
from sim.language.script_messages import script_messages
from sim.scenario.declaration import Lesson

PAGE = Path(__file__).parents[1] / "page"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
Answer = Callable[[Request], Awaitable[Response]]


class GameServer:
    """What all requests share: the markets, the tokens, and the class where there is one."""

    def __init__(
        self, sessions: Mapping[str, Session], address: str, kept: tuple[ClassFile, Path] | None = None
    ) -> None:
        """Serve the games of these markets, which players find at this address.

        ``kept``: the file of the class that they belong to, and its folder; None for one game that is served by itself.
        """
        self.address = address
        slots = BoundedSemaphore(AT_WORK)
        self.markets = {name: Market(name, session, slots) for name, session in sessions.items()}
        self.attempts = RateLimit()
        self.acts, self.typing = ActLimit(MOST_ACTS), ActLimit(MOST_DRAFTS)
        seats = [Visitor(market.name, seat) for market in self.markets.values() for seat in market.roles]
        if kept is None:
            (only,) = sessions.values()
            self.tokens = Tokens(game_key(only), {one: one.seat.encode() for one in seats})
        else:
            every = [*seats, INSTRUCTOR, PROJECTOR]
            self.tokens = Tokens(bytes.fromhex(kept[0].secret), {one: token_text(kept[0], one) for one in every})
            for market in self.markets.values():
                market.codes.update({seat: code_of(kept[0], market.codes, market.name, seat) for seat in market.roles})
        self.drafts = DraftRequests(self)
        self.of_class = None if kept is None else ClassRequests(self, ClassKeeper(*kept))
        self.declared = self._declared(kept[0] if kept else None)
        """The game that is played, or the exercise that is solved."""
        self.public = self._public(kept[0] if kept else None)

    def _declared(self, found: ClassFile | None) -> Lesson:
        if found is not None and found.chapters:
            return COURSE
        if found is not None and found.task:
            return load_exercise(found.game)[0]
        return next(iter(self.markets.values())).game

    def _public(self, found: ClassFile | None) -> dict[str, Any]:
        """What anyone may know before joining, beside title and lesson."""
        if found is not None and not found.markets:
            return {
                "game": self.declared.name,
                "rounds": 0,
                "seats": [],
                "markets": [],
                "class": True,
                "exercise": True,
                "chapters": found.chapters,
            }
        first = next(iter(self.markets.values()))
        seats = {one["seat"]: one for market in self.markets.values() for one in market.public()}
        return {
            "game": first.game.name, "rounds": first.game.rounds, "seats": [*seats.values()],
            "markets": [*self.markets], "class": found is not None, "exercise": False,
            "beside": bool(found and found.exercise),
        }  # fmt: skip

    def title(self) -> str:
        """What is served, in the language in use: the title of each game, and of the exercise beside them."""
        titles = [*self.games().values()] or [lesson_texts(self.declared).title]
        room = self.of_class.exercise if self.of_class and self.markets else None
        return " · ".join(dict.fromkeys([*titles, *([lesson_texts(room.room.lesson).title] if room else [])]))

    def games(self) -> dict[str, str]:
        """Title of the game of each market, in the language in use."""
        return {name: lesson_texts(market.game).title for name, market in self.markets.items()}

    def visitor(self, request: Request) -> Visitor:
        """Who asks. Raises :class:`RequestError` for a stranger."""
        scheme, token = [*request.headers.get("authorization", "").split(" ", 1), ""][:2]
        found = self.tokens.visitor(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise RequestError(401, _("This page is not in a seat any more; join again with the code of the seat."),
                               {"WWW-Authenticate": "Bearer"})  # fmt: skip
        return found

    def who(self, request: Request) -> tuple[Market, str]:
        """The market and the seat that ask; the instructor of a class says which market is meant.

        Raises :class:`RequestError` for a stranger, and for a seat that names another market than its own.
        """
        visitor, named = self.visitor(request), request.query_params.get("market")
        if visitor.market:
            if named not in (None, visitor.market):
                raise RequestError(
                    403,
                    _("This seat is in market {market}, not in {other}.").format(
                        market=visitor.market, other=named[:20]
                    ),
                )
            self.markets[visitor.market].keeper.heard(visitor.seat)
            return self.markets[visitor.market], visitor.seat
        if visitor != INSTRUCTOR:
            raise RequestError(403, _("The projector page shows the class; it cannot act in a market."))
        if named is None or named not in self.markets:
            raise RequestError(
                400,
                _("Say which market is meant, with ?market=NAME. There are: {names}.").format(
                    names=", ".join(self.markets)
                ),
            )
        return self.markets[named], self.markets[named].instructor

    def instructor(self, request: Request) -> tuple[Market, str]:
        """The instructor who asks, and the market. Raises :class:`RequestError` for all others."""
        market, seat = self.who(request)
        if market.roles[seat] != "instructor":
            raise RequestError(
                403, _("{seat} is not an instructor, and only an instructor can do that.").format(seat=seat)
            )
        return market, seat

    def is_open(self, market: Market) -> bool:
        """Whether decisions are taken in a market; a game that is served by itself is always open."""
        return self.of_class is None or market.name in self.of_class.keeper.file.open

    def link(self, market: Market, seat: str) -> str:
        """The address that joins a seat."""
        where = f"market={quote(market.name, safe='')}&" if self.of_class else ""
        return f"{self.address}/#{where}seat={quote(seat, safe='')}&code={market.codes[seat]}"

    # What is asked for

    async def game(self, request: Request) -> Response:
        """What anyone may know before joining."""
        texts = lesson_texts(self.declared)
        words = {"title": self.title(), "teaches": " ".join(texts.teaches.split())}
        return JSONResponse(self.public | words)

    async def join(self, request: Request) -> Response:
        """A seat and its pass code bring a token."""
        given = await content(request)
        seat, code = given.get("seat"), given.get("code")
        if not isinstance(seat, str) or not isinstance(code, str):
            raise RequestError(
                400, _("Give a seat and its code, such as {example}.").format(example='{"seat": "...", "code": "..."}')
            )
        market = self._market_of(given.get("market"))
        # a class may share one address: wrong codes of one seat do not lock the others out
        tried = f"{address_of(request)} {market.name}/{seat if seat in market.roles else ''}"
        self.attempts.admit(tried)
        try:
            await market.keeper.ask(partial(_join, market=market, seat=seat, code=code.strip()))
        except GameError:
            self.attempts.wrong(tried)
            self._noted("stranger", "wrong_code", name=address_of(request), market=market.name, seat=seat)
            raise
        market.keeper.heard(seat)
        self._noted("seat", "took_seat", market=market.name, seat=seat)
        if self.of_class is not None:
            await self.of_class.people.taken(market.name, seat)
        token = self.tokens.of(Visitor(market.name, seat))
        return JSONResponse({"token": token, "seat": seat, "role": market.roles[seat], "market": market.name})

    def _market_of(self, named: object) -> Market:
        """The market that a request to join names; it may be left out where there is one only."""
        if named is None and len(self.markets) == 1:
            return next(iter(self.markets.values()))
        if not isinstance(named, str) or named not in self.markets:
            raise RequestError(
                400, _("Say which market is meant. There are: {names}.").format(names=", ".join(self.markets))
            )
        return self.markets[named]

    async def state(self, request: Request) -> Response:
        """What a seat sees; with ``since`` and ``wait``, as soon as it is not what it was.

        With ``parts=1``, only what has changed in the progress of the round, where nothing else has.
        """
        market, seat = self.who(request)
        since = number(request, "since", -1, 1e15)
        until = time.monotonic() + number(request, "wait", 0, LONGEST_WAIT)
        in_parts, was_open = request.query_params.get("parts") == "1", request.query_params.get("open")
        was_beside, keeper = request.query_params.get("beside"), market.keeper
        await self.drafts.noticed(request, market, seat)
        while True:
            self.who(request)  # who was moved meanwhile is not answered
            turn, progress, opened = keeper.turn, await market.states.progress(), self.is_open(market)
            extra = {"market": market.name, "markets": len(self.markets), "open": opened}
            extra |= self.drafts.beside(request, market, seat)
            if market.roles[seat] == "instructor":
                extra["here"] = keeper.here()
            changed = was_open not in (None, str(int(opened))) or was_beside not in (None, extra["beside"])
            if progress.revisions[seat] != since or changed:
                if in_parts and progress.contents[seat] <= since:
                    return JSONResponse({"part": "progress"} | progress.of(seat) | extra)
                return Response(await market.states.state(seat, extra), media_type="application/json")
            left = until - time.monotonic()
            if left <= 0 or keeper.closing:
                return JSONResponse({"revision": int(since), "unchanged": True} | progress.time() | extra)
            await keeper.news(turn, left)

    async def view(self, request: Request) -> Response:
        """What a seat sees as bare figures, books and file and all."""
        market, seat = self.who(request)
        return JSONResponse(await market.keeper.ask(lambda session: session.view(seat).plain()))

    async def act(self, request: Request) -> Response:
        """A seat does something."""
        market, seat = self.who(request)
        if market.roles[seat] == "instructor":
            raise RequestError(
                403,
                _("{seat} is the instructor, who decides for no firm; put a bot on the seat instead.").format(
                    seat=seat
                ),
            )
        if not self.is_open(market):
            raise RequestError(
                409, _("Market {market} is not open. Wait until the instructor opens it.").format(market=market.name),
                content={"early": True},
            )  # fmt: skip
        self.acts.count((market.name, seat))
        return await self.drafts.act(request, market, seat)

    async def lead(self, request: Request) -> Response:
        """An instructor does something."""
        market, seat = self.instructor(request)
        if request.path_params["name"] == "resume" and not self.is_open(market):
            raise RequestError(
                422,
                _("Market {market} is not open. Open it in the console; then its time runs.").format(
                    market=market.name
                ),
            )

        def led(session: Session, by: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
            if name == "close_round" and isinstance(given.get("line"), str | None):
                market.drafts.submit(session, given.get("line"), given.get("round"))
            answer = run_instructor_action(session, by, name, given)
            if not answer["again"]:
                self._noted("instructor", name, market=market.name, more=words_of(given))
            return answer

        return await self.do(led, market, seat, request)

    def _noted(self, who: Who, what: str, **more: str) -> None:
        """Add an act to the record of the class; a game that is served by itself has its own log only."""
        if self.of_class is not None:
            self.of_class.record.note(who, what, **more)

    async def codes(self, request: Request) -> Response:
        """All pass codes but her own, for an instructor."""
        market, by = self.instructor(request)
        codes = {seat: market.codes[seat] for seat in await market.keeper.ask(partial(codes_of, by=by))}
        links = {seat: self.link(market, seat) for seat in codes}
        return JSONResponse({"codes": codes, "address": self.address, "links": links})

    async def export(self, request: Request) -> Response:
        """The tables that a seat may take home, in one file."""
        market, seat = self.who(request)
        packed = await market.keeper.ask(partial(export_zip, seat=seat))
        return self._file(market, packed, "application/zip", ".zip")

    async def debrief(self, request: Request) -> Response:
        """The debrief, for an instructor at any time, for others once the game is over."""
        market, seat = self.who(request)
        page = await market.debriefs.page(seat, request.query_params.get("line"))
        return self._file(market, page, "text/html", "_debrief.html")

    def _file(self, market: Market, held: bytes, kind: str, ending: str) -> Response:
        which = "" if len(self.markets) == 1 else f"_market_{market.name}"
        name = f'attachment; filename="{market.game.name}{which}{ending}"'
        return Response(held, media_type=kind, headers={"Content-Disposition": name})

    async def do(self, act: Callable[..., dict[str, Any]], market: Market, seat: str, request: Request) -> Response:
        """Do what a request asks for in the thread of its market, and answer it."""
        given, name = await content(request), request.path_params["name"]
        try:
            return JSONResponse(await market.keeper.ask(lambda session: act(session, seat, name, given)))
        except GameError as error:
            late = await market.keeper.ask(lambda session: _late(session, seat, given))
            raise RequestError(409 if late else 422, str(error)) from None

    def start(self) -> None:
        """Let the time of all games run."""
        for market in self.markets.values():
            market.start()
        self._noted("server", "started")

    async def stop(self) -> None:
        """Answer all requests that wait."""
        if self.of_class is not None:
            self.of_class.keeper.stop()
        for market in self.markets.values():
            await market.stop()

    def shut(self) -> None:
        """Let all threads and processes go."""
        if self.of_class is not None:
            self._noted("server", "stopped")
            self.of_class.shut()
        for market in self.markets.values():
            market.shut()


def _late(session: Session, seat: str, given: dict[str, Any]) -> bool:
    """Whether it was meant for a round that is no longer open."""
    line, meant = session.playing.line_of(seat), given.get("round")
    return (isinstance(meant, int) and meant < line.round) or session.playing.world(line).over


def _join(session: Session, market: Market, seat: str, code: str) -> None:
    session.join(seat, market.code_in_file(session, seat, code))


def application(room: GameServer) -> Starlette:
    """The web application of a server; it holds the games for as long as it runs."""

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        room.start()
        try:
            yield
        finally:
            await room.stop()
            room.shut()

    routes = [
        Route("/api/game", room.game), Route("/api/join", room.join, methods=["POST"]),
        Route("/api/state", room.state), Route("/api/view", room.view),
        Route("/api/act/{name}", room.act, methods=["POST"]), Route("/api/lead/{name}", room.lead, methods=["POST"]),
        Route("/api/codes", room.codes), Route("/api/export", room.export), Route("/api/debrief", room.debrief),
        *room.drafts.routes(), *(room.of_class.routes() if room.of_class else ()),
        Route("/messages/{language}.json", _messages),
        *(Route("/" if file.stem == "index" else f"/{file.name}", _page(file)) for file in sorted(PAGE.iterdir())),
    ]  # fmt: skip
    faults = {RequestError: _problem, GameError: _refused, HTTPException: _http, Exception: _fault}
    return Starlette(routes=routes, lifespan=life, exception_handlers=faults)


async def _messages(request: Request) -> Response:
    """The page's own words in a language."""
    try:
        return JSONResponse(script_messages(spoken_language(request.path_params["language"])))
    except LanguageError as error:
        raise RequestError(404, str(error)) from None


def _page(path: Path) -> Answer:
    held, kind = path.read_bytes(), KINDS[path.suffix]

    async def answer(_request: Request) -> Response:
        return Response(held, media_type=kind)

    return answer


def _said(
    status: int, sentence: str, headers: dict[str, str] | None = None, content: Mapping[str, Any] | None = None
) -> Response:
    return JSONResponse({"error": sentence, **(content or {})}, status_code=status, headers=headers)


async def _problem(_request: Request, error: Exception) -> Response:
    problem = cast(RequestError, error)
    return _said(problem.status, problem.sentence, problem.headers, problem.content)


async def _refused(_request: Request, error: Exception) -> Response:
    return _said(422, str(error))


async def _http(_request: Request, error: Exception) -> Response:
    problem = cast(HTTPException, error)
    words = {
        404: _("There is no page at this address; open the address that the server printed."),
        405: _("This request cannot be made here; look up the addresses in the guide."),
    }
    words_said = words.get(problem.status_code, problem.detail)
    return _said(problem.status_code, words_said, dict(problem.headers or {}))


async def _fault(_request: Request, _error: Exception) -> Response:
    return _said(500, _("The server made an error, which it describes in its own window. Nothing is lost; try again."))
