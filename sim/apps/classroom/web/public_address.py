"""Where a server is found from outside: its addresses in the network, a public name, with or without encryption."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from sim.apps.classroom.web.certificate import Certificate
from sim.game.errors import GameError
from sim.language.messages import _

LOOPBACK = "127.0.0.1"
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True, kw_only=True)
class PublicAddress:
    """Under which name a server is known, and whether what goes over the network is encrypted here."""

    origin: str = ""
    """Scheme, name and port under which a proxy or a name server makes the server known; empty for none."""
    certificate: Certificate | None = None

    @property
    def host(self) -> str:
        """The public name; empty for none."""
        return urlsplit(self.origin).hostname or ""

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach the first address by HTTPS."""
        return self.certificate is not None or self.origin.startswith("https:")


def public_origin(name: str, port: int, *, encrypted: bool) -> str:
    """The origin that a public name stands for.

    A bare name is that of a proxy, which encrypts at the usual port; where the server itself encrypts, its own port
    belongs to it.

    Args:
        name: A name such as ``class.example.org``, or an origin such as ``https://class.example.org:8443``.
        port: The port of the server.
        encrypted: Whether the server itself encrypts.

    Returns:
        The origin.

    Raises:
        GameError: For anything else.

    >>> public_origin("class.example.org", 8765, encrypted=False)
    'https://class.example.org'
    >>> public_origin("class.example.org", 8765, encrypted=True)
    'https://class.example.org:8765'
    >>> public_origin("http://games.local:80", 8765, encrypted=False)
    'http://games.local:80'
    """
    whole = name.strip().lower().rstrip("/")
    bare = "://" not in whole
    with suppress(ValueError):
        found = urlsplit(f"https://{whole}" if bare else whole)
        given, host = found.port, found.hostname or ""
        plain = found.scheme in ("http", "https") and not (
            found.path or found.query or found.fragment or found.username
        )
        if plain and HOST.fullmatch(host):
            own = given if given is not None else port if bare and encrypted else None
            return f"{found.scheme}://{host}" + ("" if own is None else f":{own}")
    said = _("--host-name: {name} was given; give a name such as {example}, or an address such as {other}.")
    raise GameError(
        said.format(name=repr(name[:80]), example="class.example.org", other="https://class.example.org:8443")
    )


def addresses(listening: socket.socket, *, lan: bool, public: PublicAddress | None = None) -> list[str]:
    """What to open in a browser, the best first: the public name, then this machine's own addresses."""
    port = listening.getsockname()[1]
    scheme = "https" if public and public.certificate else "http"
    own = [f"{scheme}://{host}:{port}" for host in hosts(lan=lan)]
    return [public.origin, *own] if public and public.origin else own


def hosts(*, lan: bool) -> list[str]:
    """Addresses of this machine: in its network those that others can open, else its own only."""
    return (_in_network() if lan else []) or [LOOPBACK]


def _in_network() -> list[str]:
    """Addresses of this machine that others in the network can open; the one that leads outwards first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):  # no network
        probe.connect(("192.0.2.1", 9))  # for documentation only (RFC 5737); nothing is sent
        found.append(probe.getsockname()[0])
    with suppress(OSError):  # the machine does not know its own name
        found += [str(place[4][0]) for place in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [host for host in dict.fromkeys(found) if not host.startswith("127.")]
