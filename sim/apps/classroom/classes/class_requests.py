"""The answers that only a class gives: joining with its code, the console of its instructor, the projector's page."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import segno
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.chapters.chapter_requests import ChapterRequests
from sim.apps.classroom.classes.act_record import WHAT, ActRecord
from sim.apps.classroom.classes.class_actions import run_class_action, undo_last
from sim.apps.classroom.classes.class_file import ClassFile, Person, place_key
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.classes.debrief_requests import DebriefRequests
from sim.apps.classroom.classes.record_requests import RecordRequests
from sim.apps.classroom.coursework.coursework_requests import CourseworkRequests
from sim.apps.classroom.coursework.instructor_coursework import InstructorCoursework
from sim.apps.classroom.exercises.exercise_requests import ExerciseRequests
from sim.apps.classroom.learning.learning_requests import LearningRequests
from sim.apps.classroom.marks.marks_requests import MarksRequests
from sim.apps.classroom.people.people_requests import PeopleRequests
from sim.apps.classroom.people.seating import Wish, free_places, seated, unseated
from sim.apps.classroom.web.access import RateLimit, Visitor, address_of
from sim.apps.classroom.web.request_parsing import LONGEST_WAIT, RequestError, content, number, short_text
from sim.apps.classroom.web.slow_tries import SlowTries
from sim.game.session.session import Session
from sim.game.shocks import NAMED_SHOCKS
from sim.language.messages import _, translate

if TYPE_CHECKING:
    from sim.apps.classroom.web.server import GameServer

INSTRUCTOR, PROJECTOR = Visitor("", "instructor"), Visitor("", "projector")
EXERCISE = "exercise"
"""What a person chooses in place of a market, to solve the exercise of a mixed class without a seat."""
ROLES = {INSTRUCTOR: "class", PROJECTOR: "projector"}
PAUSE = 0.25
"""Seconds between two answers to one console, however fast decisions come."""


class ClassRequests:
    """Answers for a class of markets."""

    def __init__(self, server: GameServer, keeper: ClassKeeper) -> None:
        """Answer for the markets of this server."""
        self._server, self.keeper = server, keeper
        self.record = ActRecord(keeper.folder)
        self.coursework = CourseworkRequests(server, self)
        self.instructor_coursework = InstructorCoursework(self, self.coursework)
        self.marks = MarksRequests(server, keeper, self.coursework.file, self._noted_marks)
        self.wrong_codes, self.wrong_entries, self._slow = RateLimit(), RateLimit(), SlowTries()
        self.people = PeopleRequests(server, self)
        of_people = ChapterRequests if keeper.file.chapters else ExerciseRequests
        alone = not keeper.file.markets
        self.exercise = of_people(server, self) if alone or keeper.file.exercise else None
        self.debrief, self._acts = DebriefRequests(server, self), RecordRequests(self)
        self.learning = LearningRequests(server, self)
        for market in server.markets.values():
            market.keeper.tell(keeper.tell)

    def routes(self) -> list[Route]:
        """The addresses of a class."""
        return [
            Route("/api/class/enter", self.enter, methods=["POST"]),
            Route("/api/class/places", self.places, methods=["POST"]),
            Route("/api/class/join", self.join, methods=["POST"]),
            Route("/api/class/state", self.state), Route("/api/class/codes", self.codes),
            Route("/api/class/undo", self.undo, methods=["POST"]),
            Route("/api/class/reveal", self.reveal, methods=["POST"]),
            Route("/api/class/lead/{name}", self.lead, methods=["POST"]), Route("/api/class/board", self.board),
            *self.marks.routes(), *self.people.routes(), *self.debrief.routes(), *self._acts.routes(),
            *self.coursework.routes(), *self.instructor_coursework.routes(), *self.learning.routes(),
            *(self.exercise.routes() if self.exercise else ()),
        ]  # fmt: skip

    async def enter(self, request: Request) -> Response:
        """The instructor's code, or the projector's, brings a token."""
        code = short_text(await content(request), "code").lower()
        address = address_of(request)
        self.wrong_entries.admit(address)  # before the code is looked at, so that nobody can try many
        file = self.keeper.file
        for visitor, right in ((INSTRUCTOR, file.instructor_code), (PROJECTOR, file.projector_code)):
            if hmac.compare_digest(code.encode(errors="replace"), right.encode()):
                token = self._server.tokens.of(visitor)
                self.record.note("instructor" if visitor == INSTRUCTOR else "projector", "entered")
                alone = self.exercise if visitor == INSTRUCTOR and not file.markets else None
                role = alone.console_role if alone else ROLES[visitor]
                return JSONResponse({"token": token, "seat": visitor.seat, "role": role})
        entered = self.exercise.entered(code) if self.exercise else None
        if entered is not None:
            return entered
        self.wrong_entries.wrong(address)
        self.record.note("stranger", "wrong_code", name=address)
        raise RequestError(422, _("This is not the code of the instructor or of the projector page."))

    async def places(self, request: Request) -> Response:
        """The free seats, for people who have the code of the class."""
        await self._admit(request, await content(request))
        return JSONResponse({"free": free_places(self.keeper.file, await self.places_of_people()),
                             "roster": self.keeper.file.roster, "games": self._server.games(),
                             "exercise": bool(self.exercise)})  # fmt: skip

    async def join(self, request: Request) -> Response:
        """A person with the code of the class gets a seat: the one that was chosen, or a free one."""
        given = await content(request)
        await self._admit(request, given)
        wish = Wish(**{name: short_text(given, name) for name in ("name", "number", "market", "seat", "client")})
        if self.exercise is not None and (not self.keeper.file.markets or wish.market == EXERCISE):
            return await self.exercise.join(wish)
        places, found = await self.places_of_people(), dict[str, Any]()

        def changed(file: ClassFile) -> ClassFile:
            found["before"] = file.people
            fresh, person = seated(file, places, wish)
            if self.exercise is not None:
                fresh, person = self.exercise.with_code(fresh, person)
            found["person"], key = person, place_key(person.market, person.seat)
            return fresh.but(freed=[one for one in fresh.freed if one != key])

        await self.keeper.change(changed)
        person = found["person"]
        market = self._server.markets[person.market]
        try:
            await market.keeper.ask(lambda session: _let_in(session, person.seat))
        except BaseException:
            await self.keeper.change(lambda file: unseated(file, person, found["before"]))
            raise
        market.keeper.heard(person.seat)
        self.record.note("person", "joined", name=person.name, market=person.market, seat=person.seat)
        token = self._server.tokens.of(Visitor(person.market, person.seat))
        return JSONResponse({
            "token": token, "market": person.market, "seat": person.seat, "role": market.roles[person.seat],
            "name": person.name, "link": self._server.link(market, person.seat),
            "exercise": self.exercise.way_in(person) if self.exercise else None,
            "work": self.coursework.access.token(person),
        })  # fmt: skip

    async def state(self, request: Request) -> Response:
        """What the console shows; with ``since`` and ``wait``, as soon as something has changed."""
        self.instructor(request)
        await self.changed(request)
        file, revision = self.keeper.file, self.keeper.revision
        people = [person.model_dump(exclude={"client", "code", "cases", "work"}) for person in file.people]
        exercise = await asyncio.to_thread(self.exercise.console) if self.exercise else None  # it may wait for a run
        return JSONResponse({
            "revision": revision, "title": self._server.title(), "game": file.game,
            "practice": file.practice, "games": self._server.games(), "reveal": file.reveal,
            "markets": [{name: row[name] for name in row if name != "past"} for row in await self._rows()],
            "people": people, "roster": file.roster,
            "locked": len(self.locked()),
            "exercise": exercise,
            "undo": self._undo(),
            "shocks": [
                {"name": one.name, "title": one.title, "meaning": translate(one.meaning), "whom": one.whom}
                for one in NAMED_SHOCKS.values()
            ],
        })  # fmt: skip

    async def codes(self, request: Request) -> Response:
        """The codes of the class and the links of all seats, which the console shows when it is asked to."""
        self.instructor(request)
        file, address = self.keeper.file, self._server.address
        links = [
            {"market": market.name, "seat": seat, "code": market.codes[seat], "link": self._server.link(market, seat)}
            for market in self._server.markets.values()
            for seat, role in market.roles.items()
            if role != "instructor"
        ]
        if self.exercise is not None:
            links += self.exercise.links()
        return JSONResponse({
            "join_code": file.join_code, "join_link": self._join_link(),
            "projector_link": f"{address}/#enter={file.projector_code}", "seats": links,
            "seed": file.seed, "own_luck": file.own_luck,
        })  # fmt: skip

    async def lead(self, request: Request) -> Response:
        """The instructor acts in one, some or all markets."""
        self.instructor(request)
        given, name = await content(request), request.path_params["name"]
        answer = await run_class_action(self.keeper, self._server.markets, name, given)
        if answer["accepted"] and not answer.get("again"):
            done = " ".join(result["market"] for result in answer["results"] if result["done"])
            self.record.note("instructor", name, market=done, more=words_of(given))
        return JSONResponse(answer)

    async def reveal(self, request: Request) -> Response:
        """The instructor shows the results of the closed rounds on the projector page, or hides them."""
        self.instructor(request)
        show = (await content(request)).get("show")
        if not isinstance(show, bool):
            raise RequestError(400, _("show: give true or false."))
        await self.keeper.change(lambda file: file.but(reveal=show))
        self.record.note("instructor", "reveal", more=f"show: {show}".lower())
        return JSONResponse({"accepted": True, "show": show})

    async def undo(self, request: Request) -> Response:
        """The last act that can be undone is undone."""
        self.instructor(request)
        step = self.keeper.undo.last
        answer = await undo_last(self.keeper, self._server.markets, await content(request))
        if answer["accepted"] and not answer["again"] and step is not None:
            done = " ".join(result["market"] for result in answer["results"] if result["done"])
            self.record.note("instructor", "undo", market=done, more=step.name)
            self.keeper.tell()
        return JSONResponse(answer)

    def _undo(self) -> dict[str, Any] | None:
        """The act that the console can undo; None for none."""
        step = self.keeper.undo.last
        if step is None:
            return None
        return {"step": step.number, "what": translate(WHAT[step.name]), "markets": [*step.before]}

    async def board(self, request: Request) -> Response:
        """What a projector shows to the whole class: nothing of it is secret."""
        if self._server.visitor(request) not in (INSTRUCTOR, PROJECTOR):
            raise RequestError(403, _("Only the instructor of the class and the projector page can see this."))
        await self.changed(request)
        file, revision = self.keeper.file, self.keeper.revision
        rows = await self._rows()
        exercise = await asyncio.to_thread(self.exercise.board) if self.exercise else None
        shown = ("market", "open", "round", "rounds", "over", "seats", "joined", "bots", "missing", "seconds_left",
                 "paused")  # fmt: skip
        return JSONResponse({
            "revision": revision, "title": self._server.title(), "join_code": file.join_code,
            "join_link": self._join_link(), "qr": qr_rows(self._join_link()),
            "exercise": exercise,
            "markets": [
                {name: row[name] for name in shown}
                | {"standing": row["figures"] if row["over"] or file.reveal else [],
                   "past": row["past"] if file.reveal else []}
                for row in rows
            ],
            "reveal": file.reveal, "games": self._server.games(),
        })  # fmt: skip

    def link_of_person(self, person: Person) -> str:
        """The address that brings a person of an exercise back on any device."""
        return f"{self._server.address}/#enter={person.code}"

    def _join_link(self) -> str:
        return f"{self._server.address}/#class={self.keeper.file.join_code}"

    async def _rows(self) -> list[dict[str, Any]]:
        markets = self._server.markets.values()
        summaries = await asyncio.gather(*(self.keeper.summary(market) for market in markets))
        opened = set(self.keeper.file.open)
        return [
            {
                "market": market.name,
                "open": market.name in opened,
                "here": market.keeper.here(),
                "submits": market.drafts.submits,
                **summary,
            }
            for market, summary in zip(markets, summaries, strict=True)
        ]

    async def changed(self, request: Request) -> None:
        """Wait for something new, where the request says what it has seen."""
        since = number(request, "since", -1, 1e15)
        wait = number(request, "wait", 0, LONGEST_WAIT)
        if since == self.keeper.revision:
            await self.keeper.news(self.keeper.revision, wait)
        if since >= 0:
            await asyncio.sleep(PAUSE)  # many decisions come at once: one answer tells them all

    async def places_of_people(self) -> Mapping[str, list[str]]:
        """Seats that play and were not taken with a pass code."""
        by_person = {(one.market, one.seat) for one in self.keeper.file.people}
        by_person |= {(market, seat) for market, _sign, seat in (key.partition("/") for key in self.keeper.file.freed)}
        found = {}
        for market in self._server.markets.values():
            summary = await market.states.summary()
            found[market.name] = [
                seat for seat in summary["seats"] if seat not in summary["joined"] or (market.name, seat) in by_person
            ]
        return found

    async def _admit(self, request: Request, given: Mapping[str, Any]) -> None:
        """Do nothing for the code of the class, however many wrong ones came from the same address; they slow it."""
        address, right = address_of(request), self.keeper.file.join_code
        if self.wrong_codes.is_locked(address):
            await self._slow.turn(address)  # before the code is looked at, so that trying is slow
        if not hmac.compare_digest(short_text(given, "code").lower().encode(errors="replace"), right.encode()):
            self.wrong_codes.admit(address)
            self.wrong_codes.wrong(address)
            self.record.note("stranger", "wrong_code", name=address)
            raise RequestError(422, _("This is not the code of this class; read it from the projector."))

    def locked(self) -> set[str]:
        """Addresses that sent too many wrong codes in the last minute."""
        return {tried.partition(" ")[0] for limit in self.limits() for tried in limit.locked()}

    def limits(self) -> tuple[RateLimit, ...]:
        """What counts wrong codes: of the class, of instructor and projector, of seats."""
        return self.wrong_codes, self.wrong_entries, self._server.attempts

    def shut(self) -> None:
        """End what is being computed, and let the cases of an exercise and the coursework go."""
        self.coursework.shut()
        self.marks.shut()
        self.debrief.shut()
        if self.exercise is not None:
            self.exercise.shut()

    def _noted_marks(self, request: Request) -> None:
        """The same for requests about marks; those that change something are noted."""
        self.instructor(request)
        if request.method == "POST":
            self.record.note("instructor", request.url.path.rsplit("/", 1)[-1])

    async def wake_all(self) -> None:
        """Let every page of the class look again."""
        await asyncio.gather(*(market.keeper.wake() for market in self._server.markets.values()))
        self.keeper.tell()

    def instructor(self, request: Request) -> None:
        """Do nothing for the instructor of the class. Raises :class:`RequestError` for all others."""
        if self._server.visitor(request) != INSTRUCTOR:
            raise RequestError(403, _("Only the instructor of the class can do that."))


@lru_cache(maxsize=16)
def qr_rows(link: str) -> list[str]:
    """The squares of a QR code, row by row: 1 is dark, 0 is light."""
    return ["".join("1" if dark else "0" for dark in row) for row in segno.make(link, micro=False, error="m").matrix]


def words_of(given: Mapping[str, Any]) -> str:
    """What belongs to an act, for the record: what the request gave besides its own marks and codes."""
    left_out = ("client", "confirmed", "markets", "code", "line")
    return ", ".join(f"{name}: {value}" for name, value in given.items() if name not in left_out and value != "")


def _let_in(session: Session, seat: str) -> None:
    """Let a person take a seat, from which a bot gets up."""
    session.join(seat, session.codes[seat])
    if seat in session.playing.record.bots:
        session.seat_human(seat)
