"""Tokens: what a seat shows with each request once its pass code was right.

A token follows from the pass codes that the game's own file holds, so it is good for as long as the game is, also
after the server was started again, and there is no second file to be kept. Whoever has the file has all codes anyway.
Trying to guess the other codes from a token costs a ``scrypt`` for each guess (RFC 7914).
"""

from __future__ import annotations

import hashlib
import hmac
import json

from sim.game.session.session import Session


class Tokens:
    """The token of each seat of a game."""

    def __init__(self, session: Session) -> None:
        """Derive them."""
        made = session.playing.log.opening().made
        known = json.dumps([sorted(session.codes.items()), session.seed]).encode()
        key = hashlib.scrypt(known, salt=made.encode(), n=2**14, r=8, p=1)
        self._tokens = {name: hmac.digest(key, name.encode(), "sha256").hex() for name in session.codes}

    def of(self, seat: str) -> str:
        """The token of a seat that has joined."""
        return self._tokens[seat]

    def seat(self, token: str) -> str | None:
        """The seat whose token this is; None for a foreign one. Takes equally long for each."""
        given, found = token.encode(errors="replace"), None
        for name, known in self._tokens.items():
            if hmac.compare_digest(given, known.encode()):
                found = name
        return found
