"""A seat that is played from afar, in a notebook of its own or by a script."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from sim.files.regular_file import parse_json
from sim.game.errors import GameError
from sim.language.choice import current_language
from sim.language.messages import _

PAUSE = 0.2
"""Seconds before a request that found nobody is sent again."""
BUSY = (502, 503, 504)
LARGEST_ANSWER = 50_000_000
"""Bytes of an answer that are read; the state of a game has some ten thousand."""


def seat(
    address: str, seat: str, code: str, *, market: str | None = None, patience: float = 60.0
) -> RemoteSeat:  # fmt: skip
    """Take a seat in a game that ``guanxi serve`` or ``guanxi class`` plays at this address. Raises ``GameError``.

    ``market``: the market of a class in which the seat is; it may be left out where there is one only.
    Where the server does not answer, everything is sent again for ``patience`` seconds; it counts once all the same.
    """
    remote = RemoteSeat(address, patience)
    remote.join(seat, code, market)
    return remote


class RemoteSeat:
    """A seat of a game that another process keeps. What cannot be done raises ``GameError``, as in a session."""

    def __init__(self, address: str, patience: float = 60.0) -> None:
        """A seat yet to be taken. Raises ``GameError`` for what is no address of the web."""
        if not address.startswith(("http://", "https://")):
            raise GameError(
                _("{address} is not the address of a game; give one such as {example}.").format(
                    address=repr(address), example="http://192.168.1.20:8765"
                )
            )
        self.address, self.patience = address.rstrip("/"), patience
        self.name = self.role = self._token = ""
        self._state: dict[str, Any] = {}
        # what goes through a proxy would be read there, and a proxy does not know this machine
        self._open = build_opener(ProxyHandler({})).open

    def join(self, seat: str, code: str, market: str | None = None) -> None:
        """Show the pass code."""
        where = {} if market is None else {"market": market}
        joined = self._ask("/api/join", {"seat": seat, "code": code, **where})
        self.name, self.role, self._token = joined["seat"], joined["role"], joined["token"]

    def view(self) -> dict[str, Any]:
        """What the seat sees, as bare figures: ``SeatView.plain()``."""
        return self._ask("/api/view")

    def state(self) -> dict[str, Any]:
        """What its page would show: round, time, sections told in words, forms."""
        return self._seen("/api/state")

    def wait(self, seconds: float = 20.0) -> dict[str, Any]:
        """The state as soon as it differs from the one that was seen last (at once if none was), or when time is up."""
        if not self._state:
            return self.state()
        until = time.monotonic() + seconds
        while True:
            left = min(20.0, max(0.0, until - time.monotonic()))
            opened = f"&open={int(self._state['open'])}" if "open" in self._state else ""
            state = self._seen(f"/api/state?since={self._state['revision']}&wait={left:.3f}&parts=1{opened}")
            if not state.get("unchanged"):
                return state
            if time.monotonic() >= until:
                return self.state()

    def predict(
        self, prediction: Mapping[str, object], *, round: int | None = None, confirmed: str = "",
        client: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Say what is expected of the open round. ``accepted`` says whether it counts, else ``slips`` ask what is
        meant; if it is, send the same with ``confirmed=answer["token"]``."""
        given = {"prediction": dict(prediction), "confirmed": confirmed}
        return self.act("predict", given, round=round, client=client)

    def decide(
        self, decision: Mapping[str, object], *, round: int | None = None, reason: str = "", confirmed: str = "",
        client: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Decide for the open round. ``accepted`` says whether it counts, else ``slips`` ask what is meant; if it is,
        decide the same with ``confirmed=answer["token"]``."""
        given = {"decision": dict(decision), "reason": reason, "confirmed": confirmed}
        return self.act("decide", given, round=round, client=client)

    def withdraw(self, *, round: int | None = None, client: str | None = None) -> dict[str, Any]:
        """Take the decision back."""
        return self.act("withdraw", {}, round=round, client=client)

    def act(
        self, name: str, given: Mapping[str, object], *, round: int | None = None, client: str | None = None
    ) -> dict[str, Any]:
        """Any act of a seat, by its name in the session."""
        asked = {**given, "client": client or secrets.token_hex(16)}
        return self._ask(f"/api/act/{quote(name)}", asked if round is None else {**asked, "round": round})

    def lead(
        self, name: str, given: Mapping[str, object] | None = None, *, client: str | None = None
    ) -> dict[str, Any]:
        """Any act of an instructor, by its name in the session: ``close_round``, ``reopen``, ``say``, ..."""
        return self._ask(f"/api/lead/{quote(name)}", {**(given or {}), "client": client or secrets.token_hex(16)})

    def _seen(self, path: str) -> dict[str, Any]:
        state = self._ask(path)
        if not state.get("unchanged"):
            # a part holds only what has changed since the state that was seen last
            self._state = {**self._state, **state} if state.pop("part", "") else state
            return dict(self._state)
        return state

    def _ask(self, path: str, given: Mapping[str, object] | None = None) -> dict[str, Any]:
        """One request, sent again, as it is, until the server answers."""
        body = None if given is None else json.dumps(given).encode()
        headers = {
            "Content-Type": "application/json", "Authorization": f"Bearer {self._token}",
            "Accept-Language": current_language(),
        }  # fmt: skip
        until = time.monotonic() + self.patience
        while True:
            try:
                request = Request(self.address + path, body, headers)  # noqa: S310 (the address is of the web)
                with self._open(request, timeout=40) as answer:
                    found: dict[str, Any] = parse_json(answer.read(LARGEST_ANSWER))
                    return found
            except HTTPError as error:
                if error.code not in BUSY:
                    raise _refused(error) from None
                why = _("the server answered {status}").format(status=error.code)
            except (OSError, HTTPException, ValueError) as error:
                why = str(error.reason if isinstance(error, URLError) else error)
            if time.monotonic() >= until:
                raise GameError(
                    _("{address} does not answer ({reason}); ask the person who runs the server.").format(
                        address=self.address, reason=why
                    )
                ) from None
            time.sleep(PAUSE)


def _refused(error: HTTPError) -> GameError:
    try:
        sentence = str(parse_json(error.read(LARGEST_ANSWER))["error"])
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        sentence = _("The server answered {status}, which a game does not; check the address.").format(
            status=error.code
        )
    return GameError(sentence)
