"""The language in which a request is answered: the first one of its Accept-Language header that has a catalogue."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sim.language.choice import LanguageError, current_language, in_language, known_language

MOST_TAGS = 20
"""Languages of a header that are read."""


class RequestLanguage:
    """Answers each request in the language that it asks for; without a known one, in that of the server."""

    def __init__(self, app: ASGIApp) -> None:
        """Speak for an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with in_language(asked_language(Headers(scope=scope).get("accept-language", "")) or current_language()):
            await self._app(scope, receive, send)


def asked_language(header: str) -> str:
    """The first known language of an Accept-Language header; empty where there is none.

    >>> asked_language("zh-CN,zh;q=0.9,en;q=0.8"), asked_language("fr"), asked_language("")
    ('zh', '', '')
    """
    for tag in header[:400].split(",")[:MOST_TAGS]:
        try:
            return known_language(tag.partition(";")[0])
        except LanguageError:
            continue
    return ""
