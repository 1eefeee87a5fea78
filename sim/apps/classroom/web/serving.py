"""Serving: a socket, the addresses to open, and a web server that ends cleanly."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import uvicorn

from sim.apps.classroom.classes.class_file import ClassFile
from sim.apps.classroom.web.access import HostFilter
from sim.apps.classroom.web.patient_connection import PatientConnection
from sim.apps.classroom.web.public_address import LOOPBACK, PublicAddress
from sim.apps.classroom.web.request_language import RequestLanguage
from sim.apps.classroom.web.server import GameServer, application
from sim.game.errors import GameError, reason_of
from sim.game.session.session import Session
from sim.language.messages import _

EVERYWHERE = "0.0.0.0"  # noqa: S104 (only with --lan, which asks for it)
AT_ONCE = 1_000
"""Requests at once; each seat that looks keeps one waiting."""
PROXIES = (LOOPBACK, "::1")
"""Addresses of a proxy on this machine, which is believed from whom a request comes."""
FAREWELL = 5
"""Seconds that requests in progress are given when the server stops."""


def opened(port: int, *, lan: bool) -> socket.socket:
    """The socket that seats will come to; 0 takes a free port. Raises ``GameError`` where the port is taken."""
    try:
        return socket.create_server((EVERYWHERE if lan else LOOPBACK, port), backlog=256)
    except (OSError, OverflowError) as error:
        why = reason_of(error)
        raise GameError(
            _("Port {port} cannot be opened: {reason}; choose another one, such as --port {other}.").format(
                port=port, reason=why, other=port + 1
            )
        ) from None


class Server(uvicorn.Server):
    """A web server that answers all requests that wait for news before it stops."""

    def __init__(self, config: uvicorn.Config, games: GameServer) -> None:
        """A server of these games."""
        super().__init__(config)
        self._games = games

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        await self._games.stop()
        await super().shutdown(sockets)


NO_NAME = PublicAddress()


def server(session: Session, *, address: str = "", lan: bool = False, public: PublicAddress = NO_NAME) -> Server:
    """A web server for one game, which it holds for as long as it runs: ``run(sockets=[...])``, until interrupted.

    ``address`` is where players find it, for the links that are handed out; with ``lan`` others than this machine may.
    ``public``: the name of a proxy, and the certificate by which the server encrypts.
    """
    return _server(GameServer({"1": session}, address), lan=lan, public=public)


def class_server(
    folder: Path, found: ClassFile, sessions: Mapping[str, Session], *, address: str = "", lan: bool = False,
    public: PublicAddress = NO_NAME,
) -> Server:  # fmt: skip
    """The same for a class: its folder, its file, and the games of its markets by name."""
    return _server(GameServer(sessions, address, (found, folder)), lan=lan, public=public)


def _server(games: GameServer, *, lan: bool, public: PublicAddress) -> Server:
    held = public.certificate
    guarded = HostFilter(application(games), lan=lan, host=public.host)
    config = uvicorn.Config(
        RequestLanguage(guarded), log_level="warning", access_log=False,
        server_header=False, ws="none", proxy_headers=bool(public.origin) and held is None,
        forwarded_allow_ips=[*PROXIES], limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=FAREWELL, lifespan="on", http=PatientConnection, loop="asyncio", backlog=1024,
        ssl_certfile=held.certificate if held else None, ssl_keyfile=held.key if held else None,
    )  # fmt: skip
    return Server(config, games)
