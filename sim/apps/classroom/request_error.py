"""What is wrong with a request, as a status and a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from sim.errors import SentenceError


class RequestError(SentenceError):
    """A request that is not answered as it was meant. Nothing has changed."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        """The HTTP status, what a person is told, and headers that belong to it."""
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, str(self), dict(headers or {})
