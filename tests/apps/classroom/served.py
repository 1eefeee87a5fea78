"""A game that is served for a test, and bare requests to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from sim.apps.classroom.web.public_address import addresses
from sim.apps.classroom.web.serving import opened, server
from sim.game.session.session import Session
from tests.game.games import begun


@contextmanager
def served(session: Session, *, lan: bool = False, port: int = 0) -> Iterator[str]:
    """The address at which a session is served by a thread."""
    with opened(port, lan=False) as listening:
        address = addresses(listening, lan=False)[0]
        running = server(session, address=address, lan=lan)
        thread = Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            running.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@contextmanager
def class_of(folder: Path, **rest: Any) -> Iterator[tuple[Session, str]]:
    """The small game, with all who sit at it joined, and its address."""
    with begun(folder, **rest) as session, served(session) as address:
        yield session, address


@dataclass(frozen=True)
class Said:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return str(self.content["error"])


def asked(
    address: str, method: str, path: str, body: object = None, *, token: str = "", headers: Mapping[str, str] = {}
) -> Said:
    """One request; a body that is no bytes goes as JSON."""
    held = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"} if body is not None else {}
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request(method, path, held, {**kind, **shown, **headers})
        answer = connection.getresponse()
        return Said(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def token_of(session: Session, address: str, seat: str) -> str:
    """The token of a seat that joins."""
    answer = asked(address, "POST", "/api/join", {"seat": seat, "code": session.codes[seat]})
    assert answer.status == 200, answer.body
    return str(answer.content["token"])
