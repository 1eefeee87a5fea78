"""Pictures that pages show, kept under names that nobody can guess, because a browser sends no token for a picture."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from threading import Lock

MOST_BYTES = 150_000_000
LETTERS = 40


class PictureShelf:
    """Pictures by name; of too many, those that were asked for longest ago are forgotten."""

    def __init__(self, key: bytes) -> None:
        """Nothing is kept yet.

        Args:
            key: Key of the names; the same picture always has the same name.
        """
        self._key = key
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def put(self, picture: bytes) -> str:
        """Keep a picture, and return its name."""
        name = hmac.digest(self._key, b"picture" + picture, "sha256").hex()[:LETTERS]
        with self._lock:
            if name not in self._held:
                self._held[name] = picture
                self._bytes += len(picture)
            while self._bytes > MOST_BYTES and len(self._held) > 1:
                self._bytes -= len(self._held.popitem(last=False)[1])
        return name

    def get(self, name: str) -> bytes | None:
        """The picture of that name; None where it is not kept."""
        with self._lock:
            if name in self._held:
                self._held.move_to_end(name)
            return self._held.get(name)

    def has(self, names: list[str]) -> bool:
        """Whether all pictures of these names are kept."""
        with self._lock:
            return all(name in self._held for name in names)
