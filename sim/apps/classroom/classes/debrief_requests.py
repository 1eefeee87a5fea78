"""The debrief of a class for its console: computed market by market in the background, then one page to download."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.web.background_job import BackgroundJob
from sim.apps.classroom.web.request_parsing import RequestError, content
from sim.game.debrief.class_debrief import MarketDebrief, MarketGame, market_debrief, market_game
from sim.game.errors import GameError
from sim.game.presentation.game_texts import game_texts
from sim.language.messages import _

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests
    from sim.apps.classroom.marks.gradebook import GradebookRow
    from sim.apps.classroom.web.server import GameServer

MOST_LUCKS = 200
"""Other seeds for telling luck and skill apart; each takes as many games as there are teams, in every market."""


class DebriefRequests:
    """Answers about the debrief of the class, which its instructor alone gets."""

    def __init__(self, server: GameServer, of_class: ClassRequests) -> None:
        """Look back on the markets of this server."""
        self._server, self._class = server, of_class
        self._job: BackgroundJob[MarketGame, MarketDebrief] = BackgroundJob(market_debrief, of_class.keeper.tell)
        self._task: asyncio.Task[None] | None = None
        self._page: bytes | None = None

    def routes(self) -> list[Route]:
        """The addresses of the debrief."""
        return [
            Route("/api/class/debrief", self.state), Route("/api/class/debrief/page", self.page),
            Route("/api/class/debrief/begin", self.begin, methods=["POST"]),
        ]  # fmt: skip

    async def state(self, request: Request) -> Response:
        """How far it is."""
        self._class.instructor(request)
        return JSONResponse(self._job.progress() | {"ready": self._page is not None})

    async def begin(self, request: Request) -> Response:
        """Compute it, with so many other seeds for luck and skill; the games go on meanwhile."""
        self._class.instructor(request)
        lucks = (await content(request)).get("lucks", 0)
        whole = isinstance(lucks, int) and not isinstance(lucks, bool)
        if not whole or not (lucks == 0 or 2 <= lucks <= MOST_LUCKS):
            said = _("lucks: {given} was given; give 0, or a whole number from 2 to {most}")
            raise RequestError(422, said.format(given=repr(lucks)[:40], most=MOST_LUCKS))
        asked = []
        for market in self._server.markets.values():
            found = await market.keeper.ask(partial(market_game, market.name, lucks=lucks))
            if found is not None:
                asked.append(found)
        if not asked:
            raise GameError(_("no round is closed in any market yet, so there is nothing to look back on"))
        if self._task is not None and not self._task.done():
            raise GameError(_("this is being computed already; wait until it is ready"))
        self._task = asyncio.create_task(self._made(asked))
        self._class.record.note("instructor", "debrief")
        return JSONResponse({"accepted": True})

    async def page(self, request: Request) -> Response:
        """The page that was computed last."""
        self._class.instructor(request)
        if self._page is None:
            raise GameError(_("the debrief of the class is not computed yet; begin it in the console"))
        name = f'attachment; filename="{self._server.declared.name}_class_debrief.html"'
        return Response(self._page, media_type="text/html", headers={"Content-Disposition": name})

    async def _made(self, asked: list[MarketGame]) -> None:
        with self._job.errors_told():
            found = await self._job.run(asked)
            title, rows = game_texts(self._server.declared).title, await self._class.marks.rows()
            self._page = await asyncio.to_thread(_page, title, found, rows)
            self._class.keeper.tell()

    def shut(self) -> None:
        """End what is being computed."""
        self._job.shut()
        if self._task is not None:
            self._task.cancel()


def _page(title: str, found: list[MarketDebrief], rows: tuple[GradebookRow, ...]) -> bytes:
    from sim.apps.classroom.classes.debrief_page import page_bytes  # matplotlib is loaded when it is needed

    return page_bytes(title, found, rows)
