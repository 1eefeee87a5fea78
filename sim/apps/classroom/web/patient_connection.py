"""Connections that end where the other side keeps them open and sends nothing, or reads nothing."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 15.0
"""Seconds in which the head of a request has to be here, from the connection or from its first byte on."""
READING_SECONDS = 60.0
"""Seconds in which a browser has to read on, where an answer waits to be read."""


class PatientConnection(H11Protocol):
    """A connection of the web server with two limits of time.

    The server itself limits the time between two requests. Here are limited the time until a request is complete
    (its body has a limit of its own, see :mod:`sim.apps.classroom.web.request_parsing`), and the time in which nobody
    reads an answer.
    """

    _request_timer: asyncio.TimerHandle | None = None
    _reading_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._request_timer = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take what came; the time of a request that is not complete runs from its first byte."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_request_timer()
        elif self._request_timer is None:
            self._request_timer = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def on_response_complete(self) -> None:
        """Wait for the next request; the server limits how long."""
        self._stop_request_timer()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """More waits to be read than is kept."""
        self.flow.pause_writing()
        if self._reading_timer is None:
            self._reading_timer = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The other side reads on."""
        self._stop_reading_timer()
        self.flow.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop what waits."""
        self._stop_request_timer()
        self._stop_reading_timer()
        super().connection_lost(exc)

    def _stop_request_timer(self) -> None:
        if self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def _stop_reading_timer(self) -> None:
        if self._reading_timer is not None:
            self._reading_timer.cancel()
            self._reading_timer = None
