"""The language in which a request is answered: of those that are known the one with the highest weight."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sim.language.choice import LanguageError, current_language, in_language, known_language, languages

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
    """The known language of an Accept-Language header with the highest weight; empty where there is none.

    A tag without a weight has the weight 1, one with the weight 0 is not wanted; of equal weights the first tag counts
    (RFC 9110, section 12.5.4).

    >>> asked_language("zh-CN,zh;q=0.9,en;q=0.8"), asked_language("zh;q=0.1, en;q=0.9"), asked_language("fr, zh;q=0")
    ('zh', 'en', '')
    """
    weighted = [_weighted(tag) for tag in header[:400].split(",")[:MOST_TAGS]]
    for weight, tag in sorted(weighted, key=lambda one: -one[0]):
        if weight > 0:
            try:
                return spoken_language(tag)
            except LanguageError:
                continue
    return ""


def spoken_language(tag: str) -> str:
    """The language of a tag, if it has a catalogue. Raises :class:`LanguageError`.

    The pseudo-language of the tests is none that people ask for.
    """
    found = known_language(tag)
    if found not in languages():
        raise LanguageError(f"the language {tag[:40]!r} is not known; give one of {', '.join(languages())}")
    return found


def _weighted(tag: str) -> tuple[float, str]:
    """Weight and name of a part of the header; a weight that cannot be read is 0."""
    name, _sign, rest = tag.partition(";")
    word = rest.replace(" ", "").lower()
    if not word:
        return 1.0, name
    found = re.fullmatch(r"q=([01](\.[0-9]{0,3})?)", word)
    return (min(1.0, float(found[1])) if found else 0.0), name
