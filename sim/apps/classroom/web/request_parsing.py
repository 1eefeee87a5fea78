"""Reading what comes in: no more than there is room for, only what JSON allows, nothing twice."""

from __future__ import annotations

import asyncio
import json
import math
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.errors import SentenceError, reason_of
from sim.language.messages import _

if TYPE_CHECKING:
    from starlette.requests import Request


class RequestError(SentenceError):
    """A request that is not answered as it was meant. Nothing has changed."""

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None, *,
        content: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """The HTTP status, what a person is told, headers that belong to it, and what a page needs to know besides."""
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, str(self), dict(headers or {})
        self.content = dict(content or {})


LARGEST = 64 * 1024
"""Bytes of a request; a decision is a few hundred."""
PATIENCE = 15.0
"""Seconds that a request may take to come in."""
LONGEST_TEXT = 100
"""Characters of a name or a code."""
MARKS = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
"""Marks of direction, and signs without width that hide in a text. Joiners stay: languages and emoji use them."""
LONGEST_WAIT = 25.0
"""Seconds that news may be waited for: below what networks in between cut off."""


async def content(request: Request) -> dict[str, Any]:
    """The JSON object that a request brings. Raises :class:`RequestError` for anything else."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise RequestError(
            415, _("The content type is {kind}; send JSON, as application/json.").format(kind=kind or "–")
        )
    return parse_request(await _body(request))


def clean_text(text: str) -> str:
    """A text as it is kept: without control characters (but tabs and new lines) and without marks of direction.

    Marks of direction let a text look otherwise than it is.

    >>> clean_text("Li\\u202e Wei\\x00")
    'Li Wei'
    """
    return "".join(
        sign for sign in text if sign in "\t\n" or (unicodedata.category(sign) != "Cc" and sign not in MARKS)
    )


def cleaned(content: Any) -> Any:
    """What came in, with all its texts and keys as they are kept."""
    if isinstance(content, str):
        return clean_text(content)
    if isinstance(content, list):
        return [cleaned(each) for each in content]
    if isinstance(content, dict):
        return {clean_text(name): cleaned(each) for name, each in content.items()}
    return content


def parse_request(body: bytes) -> dict[str, Any]:
    """The JSON object in a body, with clean texts. Raises :class:`RequestError` with a sentence.

    >>> parse_request(b'{"price": 0.9}')
    {'price': 0.9}
    """
    try:
        found = json.loads(
            body.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_whole,
        )  # fmt: skip
        json.dumps(found, ensure_ascii=False).encode()  # half of a character pair is no text
    except (ValueError, RecursionError) as error:
        raise RequestError(400, _("This JSON cannot be read: {reason}").format(reason=reason_of(error))) from None
    if not isinstance(found, dict):
        raise RequestError(
            400, _("Send a JSON object, such as {example}.").format(example='{"decision": {"price": 0.97}}')
        )
    return dict(cleaned(found))


def number(request: Request, name: str, otherwise: float, most: float) -> float:
    """A number from 0 up in the query. Raises :class:`RequestError` where it is none."""
    given = request.query_params.get(name)
    if given is None:
        return otherwise
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        raise RequestError(
            400,
            _("{name}: {given} was given; give a number from 0 to {most}.").format(
                name=name, given=repr(given[:40]), most=f"{most:g}"
            ),
        )
    return value


def short_text(given: Mapping[str, Any], name: str) -> str:
    """A short text of a request; empty where it is left out. Raises :class:`RequestError` for anything else."""
    text = given.get(name, "")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise RequestError(400, _("{name}: give a text of up to 100 characters.").format(name=name))
    return text.strip()


async def _body(request: Request) -> bytes:
    from starlette.requests import ClientDisconnect  # a notebook raises RequestError without a web server

    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > LARGEST:
        raise _too_large()
    body = b""
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST:
                    raise _too_large()
    except TimeoutError:
        raise RequestError(408, _("The request did not arrive completely; send it again.")) from None
    except ClientDisconnect:
        raise RequestError(400, _("The request broke off; send it again.")) from None
    return body


def _too_large() -> RequestError:
    # the rest of it stays unread, so the connection is of no more use
    return RequestError(
        413,
        _("This is longer than {most} bytes; a decision is shorter.").format(most=f"{LARGEST:,}"),
        {"Connection": "close"},
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise ValueError(_("{name} is given twice").format(name=repr(twice[0])))
    return dict(pairs)


def _no_number(word: str) -> float:
    raise ValueError(_("{word} is not a number").format(word=word))


def _whole(text: str) -> int:
    _finite(text)  # a whole number that no float can hold cannot be computed with
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text[:40])
