"""Who is let in: the name a request goes by, how often a pass code may be wrong, and the token that a code brings."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import math
import socket
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.apps.classroom.web.request_parsing import RequestError
from sim.game.session.session import Session
from sim.language.messages import _, ngettext

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class HostFilter:
    """Lets in who asks for this very machine, and sends everybody off with the same headers.

    A page of another site can make a browser ask here under a name of its own that it has pointed to this machine
    (DNS rebinding). An address cannot be pointed anywhere, so addresses are let in and unknown names are not.
    """

    def __init__(self, app: ASGIApp, *, lan: bool, host: str = "") -> None:
        """Guard an application.

        With ``lan`` its machine's own names and all addresses are good; ``host`` is a public name, which is good too.
        """
        self._app, self._lan = app, lan
        own = socket.gethostname().lower()
        self._names = {"localhost", own, f"{own}.local"} if lan else {"localhost"}
        self._names |= {host} - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.known(host):
            words = _("This server does not have the name {name}; open the address that it printed.").format(
                name=repr(host[:80])
            )
            await JSONResponse({"error": words}, status_code=421)(scope, receive, sent)
        elif origin is not None and not self.known(origin.partition("://")[2]):
            words = _("The page {name} may not ask this server; open the address that the server printed.").format(
                name=repr(origin[:80])
            )
            await JSONResponse({"error": words}, status_code=403)(scope, receive, sent)
        else:
            await self._app(scope, receive, sent)

    def known(self, host: str) -> bool:
        """Whether a Host header names this machine."""
        name, port = host, ""
        if not host.endswith("]") and ":" in host:
            name, port = host.rsplit(":", 1)
        if port and not (port.isascii() and port.isdecimal()):
            return False
        name = name.lower()
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return self._lan or address.is_loopback


MOST_WRONG_CODES = 10
"""Wrong codes that an address may send in a minute. Right ones do not count, so a class behind one address can join."""
SPAN_SECONDS = 60.0
MOST_ADDRESSES = 10_000
"""Addresses that are remembered."""


def address_of(request: Request) -> str:
    """The address of the network from which a request comes."""
    return request.client.host if request.client else ""


class RateLimit:
    """Wrong pass codes by address, or by address and seat, over the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has tried yet."""
        self._clock = clock
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, address: str) -> None:
        """Do nothing for an address that may try. Raises :class:`RequestError` for one that was wrong too often."""
        wrong, now = self._wrong.get(address, deque()), self._clock()
        while wrong and now - wrong[0] >= SPAN_SECONDS:
            wrong.popleft()
        if len(wrong) >= MOST_WRONG_CODES:
            wait = math.ceil(SPAN_SECONDS - (now - wrong[0]))
            raise RequestError(
                429, ngettext(
                    "Too many wrong codes came from this address; try again in {n} second.",
                    "Too many wrong codes came from this address; try again in {n} seconds.", wait,
                ).format(n=wait),
                {"Retry-After": str(wait)},
            )  # fmt: skip

    def locked(self) -> list[str]:
        """Addresses that have to wait now."""
        return [address for address in self._wrong if self.is_locked(address)]

    def is_locked(self, address: str) -> bool:
        """Whether an address was wrong too often."""
        now = self._clock()
        return sum(now - time < SPAN_SECONDS for time in self._wrong.get(address, ())) >= MOST_WRONG_CODES

    def lift(self) -> None:
        """Forget all wrong codes, so that everybody may try again."""
        self._wrong.clear()

    def wrong(self, address: str) -> None:
        """Note a wrong code."""
        self._wrong.setdefault(address, deque(maxlen=MOST_WRONG_CODES)).append(self._clock())
        self._wrong.move_to_end(address)
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)


@dataclass(frozen=True)
class Visitor:
    """The holder of a token: a seat of a market, or, without a market, the instructor of the class or its projector."""

    market: str
    seat: str
    person: tuple[str, str] = ("", "")
    """Name and number of a person in the class of an exercise, who has no seat."""


class Tokens:
    """The tokens of all who can join."""

    def __init__(self, key: bytes, visitors: Mapping[Visitor, bytes]) -> None:
        """Derive a token from the key and the text that stands for each visitor."""
        self._key = key
        self._tokens: dict[Visitor, str] = {}
        self._visitors: dict[bytes, Visitor] = {}
        for one, text in visitors.items():
            self.renew(one, text)

    def renew(self, visitor: Visitor, text: bytes) -> None:
        """Derive the token of a visitor from another text; the former token is good no more."""
        former = self._tokens.get(visitor)
        if former is not None:
            del self._visitors[_hashed(former)]
        token = hmac.digest(self._key, text, "sha256").hex()
        self._tokens[visitor], self._visitors[_hashed(token)] = token, visitor

    def remove(self, visitor: Visitor) -> None:
        """Let the token of a visitor be good no more."""
        former = self._tokens.pop(visitor, None)
        if former is not None:
            del self._visitors[_hashed(former)]

    def of(self, visitor: Visitor) -> str:
        """The token of a visitor who has shown the code."""
        return self._tokens[visitor]

    def visitor(self, token: str) -> Visitor | None:
        """Who has this token; None for a foreign one.

        It is looked up by its hash, so how long that takes says nothing about the tokens.
        """
        return self._visitors.get(_hashed(token))


def game_key(session: Session) -> bytes:
    """The key of the tokens of a game that is served by itself, derived from what its file holds."""
    made = session.playing.log.opening().made
    known = json.dumps([sorted(session.codes.items()), session.seed]).encode()
    return hashlib.scrypt(known, salt=made.encode(), n=2**14, r=8, p=1)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
