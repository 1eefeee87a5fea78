"""The record of a class for its console: the last acts as a list, all of them as a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sim.apps.classroom.classes.act_record import acts_csv, shown

if TYPE_CHECKING:
    from sim.apps.classroom.classes.class_requests import ClassRequests

LAST = 200
"""Acts that the console shows; the file holds all."""


class RecordRequests:
    """Answers about what was done, which the instructor of the class alone gets."""

    def __init__(self, of_class: ClassRequests) -> None:
        """Answer for this class."""
        self._class = of_class

    def routes(self) -> list[Route]:
        """The addresses."""
        return [Route("/api/class/acts", self.last), Route("/api/class/acts/file", self.file)]

    async def last(self, request: Request) -> Response:
        """The last acts, newest first, in the language of the request."""
        self._class.instructor(request)
        acts = await asyncio.to_thread(self._class.record.acts)
        return JSONResponse({"acts": shown(acts[: -LAST - 1 : -1]), "number": len(acts)})

    async def file(self, request: Request) -> Response:
        """All acts as CSV."""
        self._class.instructor(request)
        held = await asyncio.to_thread(lambda: acts_csv(self._class.record.acts()))
        name = 'attachment; filename="acts_of_the_class.csv"'
        return Response(held, media_type="text/csv", headers={"Content-Disposition": name})
