"""The answers of a class that is served an exercise: joining, a case, its answer and marks, the next case."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.classes.class_file import ClassFile, Person
from sim.apps.classroom.classes.class_keeper import ClassKeeper
from sim.apps.classroom.exercises.exercise_room import ExerciseRoom, current_case, with_kept_marks
from sim.apps.classroom.people.people_actions import person_of, without_person
from sim.apps.classroom.people.seating import Wish, enrolled
from sim.apps.classroom.web.access import Visitor
from sim.apps.classroom.web.request_parsing import LONGEST_WAIT, RequestError, content, number, short_text
from sim.game.errors import GameError
from sim.game.load_game import LETTERS
from sim.game.presentation.game_texts import game_texts
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests
    from sim.apps.classroom.web.server import GameServer

Found = TypeVar("Found")
AT_WORK = 2
"""Cases whose runs are made at once; the others wait for their turn."""
MOST_CASES = 50
"""Cases that one person may ask for."""
LETTERS_OF_CODE = 10


class ExerciseRequests:
    """Answers for people who solve cases, and what console and projector show of them."""

    role: ClassVar[str] = "person"
    """What the page of a person is."""
    console_role: ClassVar[str] = "exercise_class"
    """What the console of the instructor is."""

    def __init__(self, server: GameServer, of_class: ClassRequests) -> None:
        """Serve the exercise of this class."""
        self._server, self._class = server, of_class
        self._threads = ThreadPoolExecutor(max_workers=AT_WORK, thread_name_prefix="case")
        self._beginning = asyncio.Lock()
        self._open(of_class.keeper)
        for person in of_class.keeper.file.people:
            self._know(person)

    def _open(self, keeper: ClassKeeper) -> None:
        """Open what the people of the class work at."""
        self.room = ExerciseRoom(keeper.file, keeper.folder)
        found = with_kept_marks(keeper.file, self.room)
        if found != keeper.file:
            found.write(keeper.folder)
            keeper.file = found

    def routes(self) -> list[Route]:
        """The addresses for people who solve cases."""
        return [
            Route("/api/exercise", self.state), Route("/api/exercise/handout", self.handout),
            Route("/api/exercise/answer", self.answer, methods=["POST"]),
            Route("/api/exercise/new", self.new, methods=["POST"]),
        ]  # fmt: skip

    async def join(self, wish: Wish) -> Response:
        """A person with the code of the class gets a first case."""
        found: list[Person] = []
        code = _fresh_code()

        def changed(file: ClassFile) -> ClassFile:
            fresh, person = enrolled(file, wish, code)
            found.append(person)
            return fresh

        await self._class.keeper.change(changed)
        person = found[-1]
        self._know(person)
        if not self._has_begun(person):
            await self._begin(person.key)
        self._class.record.note("person", "joined", name=person.name)
        return self._let_in(person)

    def with_code(self, file: ClassFile, person: Person) -> tuple[ClassFile, Person]:
        """The class in which a person who has taken a seat can come to the exercise too, with a code of their own."""
        if person.code:
            return file, person
        fresh = person.model_copy(update={"code": _fresh_code()})
        return with_person(file, person, fresh), fresh

    def way_in(self, person: Person) -> dict[str, str]:
        """Title and link of the exercise, for a person with a seat."""
        self._know(person)
        return {"title": game_texts(self.room.lesson).title, "link": self._class.link_of_person(person)}

    def forget(self, key: tuple[str, str]) -> None:
        """Let the token of a person who was removed be good no more."""
        self._server.tokens.remove(Visitor("", "", key))

    def entered(self, code: str) -> Response | None:
        """The own code of a person brings a token; None where nobody has it."""
        given = code.encode(errors="replace")
        people = [one for one in self._class.keeper.file.people if one.code]
        found = [one for one in people if secrets.compare_digest(given, one.code.encode())]
        return self._let_in(found[0]) if found else None

    async def state(self, request: Request) -> Response:
        """What the page of a person shows; with ``since`` and ``wait``, as soon as the class has changed."""
        await self._changed(request)
        if not self._has_begun(self._person(request)):  # a person with a seat, who comes to the exercise later
            await self._begin(self._person(request).key)
        person = self._person(request)
        case, revision = current_case(person), self._revision(person)
        shown = await self._do(lambda: self.room.state(case))
        done = [one.mark for one in person.cases]
        return JSONResponse({
            "revision": revision, "title": game_texts(self.room.lesson).title, "name": person.name,
            "number": person.number, **shown, "cases": done, "best": person.best,
            "repeats": self.room.repeats and len(person.cases) < MOST_CASES, "work": self._class.coursework.changes,
        })  # fmt: skip

    async def _changed(self, request: Request) -> None:
        """Wait until something about the person has changed, where the request says what it has seen."""
        since, keeper = number(request, "since", -1, 1e15), self._class.keeper
        until = time.monotonic() + number(request, "wait", 0, LONGEST_WAIT)
        while self._revision(self._person(request)) == since and time.monotonic() < until and not keeper.closing:
            await keeper.news(keeper.revision, until - time.monotonic())

    async def answer(self, request: Request) -> Response:
        """A person hands the answer to the case in; sent twice it counts once."""
        person = self._person(request)
        self._server.acts.count(person.key)
        given = await content(request)
        values, meant = given.get("values"), given.get("case")
        case = current_case(person)
        if not isinstance(values, dict):
            raise RequestError(400, _("Send what the form holds, by path, as values."))
        if meant != case.number:
            raise RequestError(409, _("This is the answer to another case; look at the page again."))
        marks, handed_in = await self._do(lambda: self.room.answer(case, values, person.name))

        def changed(file: ClassFile) -> ClassFile:
            mine = person_of(file, *person.key)
            cases = [
                one.model_copy(update={"mark": marks.total, "time": handed_in}) if one.file == case.file else one
                for one in mine.cases
            ]
            return with_person(file, mine, mine.model_copy(update={"cases": cases}))

        await self._class.keeper.change(changed)
        if case.mark is None:
            self._class.record.note("person", "handed_in", name=person.name, more=f"case: {case.number}")
        return JSONResponse({"accepted": True, "mark": marks.total})

    async def new(self, request: Request) -> Response:
        """A person who has handed in the last case gets a new one."""
        person, given = self._person(request), await content(request)
        if given.get("case") != current_case(person).number:
            return JSONResponse({"accepted": True, "again": True})  # the new case was begun by the same request before
        if current_case(person).mark is None:
            raise GameError(_("hand in the answer to this case first; then a new one can be begun"))
        if not self.room.repeats:
            raise GameError(_("this exercise has one case only: a new one would be the same"))
        if len(person.cases) >= MOST_CASES:
            raise GameError(_("{most} cases are the most that one person can solve").format(most=MOST_CASES))
        await self._begin(person.key)
        self._class.record.note("person", "new_case", name=person.name)
        return JSONResponse({"accepted": True, "again": False})

    async def handout(self, request: Request) -> Response:
        """The files of the case."""
        case = current_case(self._person(request))
        held = await self._do(lambda: self.room.handout(case))
        name = f'attachment; filename="{self.room.name}_{case.number}.zip"'
        return Response(held, media_type="application/zip", headers={"Content-Disposition": name})

    async def people_act(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Remove a person, or give a new code. Nobody has a seat here, so nobody can be moved."""
        if name == "move":
            raise GameError(_("this class solves an exercise: nobody has a seat, so nobody can be moved"))
        key = short_text(given, "name"), short_text(given, "number")
        code = _fresh_code()

        def changed(file: ClassFile) -> ClassFile:
            person = person_of(file, *key)
            if name == "new_code":
                return with_person(file, person, person.model_copy(update={"code": code, "client": "", "again": True}))
            return without_person(file, person)

        file = await self._class.keeper.change(changed)
        visitor = Visitor("", "", key)
        if name == "remove":
            self._server.tokens.remove(visitor)
            said = _("{name} is no longer in this class. The files of the cases stay in its folder.")
            return {"accepted": True, "said": said.format(name=key[0])}
        person = person_of(file, *key)
        self._know(person)
        said = _("{name} has a new code. Former links and open pages are no longer valid.")
        return {"accepted": True, "said": said.format(name=key[0]), "link": self._class.link_of_person(person)}

    def console(self) -> dict[str, Any]:
        """What the console shows of the people who solve cases."""
        people = [
            {
                "name": one.name, "number": one.number, "team": one.team, "joined": bool(one.code),
                "cases": len(one.cases), "handed_in": sum(case.mark is not None for case in one.cases),
                "best": one.best, "last": _last(one),
            }
            for one in self._class.keeper.file.people
        ]  # fmt: skip
        return {"people": people, "repeats": self.room.repeats}

    def board(self) -> dict[str, int]:
        """What the projector shows: how many have joined and handed in, and no names."""
        people = [one for one in self._class.keeper.file.people if one.code]
        return {"joined": len(people), "of": len(self._class.keeper.file.people),
                "handed_in": sum(one.best is not None for one in people)}  # fmt: skip

    def links(self) -> list[dict[str, str]]:
        """Code and link of everybody who has joined, for the instructor."""
        return [
            {"market": "", "seat": one.name, "code": one.code, "link": self._class.link_of_person(one)}
            for one in self._class.keeper.file.people if one.code
        ]  # fmt: skip

    def shut(self) -> None:
        """Let threads and files go."""
        self._threads.shutdown(cancel_futures=True)
        self._close()

    def _close(self) -> None:
        """Let go of what people work at."""
        self.room.shut()

    def _has_begun(self, person: Person) -> bool:
        """Whether a person has something to work at."""
        return bool(person.cases)

    async def _begin(self, key: tuple[str, str]) -> None:
        """Begin a new case of a person; one is made at a time, so that no two have the same file."""
        async with self._beginning:
            file = self._class.keeper.file
            person = person_of(file, *key)
            if person.cases and person.cases[-1].mark is None:
                return
            case = await self._do(lambda: self.room.new_case(file, person))

            def changed(now: ClassFile) -> ClassFile:
                mine = person_of(now, *key)
                return with_person(now, mine, mine.model_copy(update={"cases": [*mine.cases, case]}))

            await self._class.keeper.change(changed)

    def _revision(self, person: Person) -> int:
        """A number that grows whenever what the page of a person shows has changed."""
        done = sum(case.mark is not None for case in person.cases)
        return len(person.cases) + done + self._class.coursework.changes

    def _person(self, request: Request) -> Person:
        """The person who asks. Raises :class:`RequestError` for all others."""
        visitor = self._server.visitor(request)
        if visitor.person == ("", ""):
            raise RequestError(403, _("Only a person who has joined with the code of the class has a case."))
        return person_of(self._class.keeper.file, *visitor.person)

    def _know(self, person: Person) -> None:
        """Let the token of a person who has joined be good, and no former one."""
        if person.code:
            text = json.dumps(["person", *person.key, person.code]).encode()
            self._server.tokens.renew(Visitor("", "", person.key), text)

    def _let_in(self, person: Person) -> Response:
        token = self._server.tokens.of(Visitor("", "", person.key))
        return JSONResponse({
            "token": token, "market": "", "seat": person.name, "role": self.role, "name": person.name,
            "link": self._class.link_of_person(person),
        })  # fmt: skip

    async def _do(self, work: Callable[[], Found]) -> Found:
        context = copy_context()  # the language of the request goes along
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: context.run(work))


def _last(person: Person) -> float | None:
    """Mark of the case that was handed in last; None before one is."""
    return next((case.mark for case in reversed(person.cases) if case.mark is not None), None)


def with_person(file: ClassFile, former: Person, fresh: Person) -> ClassFile:
    """The class with a person as changed."""
    return file.but(people=[fresh if one is former else one for one in file.people])


def _fresh_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LETTERS_OF_CODE))
