"""The answers about what is typed on a seat and not submitted yet, and about the other devices of the seat."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.markets.actions import LONGEST_MARK
from sim.apps.classroom.markets.market import Market
from sim.apps.classroom.seats.drafts import Writer, full_disk_told
from sim.apps.classroom.seats.seat_actions import act_on_seat, drafts_of, save_draft
from sim.apps.classroom.web.request_parsing import RequestError, content
from sim.game.session.session import Session
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.web.server import GameServer

DEVICE = "x-guanxi-device"
"""Header with the mark by which a browser is told apart from the others."""


class DraftRequests:
    """Answers about the drafts of the markets of a server."""

    def __init__(self, server: GameServer) -> None:
        """Answer for the markets of this server."""
        self._server = server

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/api/draft", self.read), Route("/api/draft", self.save, methods=["POST"]),
            Route("/api/drafts", self.rule, methods=["POST"]),
        ]  # fmt: skip

    async def read(self, request: Request) -> Response:
        """What was typed on a seat and not submitted yet."""
        market, seat = self._server.who(request)
        by = self.writer(request, market, seat)
        found = await market.keeper.ask(lambda session: drafts_of(session, market.drafts, seat, by.device))
        return JSONResponse(found)

    async def save(self, request: Request) -> Response:
        """Keep what is typed now."""
        market, seat = self._server.who(request)
        if not market.game.seat(seat).plays:
            raise RequestError(403, _("{seat} decides nothing in this game; it only watches.").format(seat=seat))
        self._server.typing.count((market.name, seat))
        given, by = await content(request), self.writer(request, market, seat)
        saved = await market.keeper.ask(lambda session: save_draft(session, market.drafts, seat, given, by))
        with full_disk_told():
            await market.drafts.keep()
        await market.keeper.wake()
        return JSONResponse(saved)

    async def rule(self, request: Request) -> Response:
        """The instructor says whether drafts are submitted when a round closes."""
        market, _seat = self._server.instructor(request)
        submits = (await content(request)).get("submits")
        if not isinstance(submits, bool):
            raise RequestError(400, _("submits: give true or false."))
        market.drafts.submits = submits
        with full_disk_told():
            await asyncio.to_thread(market.drafts.write)
        await market.keeper.wake()
        return JSONResponse({"submits": submits})

    async def act(self, request: Request, market: Market, seat: str) -> Response:
        """A player does something: refused where another device has decided meanwhile, and noted who it was."""
        by = self.writer(request, market, seat)

        def done(session: Session, who: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
            return act_on_seat(session, market.drafts, who, name, given, by)

        answer = await self._server.do(done, market, seat, request)
        with full_disk_told():
            await market.drafts.keep()
        return answer

    def writer(self, request: Request, market: Market, seat: str) -> Writer:
        """The device that asks, and the name of its person where the class knows it."""
        device = request.headers.get(DEVICE, "")[:LONGEST_MARK]
        named = [name for name, client in self._people(market, seat) if device and client == device]
        return Writer(device=device, name=named[0] if named else "")

    async def noticed(self, request: Request, market: Market, seat: str) -> None:
        """Note that this device is on the seat, and tell the other devices of the seat of a new one."""
        by = self.writer(request, market, seat)
        if market.devices.heard(seat, by.device, by.name):
            await market.keeper.wake()

    def beside(self, request: Request, market: Market, seat: str) -> dict[str, Any]:
        """What a page is told that no entry of the log holds: drafts, other devices, who decided last, coursework.

        ``beside`` is a mark of all that; it differs where any of it does.
        """
        by = self.writer(request, market, seat)
        found: dict[str, Any] = {
            "drafts": market.drafts.revision(seat), "devices": market.devices.others(seat, by.device),
            "decided_by": market.drafts.last_writer(seat, by.device), "submits": market.drafts.submits,
            "people": [name for name, _client in self._people(market, seat)],
        }  # fmt: skip
        if self._server.of_class is not None:
            found["work"] = self._server.of_class.coursework.changes
        return found | {"beside": hashlib.sha256(json.dumps(found).encode()).hexdigest()[:8]}

    def _people(self, market: Market, seat: str) -> list[tuple[str, str]]:
        """The people of a class on a seat: name, and the mark of the device with which they joined."""
        file = self._server.of_class.keeper.file if self._server.of_class else None
        people = file.people if file else []
        return [(one.name, one.client) for one in people if (one.market, one.seat) == (market.name, seat)]
