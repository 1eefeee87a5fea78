"""The instructor's acts about people: move, remove, a new code of a seat or of a page, a lock-out that is lifted."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.classes.class_file import ClassFile, place_key
from sim.apps.classroom.people.people_actions import PeopleChange, moved, person_of, removed, with_new_code
from sim.apps.classroom.web.access import Visitor
from sim.apps.classroom.web.request_parsing import RequestError, content, short_text
from sim.game.errors import GameError
from sim.game.load_game import LETTERS
from sim.language.messages import _, ngettext
from sim.registry import unknown

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests
    from sim.apps.classroom.web.server import GameServer

ACTIONS = ("move", "remove", "new_code", "lift", "renew")
PAGES = {"instructor": 10, "projector": 10, "class": 6}
"""Pages whose code can be renewed, and the letters of the code."""


class PeopleRequests:
    """Answers about people, which the instructor of the class alone gets."""

    def __init__(self, server: GameServer, of_class: ClassRequests) -> None:
        """Answer for the people of this class."""
        self._server, self._class = server, of_class

    def routes(self) -> list[Route]:
        """The addresses of these acts."""
        return [Route("/api/class/people/{name}", self.act, methods=["POST"])]

    async def act(self, request: Request) -> Response:
        """One of :data:`ACTIONS`."""
        self._class.instructor(request)
        given, name = await content(request), request.path_params["name"]
        if name not in ACTIONS:
            raise RequestError(404, unknown("act", name[:40], ACTIONS))
        answer = await self._answer(name, given)
        who = {field: short_text(given, field) for field in ("name", "market", "seat")}
        self._class.record.note("instructor", name, **who, more=short_text(given, "page"))
        return JSONResponse({"accepted": True} | answer)

    async def _answer(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "lift":
            return self._lifted()
        if name == "renew":
            return await self._renewed(short_text(given, "page"))
        exercise = self._class.exercise
        if exercise is not None and not self._has_seats(name, given):
            return await exercise.people_act(name, given)
        if name == "new_code":
            return await self._new_code(short_text(given, "market"), short_text(given, "seat"))
        places = await self._class.places_of_people()
        who = short_text(given, "name"), short_text(given, "number")

        def changed(file: ClassFile) -> PeopleChange:
            person = person_of(file, *who)
            if name == "remove":
                return removed(file, person)
            return moved(file, places, person, short_text(given, "market"), short_text(given, "seat"))

        await self._change(changed)
        if name == "remove" and exercise is not None:
            exercise.forget(who)
        if name == "remove":
            return {"said": _("{name} has no seat any more.").format(name=who[0])}
        market, seat = short_text(given, "market"), short_text(given, "seat")
        said = _(
            "{name} now sits in market {market} at {seat}, and can join there once more with the code of the class."
        )
        link = self._server.link(self._server.markets[market], seat)
        return {"said": said.format(name=who[0], market=market, seat=seat), "link": link}

    def _has_seats(self, name: str, given: Mapping[str, Any]) -> bool:
        """Whether an act is about seats: in a mixed class some people only solve the exercise."""
        file = self._class.keeper.file
        if not file.markets or name == "move" or short_text(given, "market"):
            return bool(file.markets)
        return bool(person_of(file, short_text(given, "name"), short_text(given, "number")).market)

    async def _renewed(self, page: str) -> dict[str, Any]:
        """A new code for the console, the projector page or the class; of the former no page is let in any more."""
        if page not in PAGES:
            raise GameError(unknown("page", page, PAGES))
        code = "".join(secrets.choice(LETTERS) for _place in range(PAGES[page]))
        if page == "class":
            await self._class.keeper.change(lambda file: file.but(join_code=code))
            return {"said": _("The class has a new code. Who has joined stays.")}
        key = place_key("", page)
        file = await self._class.keeper.change(
            lambda file: file.but(**{f"{page}_code": code}, replaced={**file.replaced, key: code})
        )
        visitor = Visitor("", page)
        self._server.tokens.renew(visitor, token_text(file, visitor))
        link = f"{self._server.address}/#enter={code}"
        if page == "projector":
            return {"said": _("The projector page has a new code; open it again with its new link."), "link": link}
        said = _("Your console has a new code. All other open consoles are closed; note the new link.")
        return {"said": said, "link": link, "token": self._server.tokens.of(visitor)}

    async def _new_code(self, market: str, seat: str) -> dict[str, Any]:
        if market not in self._server.markets:
            raise GameError(unknown("market", market, self._server.markets))
        roles = self._server.markets[market].roles
        if roles.get(seat, "instructor") == "instructor":
            raise GameError(unknown("seat", seat, [one for one, role in roles.items() if role != "instructor"]))
        await self._change(lambda file: with_new_code(file, market, seat))
        said = _("The seat has a new code. Former links and open pages are no longer valid.")
        link = self._server.link(self._server.markets[market], seat)
        return {"said": said, "link": link}

    async def _change(self, changed: Callable[[ClassFile], PeopleChange]) -> None:
        found: list[PeopleChange] = []

        def fresh(file: ClassFile) -> ClassFile:
            found.append(changed(file))
            return found[-1].file

        file = await self._class.keeper.change(fresh)
        for market, seat in found[-1].renewed:
            self._server.markets[market].codes[seat] = file.replaced[place_key(market, seat)]
            visitor = Visitor(market, seat)
            self._server.tokens.renew(visitor, token_text(file, visitor))
            self._server.markets[market].keeper.gone(seat)

    async def taken(self, market: str, seat: str) -> None:
        """A seat that a person had left was taken with its code: it is free no more."""
        key = place_key(market, seat)
        if key in self._class.keeper.file.freed:
            await self._class.keeper.change(lambda file: file.but(freed=[one for one in file.freed if one != key]))

    def _lifted(self) -> dict[str, Any]:
        number = len(self._class.locked())
        for limit in self._class.limits():
            limit.lift()
        self._class.keeper.tell()
        said = ngettext("{n} address may try codes again.", "{n} addresses may try codes again.", number)
        return {"said": said.format(n=number)}


def token_text(file: ClassFile, visitor: Visitor) -> bytes:
    """The text from which the token of a visitor is derived; with a new code it is another one."""
    words = [visitor.market, visitor.seat]
    code = file.replaced.get(place_key(visitor.market, visitor.seat))
    return json.dumps(words if code is None else [*words, code]).encode()
