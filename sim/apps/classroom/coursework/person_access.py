"""Whose answers these are: a token for each person of the class, beside the token of the seat that people may share."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from starlette.requests import Request

from sim.apps.classroom.classes.class_file import ClassFile, Person, place_key
from sim.apps.classroom.people.people_actions import person_of
from sim.apps.classroom.people.seating import plain_text
from sim.apps.classroom.web.access import RateLimit
from sim.apps.classroom.web.request_parsing import RequestError
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_keeper import ClassKeeper
    from sim.apps.classroom.web.server import GameServer


class PersonAccess:
    """Gives people their tokens and finds the person of a request.

    A token follows from the key of the class, the person, the seat and the code of the seat: it is good no more when
    the person is moved or removed, or the seat gets a new code. A person of an exercise class has a token already.
    """

    def __init__(self, server: GameServer, keeper: ClassKeeper) -> None:
        """Let in the people of this class."""
        self._server, self._keeper, self._wrong = server, keeper, RateLimit()
        self._file: ClassFile | None = None
        self._known: dict[str, Person] = {}

    def token(self, person: Person) -> str:
        """The token of a person who sits at a seat."""
        file = self._keeper.file
        code = file.replaced.get(place_key(person.market, person.seat), "")
        text = json.dumps(["coursework", *person.key, person.market, person.seat, code]).encode()
        return hmac.digest(bytes.fromhex(file.secret), text, "sha256").hex()

    def person(self, request: Request) -> Person:
        """The person who asks. Raises :class:`RequestError` for all others."""
        token = request.headers.get("authorization", "").partition(" ")[2].strip()
        found = self._people().get(_hashed(token))
        if found is not None:
            return found
        visitor = self._server.visitor(request)
        if visitor.person == ("", ""):
            raise RequestError(403, _("Say who you are first: several people may share this seat."))
        return person_of(self._keeper.file, *visitor.person)

    def named(self, request: Request, name: str, number: str) -> Person:
        """The person of this name among those who sit at the seat that asks; the number is asked of those who have one.

        Raises :class:`RequestError` for all others, and for a seat that was wrong too often in the last minute.
        """
        market, seat = self._server.who(request)
        place, said = place_key(market.name, seat), (_compared(name), _compared(number))
        self._wrong.admit(place)  # before names are looked at, so that nobody can try many numbers
        for one in self._keeper.file.people:
            if said == (_compared(one.name), _compared(one.number)) and (one.market, one.seat) == (market.name, seat):
                return one
        self._wrong.wrong(place)
        raise RequestError(
            422, _("Nobody of this name with this student number sits at this seat; type both as when you joined.")
        )

    def _people(self) -> dict[str, Person]:
        """People by the hash of their token, computed anew when the class has changed."""
        file = self._keeper.file
        if file is not self._file:
            self._known = {_hashed(self.token(one)): one for one in file.people if one.market}
            self._file = file
        return self._known


def _compared(text: str) -> str:
    return plain_text(text).casefold()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
