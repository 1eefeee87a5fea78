"""At the door: whose name a request goes by, and what every answer tells a browser to leave alone."""

from __future__ import annotations

import ipaddress
import socket

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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

    A page of somebody else's can make a browser ask here under a name of its own that it has pointed to this machine
    (DNS rebinding). An address cannot be pointed anywhere, so addresses are let in and unknown names are not.
    """

    def __init__(self, app: ASGIApp, *, lan: bool) -> None:
        """Guard an application; with ``lan`` its machine's own names and all addresses are good."""
        self._app, self._lan = app, lan
        own = socket.gethostname().lower()
        self._names = {"localhost", own, f"{own}.local"} if lan else {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if self.known(host):
            await self._app(scope, receive, sent)
        else:
            words = f"this server does not go by the name {host[:80]!r}; open the address that it printed"
            await JSONResponse({"error": words}, status_code=421)(scope, receive, sent)

    def known(self, host: str) -> bool:
        """Whether a Host header names this machine."""
        name, port = host, ""
        if not host.endswith("]") and ":" in host:
            name, _, port = host.rpartition(":")
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
